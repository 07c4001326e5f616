"""Who leads which shift on the day."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from board.accounts.models import Person
from board.db import session
from board.positions.models import Position, Shift
from board.signups.models import ShiftLeader

STILL_SHOWN: Final = timedelta(hours=24)  # after its end a leader may still have to look something up


def led_by(person: Person, now: datetime) -> list[Shift]:
    """The shifts this person leads that are not long over, soonest first."""
    led = (
        select(Shift)
        .join(ShiftLeader, ShiftLeader.shift_id == Shift.id)
        .join(Shift.position)
        .where(ShiftLeader.person_id == person.id, Shift.ends_at > now - STILL_SHOWN)
        .where(Shift.cancelled_at.is_(None))
        .options(contains_eager(Shift.position).load_only(Position.title))
        .order_by(Shift.starts_at, Shift.id)
        .limit(50)
    )
    return list(session.scalars(led))


def leaders_of(shift: Shift) -> list[ShiftLeader]:
    """Who leads this shift, in the order they were named."""
    named = select(ShiftLeader).where(ShiftLeader.shift_id == shift.id).order_by(ShiftLeader.id)
    return list(session.scalars(named.options(joinedload(ShiftLeader.person))))


def leads(person: Person, shift_id: int) -> bool:
    wanted = select(ShiftLeader.id).where(
        ShiftLeader.shift_id == shift_id, ShiftLeader.person_id == person.id
    )
    return session.scalar(wanted) is not None
