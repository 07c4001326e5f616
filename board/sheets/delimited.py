"""Tables as plain text: .csv as Excel, WPS and other programs write it, and cells from the clipboard."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Final, Literal

from board.sheets.cells import CannotRead, Sheet, SheetRow, Value, clean
from board.sheets.kinds import NOT_A_SHEET
from board.sheets.limits import CELL_TOO_LONG, LAST_COLUMN, TOO_MUCH_TEXT, Budget

NOT_TEXT = "认不出这个文件的文字编码。请在 Excel 或 WPS 里另存为 .xlsx 再上传。"
_LINES_LOOKED_AT: Final = 200
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_delimited(content: bytes, name: str) -> list[Sheet]:
    """The one table of a .csv. CannotRead beyond the limits."""
    text = _decode(content)
    first, _, rest = text.partition("\n")
    said = first.strip().lower()
    if said.startswith("sep=") and len(said) == len("sep=;"):  # a line for Excel, which hides it
        return [_table(rest, said[-1], name)]
    return [_table(text, _delimiter(text), name)]


def read_pasted(text: str) -> list[Sheet]:
    """What was copied out of a spreadsheet: tabs between the cells."""
    return [_table(text, "\t", "")]


def _decode(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _as(encoding, content[len(mark) :])
    if b"\0" in content:
        raise CannotRead(NOT_A_SHEET)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _as("gb18030", content)


def _as(encoding: str, content: bytes) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise CannotRead(NOT_TEXT) from error


def _delimiter(text: str) -> str:
    """Comma, semicolon or tab: whichever stands in most of the first lines, outside of quotes."""
    lines = text[:200_000].split("\n", _LINES_LOOKED_AT)[:_LINES_LOOKED_AT]
    bare = ["".join(line.split('"')[::2]) for line in lines]
    return max(
        ",\t;", key=lambda mark: (sum(mark in line for line in bare), sum(line.count(mark) for line in bare))
    )


def _table(text: str, delimiter: str, name: str) -> Sheet:
    try:
        return Sheet(name, _rows(_records(text, delimiter, strict=True)))
    except csv.Error:
        pass
    # A quote that is never closed would swallow the rest: it was a letter like any other.
    quoting: Literal[0, 3] = csv.QUOTE_NONE if text.count('"') % 2 else csv.QUOTE_MINIMAL
    try:
        return Sheet(name, _rows(_records(text, delimiter, quoting=quoting)))
    except csv.Error as error:  # beyond what its module lets a cell hold
        raise CannotRead(CELL_TOO_LONG) from error


def _records(
    text: str, delimiter: str, *, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL, strict: bool = False
) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    return csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=strict)


def _rows(records: Iterator[list[str]]) -> list[SheetRow]:
    budget, rows = Budget(), []
    for number, record in enumerate(records, start=1):
        cells = _cells(record, budget)
        if cells:
            budget.take_row()
            rows.append(SheetRow(number, cells))
    return rows


def _cells(record: list[str], budget: Budget) -> dict[int, Value]:
    if len(record) > LAST_COLUMN:
        raise CannotRead(TOO_MUCH_TEXT)
    cells: dict[int, Value] = {}
    for column, said in enumerate(record, start=1):
        text = clean(said)
        if text.strip():
            budget.take_cell(text)
            cells[column] = text
    return cells
