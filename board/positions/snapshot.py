"""What a position says, as plain JSON, and back: for versions, bulk acts, models, standing answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Any, Final

from board import clock
from board.areas import workdays
from board.areas.workdays import Calendar
from board.db import session
from board.positions import schedule
from board.positions.models import Position, Shift
from board.positions.schedule import Span
from board.positions.words import Approval, Audience, Category, Guarantee, NotCounted, Rule, Target

# Every field of the form, in its order.
FIELDS: Final = (
    "title", "content", "categories", "targets", "audience", "min_age", "conditions", "remarks",
    "address", "contact_name", "contact_phone", "phone_public",
    "risk_note", "hazard", "safety_note", "insurance", "guarantees", "guarantee_note", "quota", "minimum",
    "approval", "opens_at", "closes_rule", "closes_hours", "closes_time",
    "withdraw_rule", "withdraw_hours", "withdraw_time", "counts_hours", "not_counted_for",
)  # fmt: skip
_SETS: Final[Mapping[str, type[StrEnum]]] = {
    "categories": Category, "targets": Target, "guarantees": Guarantee, "not_counted_for": NotCounted,
}  # fmt: skip
_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "audience": Audience, "approval": Approval, "closes_rule": Rule, "withdraw_rule": Rule,
    "closes_time": time.fromisoformat, "withdraw_time": time.fromisoformat, "opens_at": datetime.fromisoformat,
}  # fmt: skip


@dataclass(frozen=True)
class KeptShift:
    """One time a position is served, and for how many."""

    when: Span
    quota: int
    minimum: int | None


def packed(value: Any) -> Any:
    """An answer as JSON keeps it."""
    if isinstance(value, tuple):
        return [str(code) for code in value]
    if isinstance(value, datetime):
        return clock.local(value).isoformat()
    return value.strftime("%H:%M") if isinstance(value, time) else value


def unpacked(name: str, value: Any) -> Any:
    """The answer to this field, back from JSON."""
    if name in _SETS:
        return tuple(_SETS[name](code) for code in value)
    return value if value is None or name not in _READ else _READ[name](value)


def packed_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers to fields of the form as JSON keeps them; anything else is left out."""
    return {name: packed(values[name]) for name in FIELDS if name in values}


def fields_of(position: Position) -> dict[str, Any]:
    """Everything the position says now: fields of the form, what was guessed of them, and its shifts."""
    told = {name: packed(getattr(position, name)) for name in FIELDS}
    return told | {"guessed": list(position.guessed or ()), "shifts": shifts_of(position)}


def shifts_of(position: Position) -> list[dict[str, Any]]:
    """The times it is served, cancelled ones left out, in order."""
    standing = (shift for shift in position.shifts if shift.cancelled_at is None)
    return [
        {"start": packed(s.starts_at), "end": packed(s.ends_at), "quota": s.quota, "minimum": s.minimum}
        for s in sorted(standing, key=lambda shift: (shift.starts_at, shift.ends_at))
    ]


def values_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What `services.write_position` takes, back from JSON; shifts are apart (`kept_shifts`)."""
    return {name: unpacked(name, kept[name]) for name in FIELDS if name in kept}


def kept_shifts(kept: Mapping[str, Any]) -> list[KeptShift]:
    """The shifts in it, as they were."""
    return [
        KeptShift(Span(_instant(one["start"]), _instant(one["end"])), one["quota"], one.get("minimum"))
        for one in kept.get("shifts", ())
    ]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def restore(position: Position, kept: Mapping[str, Any], calendar: Calendar | None = None) -> None:
    """The draft says again what was kept, and is served when it was then. Its row is locked already."""
    for name, value in values_of(kept).items():
        setattr(position, name, value)
    for name in ("guessed", "original"):
        if name in kept:
            setattr(position, name, kept[name])
    put_shifts(position, kept_shifts(kept), calendar)


def put_shifts(position: Position, wanted: Iterable[KeptShift], calendar: Calendar | None = None) -> None:
    """An unpublished position is served at these times and no others; a time it has stays the same row."""
    asked = {shift.when: shift for shift in wanted}
    calendar = calendar or workdays.calendar_of(*(when.starts_at for when in asked))
    for shift in list(position.shifts):
        told = asked.pop(Span(shift.starts_at, shift.ends_at), None)
        if told is None:
            _drop(shift)
        else:
            shift.quota = shift.places = told.quota
            shift.minimum = told.minimum
            schedule.apply_rules(shift)
    for told in asked.values():
        session.add(
            schedule.new_shift(position, told.when, quota=told.quota, minimum=told.minimum, calendar=calendar)
        )


def _drop(shift: Shift) -> None:
    shift.position.shifts.remove(shift)
    session.delete(shift)
