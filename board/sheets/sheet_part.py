"""One sheet of a workbook as it is written: only cells that hold something, wherever they say they are."""

import re
from datetime import datetime
from typing import Final, NamedTuple

from board.sheets.cells import CannotRead, NoValue, Value, is_blank
from board.sheets.kinds import DAMAGED
from board.sheets.limits import LAST_COLUMN, LAST_ROW, Budget
from board.sheets.markup import Attributes
from board.sheets.numbers import number, whole
from board.sheets.serials import Shows, moment_of
from board.sheets.strings import Text
from board.sheets.styles import Styles

_PLACE: Final = re.compile("([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
Area = tuple[int, int, int, int]


class Shared(NamedTuple):
    """A cell whose text stands in the table of shared strings."""

    place: int


Cells = dict[int, Value | Shared]


class SheetPart(Text):
    """Rows by number, and merged areas. Hidden rows count: a filter must not swallow positions."""

    def __init__(self, styles: Styles, budget: Budget, *, since_1904: bool) -> None:
        super().__init__()
        self.rows: dict[int, Cells] = {}
        self.merged: list[Area] = []
        self._styles, self._budget, self._since_1904 = styles, budget, since_1904
        self._row = self._column = 0
        self._cells: Cells = {}
        self._cell: Attributes = {}
        self._in_cell = False
        self._value: str | None = None
        self._formula: str | None = None
        self.begins |= {"row": self._begin_row, "c": self._begin_cell, "mergeCell": self._merge}
        self.begins |= {"v": self._begin_text, "f": self._begin_text, "t": self._begin_text}
        self.ends |= {"row": self._end_row, "c": self._end_cell, "f": self._end_formula}
        self.ends |= {"v": self._end_value, "is": self._end_value}

    def _begin_row(self, attributes: Attributes) -> None:
        said = attributes.get("r")
        row = whole(said) if said else self._row + 1
        if not self._row < row <= LAST_ROW:
            raise CannotRead(DAMAGED)  # the same row twice, or one that no program has
        self._row, self._column, self._cells = row, 0, {}

    def _end_row(self) -> None:
        if self._cells:
            self._budget.take_row()
            self.rows[self._row] = self._cells
            self._cells = {}

    def _begin_cell(self, attributes: Attributes) -> None:
        said = attributes.get("r")
        column = place_of(said)[1] if said else self._column + 1
        if not self._column < column <= LAST_COLUMN:
            raise CannotRead(DAMAGED)
        self._column, self._cell, self._in_cell = column, attributes, True
        self._value = self._formula = None

    def _begin_text(self, attributes: Attributes) -> None:
        self.collecting = self._in_cell and not self.aside

    def _end_value(self) -> None:
        self.collecting = False
        if self._in_cell:
            self._value = self.take()

    def _end_formula(self) -> None:
        self.collecting = False
        if self._in_cell:
            self._formula = self.take()

    def _end_cell(self) -> None:
        self._in_cell = False
        value = self._read_cell()
        if value is None or (not isinstance(value, Shared) and is_blank(value)):
            return
        self._budget.take_cell(None if isinstance(value, Shared) else value)
        self._cells[self._column] = value

    def _read_cell(self) -> Value | Shared | None:
        kind, said = self._cell.get("t") or "n", self._value
        if self._formula is not None and (said is None or (kind == "n" and not said)):
            return NoValue("=" + self._formula)  # nobody has worked it out, and we do not
        if not said:
            return None
        if kind == "s":
            return Shared(whole(said))
        if kind == "b":
            return said == "1"
        return self._read_plain(kind, said)

    def _read_plain(self, kind: str, said: str) -> Value:
        if kind == "e":
            return NoValue(said)
        if kind == "n":
            return self._read_number(said)
        return _moment_written(said) if kind == "d" else said

    def _read_number(self, said: str) -> Value:
        value = number(said.strip())
        if value is None:
            return said
        shows = self._styles.of(self._cell.get("s"))
        if shows is Shows.number:
            return value
        moment = moment_of(value, shows, since_1904=self._since_1904)
        return value if moment is None else moment

    def _merge(self, attributes: Attributes) -> None:
        self._budget.take_merged()
        first, _, last = (attributes.get("ref") or "").partition(":")
        top, left = place_of(first)
        bottom, right = place_of(last or first)
        if top > bottom or left > right:
            raise CannotRead(DAMAGED)
        self.merged.append((top, left, bottom, right))


def place_of(said: str) -> tuple[int, int]:
    """Row and column of a cell's name, such as (1048576, 16384) for XFD1048576."""
    place = _PLACE.fullmatch(said.replace("$", ""))
    if place is None:
        raise CannotRead(DAMAGED)
    column = 0
    for letter in place[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(place[2])
    if not (0 < row <= LAST_ROW and column <= LAST_COLUMN):
        raise CannotRead(DAMAGED)
    return row, column


def _moment_written(said: str) -> Value:
    """A date written out (`2026-12-05T09:00:00`), as some programs do; as it stands if it is none."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return said
    moment = moment.replace(tzinfo=None, microsecond=0)
    return moment.date() if len(said) == len("2026-12-05") else moment
