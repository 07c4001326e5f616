"""Workbooks that people take away: opened again, every cell says what was put in and runs nothing."""

import io
import zipfile
from datetime import UTC, date, datetime, time

import openpyxl
import pytest

from board.sheets.opening import open_file
from board.sheets.writing import Column, Page, book

pytestmark = pytest.mark.no_database

# What a spreadsheet program would run, follow, count with, or take for its own markup.
TEXTS = [
    "=1+1", "+8613800000000", "-1", "@SUM(A1)", "\tx", "=HYPERLINK(\"http://a.b\",\"c\")", "http://a.b/", "mailto:a@b.c",
    "013800001234", "1E5", "2026-12-05", "TRUE", "#REF!", "<r>x</r>", "<r><t>x</t></r>", "a&b<c>\"d\"'", "_x000D_",
    " 前后 ", "一\n二", "𬭎䶮",
]  # fmt: skip


def opened(content, name="名单"):
    return openpyxl.load_workbook(io.BytesIO(content))[name]


def one(*cells, **more):
    columns = [Column(f"列{number}") for number in range(max(len(cells), 1))]
    return book([Page("名单", columns, [cells], **more)])


@pytest.mark.parametrize("said", TEXTS)
def test_text_is_text_whatever_it_begins_with_and_comes_back_unchanged(said):
    content = one(said)

    cell = opened(content)["A2"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert cell.number_format == "@"
    assert open_file(content, "")[0].rows[1].cells[1] == said
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("said", ["=1", "+1", "-1", "@a", "\ta", "\ra"])
def test_editing_a_cell_does_not_make_a_formula_of_it(said):
    assert opened(one(said))["A2"].quotePrefix
    assert not opened(one("一=1"))["A2"].quotePrefix


def test_headings_titles_and_notes_are_as_safe_as_cells():
    content = book(
        [Page("名单", [Column("=1"), Column("<r>2</r>")], [], title="=3", notes=["+4", "<r>5</r>"])]
    )

    page = opened(content)
    assert [page[place].value for place in ("A1", "A2", "B2", "A3", "A4")] == [
        "=3",
        "=1",
        "<r>2</r>",
        "+4",
        "<r>5</r>",
    ]
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value} == {"s"}


def test_days_are_days_and_instants_are_local_time():
    instant = datetime(2026, 12, 5, 1, 30, tzinfo=UTC)

    cells = open_file(one(date(2026, 12, 5), instant, time(8, 30), 20, 2.5, None), "")[0].rows[1].cells

    assert cells == {
        1: date(2026, 12, 5),
        2: datetime.fromisoformat("2026-12-05T09:30"),
        3: time(8, 30),
        4: 20,
        5: 2.5,
    }


def test_what_a_cell_cannot_hold_is_cut_off():
    assert len(opened(one("长" * 40_000))["A2"].value) == 32_767


def test_it_prints_on_a4_across_with_the_headings_on_every_page():
    page = opened(one("一", "二", title="十二月名单"))

    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert page.print_title_rows == "$2:$2"
    assert page.freeze_panes == "A3"
    assert [str(area) for area in page.merged_cells.ranges] == ["A1:B1"]
    assert page.column_dimensions["A"].width > 10


def test_a_column_may_offer_choices_of_any_length():
    choices = [f"类别之{number}" for number in range(100)]

    content = book([Page("名单", [Column("类别", choices=choices), Column("数")], [["一", 1]], blank=5)])

    rule = opened(content).data_validations.dataValidation[0]
    assert (str(rule.sqref), rule.formula1) == ("A2:A7", "选项!$A$1:$CV$1")
    assert not rule.showErrorMessage
    assert [cell.value for cell in opened(content, "选项")[1]] == choices
    assert [sheet.name for sheet in open_file(content, "")] == ["名单"]


def test_thousands_of_rows_are_written_as_they_come():
    content = book([Page("名单", [Column("序")], ([number] for number in range(5000)))])

    assert opened(content).max_row == 5001
