"""Taking a place: hold the shift, then read, then write. The one discipline that never oversells.

An act holds its shifts by id (`hold`), learns who might be given a place (`heads`), locks those
people by id (`lock_people`), reads again, writes, and settles every shift it holds (`settle`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, exists, func, literal, literal_column, select, update
from sqlalchemy.orm import aliased

from board import audit, clock
from board.accounts.models import Person
from board.db import begin_writing, session
from board.errors import NotFound
from board.positions.models import Shift
from board.signups import pacing, telling
from board.signups.models import HOLDING, Signup, State
from board.signups.pacing import Way


def hold(shift_ids: Iterable[int]) -> dict[int, Shift]:
    """Begin writing, lock these shifts in order of id, and read each anew with a turn of its own."""
    begin_writing()
    return {number: _hold_one(number) for number in sorted(set(shift_ids))}


# Statements of the one hot path are built once: building them costs more than the database does.
_TAKE_A_TURN: Final = (
    update(Shift)
    .where(Shift.id == bindparam("held"))
    .values(turn=Shift.turn + 1)
    .returning(Shift)
    # Without populate_existing a sibling loaded earlier keeps its old turn, and two people share one.
    .execution_options(populate_existing=True, synchronize_session=False)
)


def _hold_one(shift_id: int) -> Shift:
    shift = session.scalar(_TAKE_A_TURN, {"held": shift_id})
    if shift is None:
        raise NotFound
    return shift


_LOCK: Final = (
    select(Person)
    .where(Person.id.in_(bindparam("people", expanding=True)))
    .order_by(Person.id)
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)


def lock_people(person_ids: Iterable[int]) -> set[int]:
    """Lock these people, after the shifts and in one pass by id; rows that name them stay free."""
    return {person.id for person in session.scalars(_LOCK, {"people": sorted(set(person_ids))})}


def overlapping(shift: type[Shift], starts_at: Any, ends_at: Any) -> tuple[ColumnElement[bool], ...]:
    """Half-open in time; a cancelled shift clashes with nothing from the moment it is cancelled.

    Both instants are aware datetimes, or parameters that will be.
    """
    return shift.starts_at < ends_at, shift.ends_at > starts_at, shift.cancelled_at.is_(None)


_other, _other_shift = aliased(Signup), aliased(Shift)
# The one who waits holds a place on another shift at the same time. The offset, which skips nothing,
# keeps PostgreSQL from asking this of the whole line at once: one after the other, it ends with the first.
_elsewhere = exists(
    select(literal(1))
    .where(
        _other.person_id == Signup.person_id,
        _other.state.in_(HOLDING),
        _other.shift_id == _other_shift.id,
        *overlapping(_other_shift, bindparam("starts_at"), bindparam("ends_at")),
        _other_shift.id != bindparam("shift"),
    )
    .correlate(Signup)
    .offset(literal_column("0"))
)
_LINE: Final = (
    select(Signup)
    .where(Signup.shift_id == bindparam("shift"), Signup.state == State.waiting, ~_elsewhere)
    .order_by(Signup.turn)
    .limit(bindparam("most"))
)
_FIRST_PEOPLE: Final = _LINE.with_only_columns(Signup.person_id)
_LINE_NOW: Final = _LINE.execution_options(populate_existing=True)


def _of(shift: Shift, most: int) -> dict[str, object]:
    return {"shift": shift.id, "starts_at": shift.starts_at, "ends_at": shift.ends_at, "most": most}


def heads(shifts: Iterable[Shift], *, freed: int = 0) -> dict[int, list[int]]:
    """By shift, who would be given its free places, `freed` more than there are now.

    An unlocked guess: those named are locked next, and `settle` asks again.
    """
    return {shift.id: _heads_of(shift, shift.quota - shift.taken + freed) for shift in shifts}


def _heads_of(shift: Shift, free: int) -> list[int]:
    return list(session.scalars(_FIRST_PEOPLE, _of(shift, free))) if free > 0 else []


def everybody(heads_by_shift: dict[int, list[int]]) -> set[int]:
    """Those that `heads` named, to be locked."""
    return set().union(*heads_by_shift.values())


@dataclass(frozen=True)
class Room:
    """A shift after it was settled."""

    taken: int
    highest: int  # the highest place number in use
    given: int  # how many of the line got a place just now
    for_newcomers: int  # places that are free and that nobody in line is still to be asked about


def settle(shift: Shift, *, locked: set[int]) -> Room:
    """Give free places to the line, in order of turn, to those who fit; count what is taken.

    A place is given straight or offered (pacing). Whoever was not locked waits for the tick. The
    only writer of `shift.taken`.
    """
    session.flush()  # a freed place must be free in the table before somebody else gets its number
    now = clock.now()
    taken, highest = _taken(shift)
    free = shift.quota - taken if shift.is_ahead_at(now) else 0
    way = pacing.way(shift.starts_at, now) if free > 0 else Way.by_phone
    line = [] if way == Way.by_phone else list(session.scalars(_LINE_NOW, _of(shift, free)))
    next_ones = [] if way == Way.later else list(takewhile(lambda s: s.person_id in locked, line))
    for signup in next_ones:
        number = free_number(shift, taken, highest)
        _give(signup, number, way)
        taken, highest = taken + 1, max(highest, number)
    if shift.taken != taken:
        shift.taken = taken
    return Room(taken, highest, len(next_ones), for_newcomers=max(free - len(line), 0))


def room_without_line(shift: Shift) -> Room:
    """The room on a held shift that `heads` found nobody for: nobody can have joined its line since."""
    if shift.taken >= shift.quota or not shift.is_ahead_at(clock.now()):
        return Room(shift.taken, 0, 0, for_newcomers=0)
    taken, highest = _taken(shift)
    return Room(taken, highest, 0, for_newcomers=max(shift.quota - taken, 0))


def _give(signup: Signup, number: int, way: Way) -> None:
    now = clock.now()
    if way == Way.straight:
        signup.take_place(number, now)
    else:
        signup.be_offered(number, pacing.kept_until(signup.shift.starts_at, now), now)
    session.flush()
    act, tell = _GIVING[way]
    audit.record(act, signup, shift=signup.shift_id, person=signup.person_id)
    tell(signup)


_GIVING: Final = {
    Way.straight: ("signup.promote", telling.place_won),
    Way.offer: ("signup.offer", telling.offered),
}


def next_turn(shift: Shift) -> None:
    """The held shift's next turn: between two sign-ups that one act makes on it."""
    shift.turn += 1


