"""`flask read-list FILE`: how a sheet would be read, without a database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import board
from board.commands.reading import read_list

pytestmark = pytest.mark.no_database

ROOT = Path(board.__file__).parent.parent
SAMPLE = ROOT / "board" / "demo" / "data" / "高山村公益岗位.xlsx"
KEYS = [
    "sheet",
    "row",
    "title",
    "kind",
    "quota",
    "minimum",
    "place",
    "audience",
    "conditions",
    "min_age",
    "shifts",
    "guessed",
    "asked",
]


def run(*args):
    return CliRunner().invoke(read_list, [str(arg) for arg in args])


def test_each_row_is_one_json_object_a_line():
    answer = run(SAMPLE, "--today", "2026-11-22")

    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    assert answer.exit_code == 0
    assert [list(row)[: len(KEYS)] for row in rows] == [KEYS] * 6
    assert rows[0] | {"cells": [], "because": []} == {
        **rows[0], "cells": [], "because": [],
        "sheet": "岗位", "row": 4, "title": "田园清洁", "kind": "opportunity", "quota": 20, "minimum": None, "place": "高山村村委会",
        "audience": "both", "conditions": "", "min_age": None,
        "shifts": [{"start": "2026-12-06T08:30:00+08:00", "end": "2026-12-06T11:00:00+08:00"}], "asked": [],
    }  # fmt: skip


def test_a_field_that_is_asked_about_is_null():
    rows = [json.loads(line) for line in run(SAMPLE, "--today", "2026-11-22").stdout.splitlines()]

    (undated,) = [row for row in rows if row["title"] == "农产品直播助手"]
    assert undated["shifts"] is None
    (asked,) = undated["asked"]
    assert {**asked, "why": ""} == {"field": "shifts", "cell": "D6", "said": "时间待定", "why": ""}
    assert asked["why"]


def test_today_moves_what_a_day_without_a_year_means():
    rows = [json.loads(line) for line in run(SAMPLE, "--today", "2027-06-01").stdout.splitlines()]

    assert rows[0]["shifts"][0]["start"].startswith("2027-12-06")


def test_a_file_that_cannot_be_read_is_a_sentence_and_exit_code_1(tmp_path):
    picture = tmp_path / "清单.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))

    answer = run(picture)

    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert "。" in answer.stderr


def test_a_sheet_without_a_table_is_a_sentence_and_exit_code_1(tmp_path):
    letter = tmp_path / "通知.csv"
    letter.write_text("各位邻居\n下个月见\n", encoding="utf-8")

    answer = run(letter)

    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "没找到岗位的表头" in answer.stderr


def test_a_day_that_is_none_is_refused():
    assert run(SAMPLE, "--today", "2026-13-01").exit_code == 2


def test_it_needs_no_settings_and_no_database(tmp_path):
    command = [
        sys.executable,
        "-m",
        "flask",
        "--app",
        str(ROOT / "app.py"),
        "read-list",
        str(SAMPLE),
        "--today",
        "2026-11-22",
    ]

    answer = subprocess.run(
        command, cwd=tmp_path, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False
    )

    assert (answer.returncode, answer.stderr) == (0, "")
    assert len(answer.stdout.splitlines()) == 6
    assert list(tmp_path.iterdir()) == []
