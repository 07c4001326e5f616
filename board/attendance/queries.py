"""Finding who came: for the roster, for staff who decide, for the person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from board import clock
from board.accounts import scope
from board.accounts.models import Person, Role
from board.areas.models import Area
from board.attendance.models import Attendance, Kind
from board.db import session
from board.errors import NotFound
from board.positions.models import Position, Shift
from board.positions.words import State as PositionState
from board.signups.models import Signup, State

# A no-show is held against nobody for longer than this after the shift.
FADES_AFTER: Final = timedelta(days=365)
SETTLED_AFTER: Final = timedelta(hours=1)
SETTLED_WITHIN: Final = timedelta(days=30)  # the desk is not asked about older shifts
# The menu of every desk page asks `unsettled`: a table named anew for each would cost more than the answer.
_row, _other = aliased(Attendance), aliased(Attendance)


def stands(row: type[Attendance] = Attendance) -> ColumnElement[bool]:
    """It was not taken back."""
    return row.voided_at.is_(None)


def is_settled(row: type[Attendance] = Attendance) -> ColumnElement[bool]:
    """Nobody has to look at it again."""
    return row.review.is_(None) | row.settled_at.is_not(None)


def still_counts(now: datetime) -> ColumnElement[bool]:
    """A no-show on a shift that ended less than a year ago."""
    return and_(Attendance.kind == Kind.absent, Shift.ends_at > now - FADES_AFTER)


def served_and_missed(person_ids: Iterable[int], area: Area) -> dict[int, tuple[int, int]]:
    """By person: how often they came to shifts of this area, and how often, anywhere and within the
    last year, they did not come. Whoever is absent did neither."""
    here = and_(Attendance.kind == Kind.arrived, is_settled(), _lies_in(area))
    missed = still_counts(clock.now())
    counting = (
        select(Attendance.person_id, _times(here), _times(missed))
        .join(Attendance.shift)
        .join(Shift.position)
        .where(Attendance.person_id.in_(list(person_ids)), stands(), or_(here, missed))
        .group_by(Attendance.person_id)
    )
    return {person: (served, absent) for person, served, absent in session.execute(counting)}


def fetch_public_shift(shift_id: int) -> Shift:
    """A shift that was ever published, or NotFound."""
    wanted = (
        select(Shift)
        .join(Shift.position)
        .where(Shift.id == shift_id)
        .where(Position.state.in_((PositionState.published, PositionState.cancelled)))
    )
    shift = session.scalar(wanted.options(contains_eager(Shift.position)))
    if shift is None:
        raise NotFound
    return shift


def standing(shift_id: int, person: Person) -> dict[Kind, Attendance]:
    """What was seen of this person on this shift and not taken back, by kind."""
    mine = select(Attendance).where(Attendance.shift_id == shift_id, Attendance.person_id == person.id)
    return {Kind(row.kind): row for row in session.scalars(mine.where(stands()))}


def arrived_count(shift: Shift) -> int:
    arrived = select(func.count()).where(Attendance.shift_id == shift.id, Attendance.kind == Kind.arrived)
    return session.scalar(arrived.where(stands())) or 0


def last_arrival(shift: Shift) -> Attendance | None:
    """Whom the shift saw arrive last."""
    arrived = select(Attendance).where(Attendance.shift_id == shift.id, Attendance.kind == Kind.arrived)
    newest = arrived.where(stands()).order_by(Attendance.id.desc()).limit(1)
    return session.scalar(newest.options(joinedload(Attendance.person)))


@dataclass(frozen=True)
class Unsettled:
    """A shift that is over and not settled: how many did not come, did not check out, wait for a second look."""

    shift: Shift
    missing: int
    staying: int
    doubtful: int
    example: str  # the volunteer number of somebody who did not check out, or ""


def unsettled(person: Person, *, limit: int) -> list[Unsettled]:
    """Shifts of the last month in this editor's areas with something left to say, the oldest first.

    An hour after the end, so that nobody is settled who is still checking out. What is the editor's
    own does not count: somebody else settles that.
    """
    covered = _over_in_areas_of(person)
    counted = select(covered.c.id, *_left_open(covered.c.id, person)).subquery()
    some = or_(counted.c.missing > 0, counted.c.staying > 0, counted.c.doubtful > 0)
    found = (
        select(Shift, counted.c.missing, counted.c.staying, counted.c.doubtful, counted.c.example)
        .join(counted, counted.c.id == Shift.id)
        .where(some)
        .options(joinedload(Shift.position))
        .order_by(Shift.starts_at, Shift.id)
        .limit(limit)
    )
    return [
        Unsettled(shift, missing, staying, doubtful, example or "")
        for shift, missing, staying, doubtful, example in session.execute(found)
    ]


def _over_in_areas_of(editor: Person) -> CTE:
    now = clock.now()
    covered = select(Area.id).where(scope.within(scope.areas_of(editor, Role.editor)))
    shifts = (
        select(Shift.id)
        .join(Shift.position)
        .where(Position.area_id.in_(covered), Shift.cancelled_at.is_(None))
        .where(Shift.starts_at > now - SETTLED_WITHIN, Shift.starts_at < now)
        .where(Shift.ends_at <= now - SETTLED_AFTER)
    )
    # Or PostgreSQL counts on every shift of the district before it asks whose area it is in.
    return shifts.cte("covered").prefix_with("MATERIALIZED")


def somebody_left_open(shift_id: Any) -> ColumnElement[bool]:  # Any: a column of an outer query
    """Somebody came to this shift and never checked out, or waits for a second look."""
    row, other = aliased(Attendance), aliased(Attendance)
    gone = exists().where(
        other.shift_id == row.shift_id, other.person_id == row.person_id, other.kind == Kind.left, stands(other)
    )  # fmt: skip
    stays = exists().where(row.shift_id == shift_id, row.kind == Kind.arrived, stands(row), ~gone)
    doubtful = exists().where(row.shift_id == shift_id, stands(row), ~is_settled(row))
    return or_(stays, doubtful)


def _left_open(shift_id: ColumnElement[int], editor: Person) -> tuple[ColumnElement[Any], ...]:
    """Of one shift of an outer query: three counts and a volunteer number."""
    row, other = _row, _other
    seen = exists().where(
        row.shift_id == Signup.shift_id, row.person_id == Signup.person_id, row.kind != Kind.left, stands(row)
    )
    missing = select(func.count()).where(
        Signup.shift_id == shift_id, Signup.state == State.accepted, Signup.person_id != editor.id, ~seen
    )
    gone = exists().where(
        other.shift_id == row.shift_id, other.person_id == row.person_id, other.kind == Kind.left, stands(other)
    )  # fmt: skip
    stays = and_(
        row.shift_id == shift_id, row.kind == Kind.arrived, row.person_id != editor.id, stands(row), ~gone
    )
    doubtful = select(func.count()).where(
        row.shift_id == shift_id, row.person_id != editor.id, stands(row), ~is_settled(row)
    )
    number = select(func.min(Person.volunteer_no)).join(row, row.person_id == Person.id).where(stays)
    return (
        missing.scalar_subquery().label("missing"),
        select(func.count()).where(stays).scalar_subquery().label("staying"),
        doubtful.scalar_subquery().label("doubtful"),
        number.scalar_subquery().label("example"),
    )


def _times(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((which, 1), else_=0))


def _lies_in(area: Area) -> ColumnElement[bool]:
    return Position.area_id.in_(select(Area.id).where(scope.within([area])))
