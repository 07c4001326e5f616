"""Many drafts at once: out of a sheet, another list or models. A few statements, however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from board import audit, clock
from board.accounts.models import Person
from board.areas import workdays
from board.db import session
from board.positions import queries, schedule, services
from board.positions.models import OpportunityList, Position
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
    session.add_all(
        schedule.new_shift(position, one.when, quota=one.quota, minimum=one.minimum, calendar=calendar)
        for position, draft in zip(made, drafts, strict=True)
        for one in draft.shifts
    )
