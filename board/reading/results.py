"""What reading a sheet comes to: rows, what was guessed in them, what has to be asked. Reads no database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from board import clock
from board.positions.words import Audience, Category, ListKind, Target


@dataclass(frozen=True)
class Asked:
    """What could not be read: the field, the cell (`E9`, "" if there is none), its words, and why."""

    field: str
    cell: str
    said: str
    why: str


@dataclass(frozen=True)
class ReadRow:
    """One position as a row of a sheet says it. A field that is asked about is None.

    `row` is the row's number, or the column's in a sheet that lies on its side.
    """

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
    because: tuple[
        tuple[str, str], ...
    ] = ()  # (field, why it was guessed so), where there is a reason to tell
    asked: tuple[Asked, ...] = ()
    cells: tuple[tuple[str, str], ...] = field(default=())  # (heading, text): the row word for word

    def as_json(self) -> dict[str, Any]:
        """As `flask read-list` prints it, and as an upload keeps it."""
        kept = {name: _plain(getattr(self, name)) for name in _FIRST}
        kept["shifts"] = None if self.shifts is None else [_between(*span) for span in self.shifts]
        kept["asked"] = [asdict(asked) for asked in self.asked]
        rest = (each.name for each in fields(self) if each.name not in kept)
        return kept | {name: _plain(getattr(self, name)) for name in rest}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "ReadRow":
        """What `as_json` made, again."""
        values = {name: _FROM_JSON.get(name, _same)(value) for name, value in kept.items()}
        return cls(**values)


@dataclass(frozen=True)
class ReadList:
    """What a file says: its heading, its days if it names them, the notes below, its rows."""

    title: str
    period: tuple[date, date] | None
    kind: ListKind
    introduction: str
    rows: Sequence[ReadRow]


_FIRST: Final = (
    "sheet", "row", "title", "kind", "quota", "minimum", "place", "audience", "conditions", "min_age", "shifts",
    "guessed", "asked",
)  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, StrEnum) else value


def _between(starts: datetime, ends: datetime) -> dict[str, str]:
    return {"start": clock.local(starts).isoformat(), "end": clock.local(ends).isoformat()}


def _span(kept: Mapping[str, str]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(kept["start"]), datetime.fromisoformat(kept["end"])


def _same(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _pairs(kept: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, words) for name, words in kept)


_FROM_JSON: Final[dict[str, Callable[[Any], Any]]] = {
    "kind": ListKind,
    "audience": lambda kept: kept and Audience(kept),
    "categories": lambda kept: tuple(Category(code) for code in kept),
    "targets": lambda kept: tuple(Target(code) for code in kept),
    "shifts": lambda kept: None if kept is None else tuple(_span(each) for each in kept),
    "asked": lambda kept: tuple(Asked(**each) for each in kept),
    "because": _pairs,
    "cells": _pairs,
}
