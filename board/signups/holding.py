"""Taking a place: hold the shift, then read, then write. The one discipline that never oversells.

An act holds its shifts by id (`hold`), learns who might be given a place (`heads`), locks those
people by id (`lock_people`), reads again, writes, and settles every shift it holds (`settle`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from sqlalchemy import ColumnElement, Select, exists, func, select, update
from sqlalchemy.orm import aliased

from board import audit, clock
from board.accounts.models import Person
from board.db import begin_writing, session
from board.errors import NotFound
from board.positions.models import Shift
from board.signups import telling
from board.signups.models import HOLDING, Signup, State


def hold(shift_ids: Iterable[int]) -> dict[int, Shift]:
    """Begin writing, lock these shifts in order of id, and read each anew with a turn of its own."""
    begin_writing()
    return {number: _hold_one(number) for number in sorted(set(shift_ids))}


def _hold_one(shift_id: int) -> Shift:
    taking_a_turn = update(Shift).where(Shift.id == shift_id).values(turn=Shift.turn + 1).returning(Shift)
    # Without populate_existing a sibling loaded earlier keeps its old turn, and two people share one.
    options = {"populate_existing": True, "synchronize_session": False}
    shift = session.scalar(taking_a_turn, execution_options=options)
    if shift is None:
        raise NotFound
    return shift


def lock_people(person_ids: Iterable[int]) -> set[int]:
    """Lock these people, after the shifts and in one pass by id; rows that name them stay free."""
    wanted = sorted(set(person_ids))
    locking = select(Person.id).where(Person.id.in_(wanted)).order_by(Person.id)
    return set(session.scalars(locking.with_for_update(key_share=True)))


def heads(shifts: Iterable[Shift], *, freed: int = 0) -> set[int]:
    """Who would be given the free places of these shifts, `freed` more of each than there are now.

    An unlocked guess: those named are locked next, and `settle` asks again.
    """
    found: set[int] = set()
    for shift in shifts:
        free = shift.quota - shift.taken + freed
        if free > 0:
            found.update(
                session.scalars(_fitting_line(shift).with_only_columns(Signup.person_id).limit(free))
            )
    return found


@dataclass(frozen=True)
class Room:
    """A shift after it was settled."""

    taken: int
    highest: int  # the highest place number in use
    given: int  # how many of the line got a place just now
    for_newcomers: bool  # a place is free and nobody in line fits it


def settle(shift: Shift, *, locked: set[int]) -> Room:
    """Fill free places from the line, in order of turn, with those who fit; count what is taken.

    Whoever was not locked waits for the tick. The only writer of `shift.taken`.
    """
    session.flush()  # a freed place must be free in the table before somebody else gets its number
    taken, highest = _taken(shift)
    free = shift.quota - taken if shift.is_ahead_at(clock.now()) else 0
    line = _line(shift, limit=free) if free > 0 else []
    next_ones = list(takewhile(lambda signup: signup.person_id in locked, line))
    for signup in next_ones:
        number = free_number(shift, taken, highest)
        _give(signup, number)
        taken, highest = taken + 1, max(highest, number)
    if shift.taken != taken:
        shift.taken = taken
    return Room(taken, highest, len(next_ones), for_newcomers=free > len(line))


def _give(signup: Signup, number: int) -> None:
    signup.take_place(number, clock.now())
    session.flush()
    audit.record("signup.promote", signup, shift=signup.shift_id, person=signup.person_id)
    telling.place_won(signup)


def take_place(signup: Signup, shift: Shift, room: Room) -> None:
    """A newcomer gets the lowest free number. Only where there is room for newcomers."""
    signup.place_no, signup.places = free_number(shift, room.taken, room.highest), shift.places
    shift.taken = room.taken + 1


def _taken(shift: Shift) -> tuple[int, int]:
    """How many hold a place, and the highest number among them."""
    counting = select(func.count(Signup.place_no), func.coalesce(func.max(Signup.place_no), 0))
    holders = counting.where(Signup.shift_id == shift.id, Signup.place_no.is_not(None))
    count, highest = session.execute(holders).one()
    return count, highest or 0


def free_number(shift: Shift, taken: int, highest: int) -> int:
    """The lowest place number nobody holds."""
    if highest == taken:
        return taken + 1
    used = set(
        session.scalars(
            select(Signup.place_no).where(Signup.shift_id == shift.id, Signup.place_no.is_not(None))
        )
    )
    return next(number for number in range(1, taken + 2) if number not in used)


def highest_number(shift: Shift) -> int:
    return _taken(shift)[1]


def _line(shift: Shift, *, limit: int) -> list[Signup]:
    """The first in line who fit, as they are now."""
    fresh = _fitting_line(shift).limit(limit).execution_options(populate_existing=True)
    return list(session.scalars(fresh))


def _fitting_line(shift: Shift) -> Select[Signup]:
    waiting = select(Signup).where(Signup.shift_id == shift.id, Signup.state == State.waiting)
    return waiting.where(~_holds_an_overlapping(shift)).order_by(Signup.turn)


def _holds_an_overlapping(shift: Shift) -> ColumnElement[bool]:
    """The one who waits holds a place on another shift at the same time."""
    other, other_shift = aliased(Signup), aliased(Shift)
    return exists().where(
        other.person_id == Signup.person_id,
        other.state.in_(HOLDING),
        other.shift_id == other_shift.id,
        *overlapping(other_shift, shift.starts_at, shift.ends_at),
        other_shift.id != shift.id,
    )


def overlapping(
    shift: type[Shift], starts_at: datetime, ends_at: datetime
) -> tuple[ColumnElement[bool], ...]:
    """Half-open in time; a cancelled shift clashes with nothing from the moment it is cancelled."""
    return shift.starts_at < ends_at, shift.ends_at > starts_at, shift.cancelled_at.is_(None)
