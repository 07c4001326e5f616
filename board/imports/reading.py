"""A sheet's rows as the board understands them. Reads no database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from board.positions.words import Audience, Category, ListKind, Target
from board.sheets.opening import Sheet


@dataclass(frozen=True)
class Asked:
    """What could not be read: the field, the cell (`E9`, "" if there is none), its words, and why."""

    field: str
    cell: str
    said: str
    why: str


@dataclass(frozen=True)
class ReadRow:
    """One position as a row of a sheet says it. A field that is asked about is None."""

    sheet: str
    row: int
    kind: ListKind
    title: str | None
    content: str = ""
    categories: tuple[Category, ...] = ()
    targets: tuple[Target, ...] = ()
    quota: int | None = None
    minimum: int | None = None
    place: str | None = None
    audience: Audience | None = Audience.both
    conditions: str = ""
    remarks: str = ""
    min_age: int | None = None
    risk_note: str = ""
    hazard: bool = False
    hazards: tuple[str, ...] = ()  # 夜间、入户 …: words that a reviewer should see
    safety_note: str = ""
    insurance: str = ""
    guarantee_note: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    shifts: tuple[tuple[datetime, datetime], ...] | None = None
    guessed: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    cells: tuple[tuple[str, str], ...] = field(default=())  # (heading, text): the row word for word

    def as_json(self) -> dict[str, Any]:
        """As `flask read-list` prints it, and as an upload keeps it."""
        raise NotImplementedError

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "ReadRow":
        """What `as_json` made, again."""
        raise NotImplementedError


@dataclass(frozen=True)
class ReadList:
    """What a file says: its heading, its days if it names them, the notes below, its rows."""

    title: str
    period: tuple[date, date] | None
    kind: ListKind
    introduction: str
    rows: Sequence[ReadRow]


def read(
    sheets: Sequence[Sheet], *, file_name: str, today: date, after_row: Callable[[int], None] | None = None
) -> ReadList:
    """Everything the file says. `after_row` is told how many rows are done. CannotRead if it has no table."""
    raise NotImplementedError
