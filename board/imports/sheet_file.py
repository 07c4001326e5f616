"""Our own sheet as a file: title, a line of help, the columns with their drop-downs, rows, and how to fill it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from board.imports.layout import COLUMNS, Column, Text

# What somebody typed stays text: no formula, no link, no number out of words.
_SAFE: Final = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
_LINE, _PAPER, _MUTED, _AMBER = "#D8D0C0", "#F4F0E8", "#5B544A", "#FFF6E2"
_HEAD: Final = {
    "font_name": "微软雅黑",
    "font_size": 10,
    "text_wrap": True,
    "valign": "top",
    "border": 1,
    "border_color": _LINE,
}
_FIRST_ROW: Final = 3  # of the table's body: title, help and headings stand above


@dataclass(frozen=True)
class Sheet:
    """What goes into the file. `ready`: rows with nothing but what the community answers every time."""

    title: str
    help: str
    rows: Sequence[Sequence[Text | None]] = ()
    example: Sequence[Text] = ()
    ready: int = 0
    standing: Mapping[int, Text] = field(default_factory=dict)  # column from 0 -> what stands in it
    notes: Sequence[str] = ()


def made(sheet: Sheet) -> bytes:
    """The file."""
    file = BytesIO()
    book = Workbook(file, _SAFE)
    formats = _formats(book)
    _write_list(book.add_worksheet("岗位清单"), sheet, formats)
    _write_help(book.add_worksheet("填表说明"), formats)
    book.close()
    return file.getvalue()


def _formats(book: Workbook) -> dict[str, Format]:
    told: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 16, "valign": "vcenter", "border": 0},
        "help": {"font_color": _MUTED, "valign": "vcenter", "border": 0},
        "head": {"bold": True, "bg_color": _PAPER, "valign": "vcenter"},
        "cell": {},
        "text": {"num_format": "@"},
        "example": {"font_color": _MUTED, "italic": True, "bg_color": _PAPER},
        "guess": {"bg_color": _AMBER},
        "note": {"border": 0},
    }
    return {name: book.add_format(_HEAD | own) for name, own in told.items()}


def _write_list(page: Worksheet, sheet: Sheet, formats: Mapping[str, Format]) -> None:
    _write_head(page, sheet, formats)
    row = _FIRST_ROW
    if sheet.example:
        _write_row(page, row, sheet.example, formats["example"])
        row += 1
    for cells in sheet.rows:
        _write_row(page, row, cells, formats["cell"])
        row += 1
    for number in range(1, sheet.ready + 1):
        _write_ready(page, row, number, sheet.standing, formats)
        row += 1
    _offer(page, row + 200)
    for note in sheet.notes:
        page.merge_range(row, 0, row, len(COLUMNS) - 1, "", formats["note"])
        page.write_string(row, 0, note, formats["note"])
        row += 1


def _write_head(page: Worksheet, sheet: Sheet, formats: Mapping[str, Format]) -> None:
    for row, text, form, height in ((0, sheet.title, "title", 34), (1, sheet.help, "help", 36)):
        page.merge_range(row, 0, row, len(COLUMNS) - 1, "", formats[form])
        page.write_string(row, 0, text, formats[form])
        page.set_row(row, height)
    for number, column in enumerate(COLUMNS):
        page.set_column(number, number, column.width)
        page.write_string(2, number, column.heading, formats["head"])
    page.freeze_panes(_FIRST_ROW, 2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)


def _write_row(page: Worksheet, row: int, cells: Sequence[Text | None], form: Format) -> None:
    for place, value in enumerate(cells):
        _write_cell(page, row, place, value, form)


def _write_ready(
    page: Worksheet, row: int, number: int, standing: Mapping[int, Text], formats: Mapping[str, Format]
) -> None:
    for place, column in enumerate(COLUMNS):
        value = number if place == 0 else standing.get(place, "")
        form = formats["guess" if place in standing else "text" if _is_text(column) else "cell"]
        _write_cell(page, row, place, value, form)


def _is_text(column: Column) -> bool:
    """Columns whose words a spreadsheet would take for dates or numbers."""
    return column.heading in {"服务时间", "联系电话"}


def _write_cell(page: Worksheet, row: int, place: int, value: Text | None, form: Format) -> None:
    if isinstance(value, int):
        page.write_number(row, place, value, form)
    else:
        page.write_string(row, place, value or "", form)


def _offer(page: Worksheet, last: int) -> None:
    """Drop-downs that offer words, and let somebody write several or their own."""
    for number, column in enumerate(COLUMNS):
        if column.offers:
            page.data_validation(
                _FIRST_ROW, number, last, number,
                {"validate": "list", "source": list(column.offers), "error_type": "information", "show_error": False},
            )  # fmt: skip


def _write_help(page: Worksheet, formats: Mapping[str, Format]) -> None:
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 80)
    page.write_string(0, 0, "怎么填", formats["title"])
    for row, column in enumerate(COLUMNS, start=2):
        page.write_string(row, 0, column.heading, formats["head"])
        page.write_string(row, 1, column.help, formats["cell"])
    page.write_string(1, 0, "列", formats["head"])
    page.write_string(1, 1, "怎么填", formats["head"])
