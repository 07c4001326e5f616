"""Files that ask for too much: refused at once, or read in little memory and time."""

import subprocess
import sys
import time
import zipfile
from random import Random

import pytest

from board.sheets import limits
from board.sheets.kinds import ARCHIVE, DAMAGED
from board.sheets.opening import CannotRead, open_file
from tests.sheets import building

pytestmark = pytest.mark.no_database

ROOM = 150  # MB that reading may take beside what the program has
_MEASURED = """
import sys
from board.sheets.opening import CannotRead, open_file

def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))

content = sys.stdin.buffer.read()
before = peak()
try:
    open_file(content, "")
except CannotRead as refusal:
    sys.stderr.write(str(refusal))
print((peak() - before) // 1024)
"""


def refusal(content):
    with pytest.raises(CannotRead) as refused:
        open_file(content, "清单.xlsx")
    return str(refused.value)


def one_cell(row):
    return f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>'


def test_a_large_file_is_not_even_looked_at():
    assert refusal(b"PK\x03\x04" + bytes(limits.LARGEST_FILE)) == limits.TOO_LARGE


def test_a_bomb_is_refused_before_it_is_unpacked():
    assert refusal(building.workbook(" " * 5_000_000)) == limits.TOO_DENSE
    assert refusal(building.workbook(" ", also=[("xl/media/a", b"\0" * 3_000_000)])) == limits.TOO_DENSE


def test_more_than_20_mb_unpacked_is_refused():
    picture = Random(1).randbytes(100_000) + bytes(4_300_000)
    media = [(f"xl/media/{number}", picture) for number in range(5)]

    assert refusal(building.workbook(" ", also=media)) == limits.TOO_LARGE_UNPACKED


def test_a_part_that_says_less_than_it_holds_is_damaged():
    honest = building.workbook("<sheetData/>", also=[("xl/worksheets/more.xml", "x" * 400)])
    content = bytearray(honest)
    at = content.index(b"xl/worksheets/sheet1.xml", content.index(b"PK\x01\x02")) - 46
    content[at + 24 : at + 28] = (50).to_bytes(4, "little")

    assert refusal(bytes(content)) == DAMAGED


def test_a_zip_of_very_many_parts_is_not_opened():
    many = [(f"xl/media/{number}", "") for number in range(limits.MOST_PARTS)]

    assert refusal(building.workbook(" ", also=many, compression=zipfile.ZIP_STORED)) == ARCHIVE


def test_2000_rows_with_headings_and_notes_are_read_and_one_more_is_not():
    most = limits.MOST_ROWS + limits.ROWS_BESIDE
    table = "<sheetData>" + "".join(map(one_cell, range(1, most + 1)))

    assert len(open_file(building.workbook(table + "</sheetData>"), "")[0].rows) == most
    assert refusal(building.workbook(table + one_cell(most + 1) + "</sheetData>")) == limits.TOO_MANY_ROWS


def test_the_rows_of_all_sheets_count_together():
    table = "<sheetData>" + "".join(map(one_cell, range(1, 1052))) + "</sheetData>"

    assert refusal(building.workbook(table, table)) == limits.TOO_MANY_ROWS


def test_40000_rows_are_refused():
    table = "<sheetData>" + "".join(map(one_cell, range(1, 40_001))) + "</sheetData>"

    assert refusal(building.workbook(table)) == limits.TOO_MANY_ROWS


def test_a_cell_in_the_last_corner_costs_nothing():
    table = "<sheetData><row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row></sheetData>"
    began = time.perf_counter()

    rows = open_file(building.workbook(table), "")[0].rows

    assert [(row.number, dict(row.cells)) for row in rows] == [(1, {1: 1}), (1_048_576, {16_384: 2})]
    assert time.perf_counter() - began < 0.5


def test_merges_over_everything_are_refused():
    corner = "<sheetData><row r='1048576'><c r='XFD1048576'><v>2</v></c></row></sheetData>"
    many = (
        "<sheetData><row r='1'><c r='A1'><v>2</v></c></row></sheetData>" + '<mergeCell ref="A1:B2"/>' * 5001
    )

    assert refusal(building.workbook(corner + '<mergeCell ref="A1:XFD1048576"/>')) == limits.TOO_MANY_MERGED
    assert refusal(building.workbook(many, compression=zipfile.ZIP_STORED)) == limits.TOO_MANY_MERGED


def test_a_text_counts_each_time_it_is_used():
    used = "".join(f'<row r="{row}"><c t="s"><v>0</v></c></row>' for row in range(1, 100))

    content = building.workbook(
        f"<sheetData>{used}</sheetData>",
        strings=f"<si><t>{'长' * 30_000}</t></si>",
        compression=zipfile.ZIP_STORED,
    )

    assert refusal(content) == limits.TOO_MUCH_TEXT


def test_very_long_text_and_very_many_cells_are_refused():
    wide = "".join(f"<row>{'<c><v>1</v></c>' * 6000}</row>" for _ in range(17))
    long = building.cell(f"<is><t>{'长' * 32_768}</t></is>", 't="inlineStr"')

    stored = zipfile.ZIP_STORED

    assert (
        refusal(building.workbook(f"<sheetData>{wide}</sheetData>", compression=stored))
        == limits.TOO_MUCH_TEXT
    )
    assert refusal(building.workbook(long, compression=stored)) == limits.CELL_TOO_LONG


def test_very_many_sheets_are_refused():
    assert refusal(building.workbook(*["<sheetData/>"] * 51)) == limits.TOO_MANY_SHEETS


def test_a_tag_without_an_end_and_tags_in_tags_are_damaged():
    attributes = " ".join(f'a{number}=""' for number in range(100_000))

    assert refusal(building.workbook(f"<row {attributes}/>")) == DAMAGED
    assert refusal(building.workbook("<a>" * 60 + "</a>" * 60)) == DAMAGED


def _strings():
    """20 MB of shared strings, all different; no row uses more than one of them."""
    strings = "".join(f"<si><t>{number:07x}</t></si>" for number in range(790_000))
    used = "".join(f'<row><c t="s"><v>{row * 390}</v></c></row>' for row in range(2000))
    return building.workbook(f"<sheetData>{used}</sheetData>", strings=strings)


def _formatted():
    """A million rows with nothing in them."""
    rows = "".join(f'<row r="{row}"/>' for row in range(1, 1_000_001))
    return building.workbook(f"<sheetData>{rows}</sheetData>")


def _names():
    """Names of elements that are all different, each of which the parser keeps."""
    return building.workbook("".join(f"<a{number}/>" for number in range(1_500_000)))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    ("made", "ends_in"), [(_strings, ""), (_formatted, "一个字也没有"), (_names, "一个字也没有")]
)
def test_the_worst_files_within_the_limits_take_no_more_memory_than_they_may(made, ends_in):
    content = made()

    run = subprocess.run([sys.executable, "-c", _MEASURED], input=content, capture_output=True, check=True)

    assert ends_in in run.stderr.decode()
    assert int(run.stdout) < ROOM
