"""Files that are nearly right: whatever is wrong with them, they are read or refused, and never an error."""

import zipfile
from pathlib import Path
from random import Random

import pytest

from board.sheets.opening import CannotRead, from_pasted, open_file
from tests.sheets import building

pytestmark = pytest.mark.no_database

LIST = Path(__file__).parents[2] / "board" / "demo" / "data" / "清泉社区-2026年12月岗位清单.xlsx"
ROUNDS = 400
PIECES = (
    b'"', b"<", b">", b"/", b"-1", b"99999999999999", b"XFD1048577", b"&#0;", b"&#x1F600;", b"\xff", b'r=""', b't="s"', b't="d"',
    b's="-1"', b"<v>NaN</v>", b"<f/>", b"1e400", b"<is>", b"</row>",
)  # fmt: skip


def mangled_bytes(chance):
    content = bytearray(LIST.read_bytes())
    for _ in range(chance.randint(1, 6)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def mangled_part(chance):
    with zipfile.ZipFile(LIST) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    at = chance.randrange(len(parts[name]))
    parts[name] = parts[name][:at] + chance.choice(PIECES) + parts[name][at + chance.randint(0, 4) :]
    return building.zipped(parts.items())


def random_text(chance):
    return bytes(chance.choice(b"a,;\t\n\r\"'\xce\xd2\xe6\xb8\x85=+ 1") for _ in range(chance.randint(1, 80)))


@pytest.mark.parametrize("made", [mangled_bytes, mangled_part, random_text])
def test_a_mangled_file_is_read_or_refused(made):
    chance, read = Random(20261123), 0

    for _ in range(ROUNDS):
        try:
            sheets = open_file(made(chance), "清单\x00/..\\表.csv")
        except CannotRead:
            continue
        read += 1
        words = [str(value) for sheet in sheets for row in sheet.rows for value in row.cells.values()]
        "".join(words).encode()  # nothing in it that a database or a page could not hold

    assert 0 < read < ROUNDS


def test_anything_may_be_pasted():
    chance = Random(20261123)

    for _ in range(ROUNDS):
        text = random_text(chance).decode("latin-1")
        try:
            assert from_pasted(text)[0].rows
        except CannotRead:
            assert not text.strip()
