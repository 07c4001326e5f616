"""Many drafts at once: out of a sheet, another list or models. A few statements, however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert

from board import audit, clock
from board.accounts.models import Person
from board.areas import workdays
from board.areas.workdays import Calendar
from board.db import session
from board.positions import queries, schedule, services
from board.positions.models import OpportunityList, Position, Shift
from board.positions.snapshot import KeptShift
from board.positions.words import State


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What one position will say, and when it will be served."""

    values: dict[str, Any]  # as a Position takes them
    shifts: Sequence[KeptShift] = ()
    guessed: Sequence[str] = ()
    original: dict[str, Any] | None = field(default=None)


def add_drafts(on: OpportunityList, drafts: Sequence[Draft], *, by: Person) -> list[Position]:
    """The list has these drafts too, at its end and in this order. Inside a write transaction."""
    if not drafts:
        return []
    numbers, first = services.position_numbers(len(drafts)), queries.next_item(on.id)
    made = [_position(on, draft, numbers[place], first + place) for place, draft in enumerate(drafts)]
    session.add_all(made)
    session.flush()
    _add_shifts(made, drafts)
    services.note_hands(made, by)
    session.flush()
    audit.record_each("position.create", made, list=on.id)
    return made


def _position(on: OpportunityList, draft: Draft, number: str, item: int) -> Position:
    position = Position(
        number=number, list_id=on.id, area_id=on.area_id, item=item, state=State.draft, version=1,
        created_at=clock.now(), guessed=list(draft.guessed), original=draft.original, **draft.values,
    )  # fmt: skip
    position.opportunity_list = on
    services.keep_to_the_list(position)
    return position


def _add_shifts(made: Sequence[Position], drafts: Sequence[Draft]) -> None:
    calendar = workdays.calendar_of(*(one.when.starts_at for draft in drafts for one in draft.shifts))
    told = [
        _shift(position, one, calendar)
        for position, draft in zip(made, drafts, strict=True)
        for one in draft.shifts
    ]
    if told:
        # Nobody needs them as objects here: thousands of rows in a third of the time.
        session.execute(insert(Shift), told)


def _shift(position: Position, one: KeptShift, calendar: Calendar) -> dict[str, Any]:
    starts_at, ends_at = one.when.starts_at, one.when.ends_at
    return {
        "position_id": position.id, "starts_at": starts_at, "ends_at": ends_at,
        "closes_at": position.closing_of(starts_at), "withdraw_until": position.withdrawing_until(starts_at),
        "day_parts": schedule.day_parts(starts_at, ends_at, calendar), "quota": one.quota, "places": one.quota,
        "minimum": one.minimum, "taken": 0, "turn": 0,
    }  # fmt: skip
