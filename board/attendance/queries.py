"""Finding who came: for the roster, for staff who decide, for the person."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from board import clock
from board.accounts import scope
from board.areas.models import Area
from board.attendance.models import Attendance, Kind
from board.db import session
from board.positions.models import Position, Shift

# A no-show is held against nobody for longer than this after the shift.
FADES_AFTER: Final = timedelta(days=365)


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


def minutes_here(person_ids: Iterable[int], area: Area) -> dict[int, int]:
    """By person: whole minutes between arriving and leaving on shifts of this area, as far as both are
    known and nobody has to look at them again. People without any are absent."""
    left = aliased(Attendance)
    both = and_(left.shift_id == Attendance.shift_id, left.person_id == Attendance.person_id)
    stays = (
        select(Attendance.person_id, Attendance.at, left.at)
        .join(left, and_(both, left.kind == Kind.left, stands(left), is_settled(left)))
        .join(Attendance.shift)
        .join(Shift.position)
        .where(Attendance.person_id.in_(list(person_ids)), Attendance.kind == Kind.arrived)
        .where(stands(), is_settled(), _lies_in(area))
    )
    minutes: dict[int, int] = defaultdict(int)
    for person, came, went in session.execute(stays):
        minutes[person] += int((went - came).total_seconds() // 60)
    return dict(minutes)


def _times(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((which, 1), else_=0))


def _lies_in(area: Area) -> ColumnElement[bool]:
    return Position.area_id.in_(select(Area.id).where(scope.within([area])))
