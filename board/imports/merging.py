"""A row of a sheet and the draft it made before: what the sheet changed is changed, what a hand changed stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from board.imports.understood import Understood
from board.positions import snapshot
from board.positions.drafting import Draft
from board.positions.models import Position
from board.positions.schedule import Span
from board.positions.snapshot import KeptShift

# Until somebody says how many are wanted: a shift has room for one, and the draft says what it lacks.
_UNTIL_SAID: Final = 1


def draft_of(row: Understood, file_name: str) -> Draft:
    """The row as a new position of a list."""
    return Draft(
        values=row.values, shifts=_shifts(row), guessed=row.guessed, original=_original(row, file_name)
    )


def _shifts(row: Understood) -> list[KeptShift]:
    quota = row.values["quota"] or _UNTIL_SAID
    return [KeptShift(span, quota, row.values["minimum"]) for span in row.spans]


def _original(row: Understood, file_name: str) -> dict[str, Any]:
    """The row word for word, and what the import made of it: by that the next one sees what a hand changed."""
    return {
        "file": file_name, "sheet": row.sheet, "row": row.row, "cells": [list(cell) for cell in row.cells],
        "wrote": _told(row),
    }  # fmt: skip


def _told(row: Understood) -> dict[str, Any]:
    return snapshot.packed_values(row.values) | {"shifts": [_packed(shift) for shift in _shifts(row)]}


def _packed(shift: KeptShift) -> dict[str, Any]:
    when: Span = shift.when
    start, end = snapshot.packed(when.starts_at), snapshot.packed(when.ends_at)
    return {"start": start, "end": end, "quota": shift.quota, "minimum": shift.minimum}


@dataclass(frozen=True)
class Merge:
    """What a draft will say: only what changes. `kept` are fields where a hand and the sheet differ."""

    position: Position
    changes: Mapping[str, Any]  # field -> value as JSON keeps it, "shifts" among them
    kept: Sequence[str]
    guessed: Sequence[str]
    original: Mapping[str, Any]


def merge(position: Position, row: Understood, file_name: str) -> Merge:
    """Three ways: what the sheet said last time, what it says now, and what the draft says."""
    now, told = snapshot.fields_of(position), _told(row)
    before = (position.original or {}).get("wrote")
    moved = [name for name in told if told[name] != now[name] and not _is_old_news(name, told, before)]
    changes = {name: told[name] for name in moved if _is_untouched(name, now, before)}
    says = {name: changes.get(name, now[name]) for name in told}
    return Merge(
        position=position, changes=changes, kept=[name for name in moved if name not in changes],
        guessed=[name for name in row.guessed if says.get(name) == told.get(name)],
        original=_original(row, file_name),
    )  # fmt: skip


def _is_old_news(name: str, told: Mapping[str, Any], before: Mapping[str, Any] | None) -> bool:
    return before is not None and name in before and told[name] == before[name]


def _is_untouched(name: str, now: Mapping[str, Any], before: Mapping[str, Any] | None) -> bool:
    """Does the draft still say what the sheet said? What was typed by hand from the start is not the sheet's."""
    return now[name] == before[name] if before is not None and name in before else not now[name]


def apply(found: Merge) -> None:
    """The draft says it. Its row is locked."""
    position = found.position
    for name, value in found.changes.items():
        if name != "shifts":
            setattr(position, name, snapshot.unpacked(name, value))
    if "shifts" in found.changes:
        snapshot.put_shifts(position, snapshot.kept_shifts(found.changes))
    position.guessed, position.original = list(found.guessed), dict(found.original)
