"""只看我能报的: the rules of signing up as conditions of the board's query, so that pages stay full."""

from collections.abc import Callable
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, or_, select

from board import clock
from board.accounts.models import Kind, Person
from board.db import session
from board.positions.board_queries import Conditions, ShiftTable
from board.positions.models import Position, Shift
from board.positions.words import Audience
from board.signups.models import HOLDING, LIVE, Signup

_OWN = {Kind.resident: Audience.residents, Kind.official: Audience.officials}


def positions_for(person: Person, now: datetime) -> Conditions:
    """Positions that ask for somebody like this person and are open for signing up."""
    return (
        Position.audience.in_((Audience.both, _OWN[Kind(person.kind)])),
        or_(Position.opens_at.is_(None), Position.opens_at <= now),
    )


def shifts_for(person: Person, now: datetime) -> Callable[[ShiftTable], Conditions]:
    """Shifts this person is old enough for, has no sign-up on, and no other place at that time."""
    held = _times_held(person, now)

    def conditions(shift: ShiftTable) -> Conditions:
        signed_up = select(Signup.shift_id).where(Signup.person_id == person.id, Signup.state.in_(LIVE))
        free = [or_(shift.ends_at <= starts, shift.starts_at >= ends) for starts, ends in held]
        return (_old_enough(person, shift), shift.id.not_in(signed_up), *free)

    return conditions


def _times_held(person: Person, now: datetime) -> list[tuple[datetime, datetime]]:
    held = select(Shift.starts_at, Shift.ends_at).join(Signup, Signup.shift_id == Shift.id)
    mine = held.where(Signup.person_id == person.id, Signup.state.in_(HOLDING))
    ahead = mine.where(Shift.ends_at > now, Shift.cancelled_at.is_(None))
    return [(starts, ends) for starts, ends in session.execute(ahead.order_by(Shift.starts_at).limit(100))]


def _old_enough(person: Person, shift: ShiftTable) -> ColumnElement[bool]:
    """The next birthday may lie before the shift; years further on are left to the position's page."""
    today = clock.today()
    age = person.age_on(today)
    if age is None:
        return Position.min_age.is_(None)
    older = clock.at(_turns_older(person, today), time())
    return or_(
        Position.min_age.is_(None),
        Position.min_age <= age,
        and_(Position.min_age == age + 1, shift.starts_at >= older),
    )


def _turns_older(person: Person, today: date) -> date:
    """The first day after the birth month, this year or next: when the year counts as full."""
    month = person.birth_month.month if person.birth_month else 1
    year = today.year if today.month <= month else today.year + 1
    return date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
