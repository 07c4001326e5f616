"""What a community answers every time: remembered once, and filled in wherever a position begins."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from board import audit, clock
from board.accounts.models import Person
from board.areas.models import Area
from board.db import begin_writing, session
from board.positions import queries, snapshot
from board.positions.models import Position, StandingAnswers

# What of a position is the community's more than the position's.
FIELDS: Final = (
    "targets", "address", "contact_name", "contact_phone", "phone_public", "risk_note", "safety_note",
    "insurance", "guarantees", "guarantee_note", "approval",
    "closes_rule", "closes_hours", "closes_time", "withdraw_rule", "withdraw_hours", "withdraw_time",
)  # fmt: skip
# Risk belongs to what is done: the last position's is nobody's answer to the next one's.
_FROM_THE_LAST: Final = tuple(name for name in FIELDS if name != "risk_note")


def answers_for(area_id: int) -> dict[str, Any]:
    """What the community's next position begins with: what it keeps, else what its last position said,
    else nothing. Values as a Position takes them; what was left empty is not among them."""
    kept = of(area_id)
    if kept is not None:
        values = snapshot.values_of(kept.values)
        return {name: values[name] for name in FIELDS if values.get(name) not in (None, "", ())}
    last = queries.last_of(area_id)
    return {name: getattr(last, name) for name in _FROM_THE_LAST} if last else {}


def of(area_id: int) -> StandingAnswers | None:
    """What the community keeps, if it ever kept anything."""
    return session.scalar(select(StandingAnswers).where(StandingAnswers.area_id == area_id))


def keep(area: Area, values: Mapping[str, Any], *, by: Person) -> StandingAnswers:
    """The community answers this from now on."""
    area_id = area.id
    begin_writing()
    said = {name: values[name] for name in FIELDS if name in values}
    return _put(area_id, snapshot.packed_values(said), by)


def remember(position: Position, *, by: Person) -> StandingAnswers:
    """The community's next positions begin with what this one says; its risk is its own. Inside the
    write transaction that wrote it."""
    own = {"risk_note", "insurance"} if position.hazard else {"risk_note"}
    said = {name: getattr(position, name) for name in FIELDS if name not in own}
    kept = of(position.area_id)
    return _put(position.area_id, (kept.values if kept else {}) | snapshot.packed_values(said), by)


def _put(area_id: int, values: dict[str, Any], by: Person) -> StandingAnswers:
    # Two clerks who both keep the first answers meet at the area's row.
    session.execute(select(Area.id).where(Area.id == area_id).with_for_update(key_share=True))
    kept, changed = of(area_id), {"values": values, "changed_by": by.id, "changed_at": clock.now()}
    if kept is None:
        kept = StandingAnswers(area_id=area_id, **changed)
        session.add(kept)
    for name, value in changed.items():
        setattr(kept, name, value)
    session.flush()
    audit.record("standing.keep", kept, area=area_id)
    return kept
