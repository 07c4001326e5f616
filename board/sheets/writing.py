"""Workbooks that people take away: plain cells that no spreadsheet program runs, ready to print on A4."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from board import clock
from board.sheets.cells import clean
from board.sheets.limits import LONGEST_CELL

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# What xlsxwriter hands back has no types.
Worksheet = Any
Format = Any

Cell = str | int | float | date | datetime | time | None

_CHOICES: Final = "选项"
RUNS: Final = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
)  # what a cell begins with that somebody's next click would run
_SETTINGS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_BOX: Final = {"border": 1, "border_color": "#C9BFB6", "valign": "vcenter", "font_size": 11}


@dataclass(frozen=True)
class Column:
    """A heading, how many letters wide, and what may be picked in its cells (anything else may be typed)."""

    heading: str
    width: float = 14
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class Page:
    """One sheet: a title row, the headings, the rows; `blank` more rows to fill in, notes at the bottom."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]] = ()
    title: str = ""
    blank: int = 0
    notes: Sequence[str] = ()


def book(pages: Sequence[Page]) -> bytes:
    """An .xlsx of these pages. Text is text whatever it begins with, days are days, instants local time."""
    from xlsxwriter import Workbook  # 2 MB, for those workers only that write sheets

    kept = io.BytesIO()
    with Workbook(kept, _SETTINGS) as workbook:
        formats = _Formats(workbook)
        choices = _Choices(pages)
        for page in pages:
            _Writer(workbook.add_worksheet(page.name), page, formats, choices).write()
        choices.write(workbook)
    return kept.getvalue()


class _Formats:
    def __init__(self, workbook: "Workbook") -> None:
        self.title: Format = workbook.add_format(
            {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}
        )
        self.heading: Format = workbook.add_format(
            {**_BOX, "bold": True, "bg_color": "#F4ECE4", "align": "center", "text_wrap": True}
        )
        self.note: Format = workbook.add_format({"font_color": "#5F5750", "num_format": "@"})
        self.text: Format = workbook.add_format({**_BOX, "num_format": "@", "text_wrap": True})
        # The mark that keeps text text even when somebody edits the cell.
        self.quoted: Format = workbook.add_format(
            {**_BOX, "num_format": "@", "text_wrap": True, "quote_prefix": True}
        )
        self.number: Format = workbook.add_format({**_BOX})
        self.day: Format = workbook.add_format({**_BOX, "num_format": "yyyy-mm-dd", "align": "center"})
        self.moment: Format = workbook.add_format(
            {**_BOX, "num_format": "yyyy-mm-dd hh:mm", "align": "center"}
        )
        self.hour: Format = workbook.add_format({**_BOX, "num_format": "hh:mm", "align": "center"})


class _Choices:
    """A hidden sheet with what may be picked: a list in the rule itself ends at 255 letters."""

    def __init__(self, pages: Sequence[Page]) -> None:
        every = (tuple(column.choices) for page in pages for column in page.columns if column.choices)
        self._lists = list(dict.fromkeys(every))

    def source(self, choices: Sequence[str]) -> str:
        row = self._lists.index(tuple(choices)) + 1
        return f"={_CHOICES}!$A${row}:${_letters(len(choices))}${row}"

    def write(self, workbook: "Workbook") -> None:
        if not self._lists:
            return
        sheet = workbook.add_worksheet(_CHOICES)
        for row, choices in enumerate(self._lists):
            for column, choice in enumerate(choices):
                write_text(sheet, row, column, choice, None)
        sheet.hide()


class _Writer:
    """One page, row by row: what is written is gone from memory."""

    def __init__(self, sheet: Worksheet, page: Page, formats: _Formats, choices: _Choices) -> None:
        self._sheet, self._page, self._formats, self._choices = sheet, page, formats, choices
        self._row = 0

    def write(self) -> None:
        self._set_up()
        self._head()
        first = self._row
        for row in self._page.rows:
            self._fill(row)
        for _ in range(self._page.blank):
            self._fill([None] * len(self._page.columns))
        self._offer_choices(first, self._row - 1)
        for note in self._page.notes:
            write_text(self._sheet, self._row, 0, note, self._formats.note)
            self._row += 1

    def _set_up(self) -> None:
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        for number, column in enumerate(self._page.columns):
            sheet.set_column(number, number, column.width)

    def _head(self) -> None:
        if self._page.title:
            self._sheet.set_row(0, 30)
            self._title(clean(self._page.title))
            self._row = 1
        for number, column in enumerate(self._page.columns):
            write_text(self._sheet, self._row, number, column.heading, self._formats.heading)
        self._sheet.repeat_rows(self._row)
        self._row += 1
        self._sheet.freeze_panes(self._row, 0)

    def _title(self, title: str) -> None:
        last = len(self._page.columns) - 1
        if last:
            self._sheet.merge_range(0, 0, 0, last, "", self._formats.title)
        write_text(self._sheet, 0, 0, title, self._formats.title)

    def _fill(self, cells: Sequence[Cell]) -> None:
        for number, cell in enumerate(cells):
            self._put(number, cell)
        self._row += 1

    def _put(self, column: int, cell: Cell) -> None:
        sheet, row, formats = self._sheet, self._row, self._formats
        if cell is None or cell == "":
            sheet.write_blank(row, column, None, formats.text)
        elif isinstance(cell, str):
            quoted = cell.startswith(RUNS)
            write_text(sheet, row, column, cell, formats.quoted if quoted else formats.text)
        elif isinstance(cell, datetime):
            local = clock.local(cell).replace(tzinfo=None) if cell.tzinfo else cell
            sheet.write_datetime(row, column, local, formats.moment)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, cell, formats.day)
        elif isinstance(cell, time):
            sheet.write_datetime(row, column, cell, formats.hour)
        else:
            sheet.write_number(row, column, cell, formats.number)

    def _offer_choices(self, first: int, last: int) -> None:
        for number, column in enumerate(self._page.columns):
            if column.choices and last >= first:
                rule = {
                    "validate": "list",
                    "source": self._choices.source(column.choices),
                    "show_error": False,
                }
                self._sheet.data_validation(first, number, last, number, rule)


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format | None) -> None:
    """Text as it stands; what a cell cannot hold is cut off."""
    text = text[:LONGEST_CELL]
    if text.startswith("<r>") and text.endswith("</r>"):
        # xlsxwriter would take this for markup that it wrote itself, and put it into the file as it is.
        sheet.write_rich_string(row, column, *text[:2], text[2:], look)
    else:
        sheet.write_string(row, column, text, look)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
