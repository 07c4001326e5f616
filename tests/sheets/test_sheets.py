"""Sheets of a workbook: which are read, which rows, what is merged."""

import io
from pathlib import Path

import openpyxl
import pytest

from board.sheets.opening import CannotRead, open_file
from tests.sheets import building

pytestmark = pytest.mark.no_database

A_ROW = "<sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData>"


def saved(book):
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_every_visible_sheet_is_read_with_the_numbers_of_its_rows():
    book = openpyxl.Workbook()
    book.active.title = "十二月"
    book.active["B3"], book.active["A7"] = "岗位", " "
    book.active["C9"] = 20
    book.create_sheet("一月")["A1"] = "清洁"

    first, second = open_file(saved(book), "")

    assert (first.name, second.name) == ("十二月", "一月")
    assert [(row.number, dict(row.cells)) for row in first.rows] == [(3, {2: "岗位"}), (9, {3: 20})]
    assert second.rows[0].cells == {1: "清洁"}


def test_hidden_sheets_are_left_out_and_hidden_rows_are_not():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "看得见", "被筛掉的"
    book.active.row_dimensions[2].hidden = True
    for state in ("hidden", "veryHidden"):
        book.create_sheet(state)["A1"] = "选项"
        book[state].sheet_state = state

    sheets = open_file(saved(book), "")

    assert len(sheets) == 1
    assert [row.cells[1] for row in sheets[0].rows] == ["看得见", "被筛掉的"]


def test_merged_cells_are_told_as_far_as_there_are_cells():
    merges = '<mergeCells><mergeCell ref="A1:H1"/><mergeCell ref="A2:XFD1048576"/><mergeCell ref="C50:D60"/></mergeCells>'
    content = building.rows(["十二月清单"], ["一", "二", "三"], ["四"]) + merges

    found = open_file(building.workbook(content), "")[0]

    assert found.merged == [(1, 1, 1, 3), (2, 1, 3, 3)]


def test_places_that_are_not_written_are_counted():
    content = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c r='D2'><v>3</v></c></row></sheetData>"

    rows = open_file(building.workbook(content), "")[0].rows

    assert [(row.number, dict(row.cells)) for row in rows] == [(1, {1: 1, 2: 2}), (2, {4: 3})]


def test_a_program_may_name_its_elements_with_a_prefix():
    content = (
        f'{building.HEAD}<x:worksheet xmlns:x="{building.MAIN}"><x:sheetData><x:row r="1">'
        '<x:c r="A1" t="inlineStr"><x:is><x:t>清洁</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
    )

    assert open_file(building.workbook(content), "")[0].rows[0].cells == {1: "清洁"}


def test_names_of_parts_are_found_in_any_case():
    parts = building.parts(A_ROW)
    parts["XL\\Worksheets\\Sheet1.xml"] = parts.pop("xl/worksheets/sheet1.xml")

    assert open_file(building.zipped(parts.items()), "")[0].rows[0].cells == {1: 1}


@pytest.mark.parametrize(
    "content",
    [
        "<sheetData><row r='2'><c><v>1</v></c></row><row r='2'><c><v>1</v></c></row></sheetData>",
        "<sheetData><row r='1048577'><c><v>1</v></c></row></sheetData>",
        "<sheetData><row r='1'><c r='XFE1'><v>1</v></c></row></sheetData>",
        "<sheetData><row r='1'><c r='B1'><v>1</v></c><c r='A1'><v>1</v></c></row></sheetData>",
        "<sheetData><row r='-1'/></sheetData>",
        "<sheetData><row r='1'><c t='s'><v>7</v></c></row></sheetData>",
        A_ROW + "<mergeCells><mergeCell ref='B2:A1'/></mergeCells>",
        A_ROW + "<mergeCells><mergeCell ref='somewhere'/></mergeCells>",
        "<sheetData><row>",
    ],
)
def test_what_no_program_writes_is_damaged(content):
    with pytest.raises(CannotRead, match="文件损坏"):
        open_file(building.workbook(content), "")


def test_two_sheets_of_one_name_or_one_part_are_damaged():
    same_name = '<sheet name="表" sheetId="1" r:id="rId1"/><sheet name="表" sheetId="2" r:id="rId2"/>'
    same_part = '<sheet name="表" sheetId="1" r:id="rId1"/><sheet name="又" sheetId="2" r:id="rId1"/>'

    for listed in (same_name, same_part):
        book = building.book(f"<sheets>{listed}</sheets>")
        with pytest.raises(CannotRead, match="文件损坏"):
            open_file(building.workbook(A_ROW, A_ROW, workbook_xml=book), "")


@pytest.mark.parametrize("name", ["清泉社区-2026年12月岗位清单.xlsx", "高山村公益岗位.xlsx"])
def test_it_reads_the_same_as_openpyxl(name):
    file = Path(__file__).parents[2] / "board" / "demo" / "data" / name
    content = file.read_bytes()

    ours = {
        sheet.name: {row.number: dict(row.cells) for row in sheet.rows} for sheet in open_file(content, name)
    }

    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    assert ours == {
        page.title: {
            row[0].row: cells
            for row in page.iter_rows()
            if (cells := {cell.column: cell.value for cell in row if cell.value is not None})
        }
        for page in book
    }
