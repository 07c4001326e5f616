"""A sheet's cells with what merging hides: who owns a cell, what is above it, how wide it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from board.reading.cells import words_of
from board.sheets.opening import Sheet, Value

Area = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(frozen=True)
class GridRow:
    """One row: its `own` texts; its `cells` also have what a cell merged downwards says here."""

    number: int
    own: Mapping[int, str]
    cells: Mapping[int, Value]

    @property
    def texts(self) -> list[str]:
        return list(self.own.values())


@dataclass(frozen=True)
class Grid:
    rows: Sequence[GridRow]
    wide: Mapping[tuple[int, int], int]  # (row, column) of a cell merged sideways -> its last column

    @property
    def width(self) -> int:
        return max((max(row.own) for row in self.rows if row.own), default=0)

    def reaches(self, row: GridRow, column: int) -> int:
        """The last column of the cell that begins here."""
        return self.wide.get((row.number, column), column)


def grid_of(sheet: Sheet) -> Grid:
    """The rows that say something, merged cells filled down."""
    by_number = {row.number: row.cells for row in sheet.rows}
    lent = _lent(sheet.merged, by_number)
    rows = (_row(number, cells, lent.get(number, {})) for number, cells in by_number.items())
    wide = {(first, left): right for first, left, _, right in sheet.merged if right > left}
    return Grid([row for row in rows if row.own], wide)


def _row(number: int, cells: Mapping[int, Value], lent: Mapping[int, Value]) -> GridRow:
    own = {column: words_of(cells[column]) for column in sorted(cells)}
    said = {column: words for column, words in own.items() if words}
    return GridRow(number, said, {**lent, **{column: cells[column] for column in said}})


def _lent(merged: Sequence[Area], cells: Mapping[int, Mapping[int, Value]]) -> dict[int, dict[int, Value]]:
    """What cells merged downwards say in the rows below their first."""
    lent: dict[int, dict[int, Value]] = {}
    for first, left, last, _ in merged:
        value = cells.get(first, {}).get(left)
        if value is not None:
            for number in _below(first, last, cells):
                lent.setdefault(number, {})[left] = value
    return lent


def _below(first: int, last: int, cells: Mapping[int, object]) -> Iterator[int]:
    # A merge may reach down to the last row there could be: walk the rows there are, if they are fewer.
    if last - first <= len(cells):
        return (number for number in range(first + 1, last + 1) if number in cells)
    return (number for number in cells if first < number <= last)


def turned(sheet: Sheet) -> Sheet:
    """The same sheet with rows as columns."""
    from_rows: dict[int, dict[int, Value]] = {}
    for row in sheet.rows:
        for column, value in row.cells.items():
            from_rows.setdefault(column, {})[row.number] = value
    merged = [(left, first, right, last) for first, left, last, right in sheet.merged]
    rows = [type(sheet.rows[0])(number, from_rows[number]) for number in sorted(from_rows)]
    return Sheet(sheet.name, rows, merged)
