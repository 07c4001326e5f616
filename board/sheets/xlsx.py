"""An .xlsx, cell by cell, in memory that the limits bound.

openpyxl would hold every shared string and what is left of every empty row, believe what a sheet says of
its size, and take the Chinese date formats for numbers; a file it does not like ends in any exception.
"""

from typing import Final

from board.sheets.cells import CannotRead, Sheet, SheetRow, Value, is_blank
from board.sheets.kinds import DAMAGED
from board.sheets.limits import MOST_CELLS, TOO_MANY_MERGED, Budget
from board.sheets.markup import listen
from board.sheets.package import Package
from board.sheets.sheet_part import Area, Cells, Shared, SheetPart
from board.sheets.strings import Strings
from board.sheets.styles import Styles
from board.sheets.workbook import Workbook

_MOST_COVERED: Final = 2 * MOST_CELLS


def read_workbook(content: bytes) -> list[Sheet]:
    """The visible sheets with their rows that are not blank. CannotRead beyond the limits."""
    package = Package(content)
    workbook = Workbook(package)
    package.check_parts()
    styles, budget = Styles(), Budget()
    if workbook.styles is not None:
        listen(package, workbook.styles, styles)
    parts: list[SheetPart] = []
    for place in workbook.sheets:
        part = SheetPart(styles, budget, since_1904=workbook.since_1904)
        listen(package, place.part, part)
        parts.append(part)
    strings = _strings(package, workbook.strings, parts)
    return [
        _sheet(place.name, part, strings, budget) for place, part in zip(workbook.sheets, parts, strict=True)
    ]


def _strings(package: Package, name: str | None, parts: list[SheetPart]) -> dict[int, str]:
    wanted = {
        cell.place
        for part in parts
        for cells in part.rows.values()
        for cell in cells.values()
        if isinstance(cell, Shared)
    }
    strings = Strings(wanted)
    if wanted and name is not None:
        listen(package, name, strings)
    if len(strings.by_index) < len(wanted):
        raise CannotRead(DAMAGED)
    return strings.by_index


def _sheet(name: str, part: SheetPart, strings: dict[int, str], budget: Budget) -> Sheet:
    rows = []
    for number, cells in part.rows.items():
        values = _values(cells, strings, budget)
        if values:
            rows.append(SheetRow(number, values))
    return Sheet(name, rows, _within(part.merged, rows))


def _values(cells: Cells, strings: dict[int, str], budget: Budget) -> dict[int, Value]:
    values: dict[int, Value] = {}
    for column, cell in cells.items():
        if not isinstance(cell, Shared):
            values[column] = cell
        elif not is_blank(text := strings[cell.place]):
            budget.take_text(len(text))
            values[column] = text
    return values


def _within(merged: list[Area], rows: list[SheetRow]) -> list[Area]:
    """What is merged, as far as there are cells, so that whoever fills it in has an end."""
    last_row = max((row.number for row in rows), default=0)
    last_column = max((max(row.cells) for row in rows), default=0)
    areas = [
        (top, left, min(bottom, last_row), min(right, last_column))
        for top, left, bottom, right in merged
        if top <= last_row and left <= last_column
    ]
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in areas) > _MOST_COVERED:
        raise CannotRead(TOO_MANY_MERGED)
    return areas
