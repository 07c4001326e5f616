"""Anybody checks a certificate with the published keys alone: no settings, no database."""

import os
import subprocess
import sys
from datetime import date

import pytest
from click.testing import CliRunner

from board import key_rings, typesetting
from board.certificates import claims
from board.certificates.claims import Claims
from board.certificates.keys import KeyRing
from board.commands.verifying import verify_certificate
from tests.serving import ROOT

pytestmark = pytest.mark.no_database

RING = KeyRing(key_rings.read([key_rings.make("2026a")]))
CLAIMS = Claims(
    address="https://gongyi.example/verify/WJ-2026-000318-3?t=VtV0bQmCkz3w6aXu", key_name="2026a", rule="2026-1",
    masked_name="王*", issuer="涌泉街道清泉社区居民委员会", since=date(2026, 3, 1), until=date(2026, 11, 15),
    issued_on=date(2026, 11, 22), minutes=1645, times=12, digest=claims.digest_of("whole"),
)  # fmt: skip


@pytest.fixture(scope="module")
def text():
    return claims.sign(CLAIMS, RING)


@pytest.fixture
def key_file(tmp_path):
    file = tmp_path / "keys.txt"
    file.write_text(
        "# keys\n" + "".join(f"{name}:{key}\n" for name, key in RING.published()), encoding="utf-8"
    )
    return file


def run(*arguments):
    return CliRunner().invoke(verify_certificate, [str(argument) for argument in arguments])


def test_without_settings_or_a_database_it_says_what_the_paper_must_say(text, key_file):
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [
        sys.executable,
        "-m",
        "flask",
        "--app",
        "app",
        "verify-certificate",
        text,
        "--keys",
        str(key_file),
    ]

    told = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=True).stdout

    for words in ("Genuine", "WJ-2026-000318-3", "王*", "27.5 小时（27 小时 25 分），12 次", "2026年3月1日至2026年11月15日",
                  "涌泉街道清泉社区居民委员会"):  # fmt: skip
        assert words in told


def test_a_changed_letter_is_told_and_ends_with_one(text, key_file):
    told = run(text.replace("WJ-2026-000318-3", "WJ-2026-000319-1"), "--keys", key_file)

    assert told.exit_code == 1
    assert "NOT GENUINE" in told.output


def test_the_pdf_itself_can_be_given(text, key_file, tmp_path):
    words = {
        "document": "证明",
        "date": [2026, 11, 22],
        "address": CLAIMS.address,
        "code": "<svg/>",
        "keywords": [text],
    }
    file = tmp_path / "a.pdf"
    file.write_bytes(_smallest_pdf(words))

    assert run(file, "--keys", key_file).exit_code == 0
    assert run(key_file, "--keys", key_file).exit_code == 1


def _smallest_pdf(words):
    import json

    import typst

    source = b'#import "/templates/typst/look.typ": *\n#show: dated\nx'
    pages, _ = typst.compile_with_warnings(
        source, root=typesetting.ROOT, font_paths=typesetting._fonts(), format="pdf", ignore_system_fonts=True,
        sys_inputs={"told": json.dumps(words)}, pdf_standards="a-2b",
    )  # fmt: skip
    return pages


def test_what_is_neither_a_text_nor_a_file_is_said(key_file, tmp_path, text):
    assert "neither" in run("nowhere.pdf", "--keys", key_file).output
    key_file.write_text("no key at all")
    assert "keys cannot be read" in run(text, "--keys", key_file).output