def next_number(shift: Shift, room: Room) -> tuple[int, Room]:
    """The lowest free number, for a newcomer, and the room that is left then.

    Only where there is room for newcomers; the caller gives the number to a sign-up at once.
    """
    number = free_number(shift, room.taken, room.highest)
    shift.taken = room.taken + 1
    left = Room(room.taken + 1, max(room.highest, number), room.given, room.for_newcomers - 1)
    return number, left


_HOLDERS: Final = select(func.count(), func.coalesce(func.max(Signup.place_no), 0)).where(
    Signup.shift_id == bindparam("shift"), Signup.place_no.is_not(None)
)
_NUMBERS: Final = select(Signup.place_no).where(
    Signup.shift_id == bindparam("shift"), Signup.place_no.is_not(None)
)


def _taken(shift: Shift) -> tuple[int, int]:
    """How many hold a place, and the highest number among them."""
    count, highest = session.execute(_HOLDERS, {"shift": shift.id}).one()
    return count, highest or 0


def free_number(shift: Shift, taken: int, highest: int) -> int:
    """The lowest place number nobody holds."""
    if highest == taken:
        return taken + 1
    used = set(session.scalars(_NUMBERS, {"shift": shift.id}))
    return next(number for number in range(1, taken + 2) if number not in used)


def highest_number(shift: Shift) -> int:
    return _taken(shift)[1]
