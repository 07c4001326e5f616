"""What was not settled in time, for the community and for its street (Order 67, art. 11)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Select, select

from board import clock
from board.accounts import scope
from board.accounts.models import Person
from board.areas.models import Area
from board.attendance.queries import somebody_left_open
from board.db import session
from board.positions.models import Position, Shift
from board.records import due
from board.records.models import State, WaitingRecord
from board.records.queries import READERS, WITHIN

MOST_AREAS: Final = 20
MOST_SHIFTS: Final = 500  # the day itself not settled; more are said to be as many


@dataclass(frozen=True)
class Overdue:
    """What one area has not settled in time: how many shifts, and since when the oldest is due."""

    area: Area
    shifts: int
    due_on: date


def by_area(person: Person, today: date) -> list[Overdue]:
    """The areas of whoever keeps, confirms or manages hours, the longest overdue first."""
    covered = select(Area.id).where(scope.within(scope.areas_of(person, *READERS)))
    late: dict[int, dict[int, date]] = defaultdict(dict)  # by area: shift -> when it was due
    for area_id, shift_id, due_on in [*_not_confirmed(covered, today), *_not_noted(covered)]:
        if due_on < today:
            late[area_id].setdefault(shift_id, due_on)
    areas = session.scalars(select(Area).where(Area.id.in_(late))).all()
    rows = [Overdue(area, len(late[area.id]), min(late[area.id].values())) for area in areas]
    return sorted(rows, key=lambda row: (row.due_on, row.area.id))[:MOST_AREAS]


def _not_confirmed(covered: Select[int], today: date) -> list[tuple[int, int, date]]:
    """Shifts with records that nobody has settled or confirmed: area, shift, due."""
    waiting = (
        select(WaitingRecord.area_id, WaitingRecord.shift_id, WaitingRecord.due_on)
        .where(WaitingRecord.area_id.in_(covered))
        .where(WaitingRecord.state.in_((State.doubtful, State.proposed)), WaitingRecord.due_on < today)
        .distinct()
    )
    return [(area, shift, due_on) for area, shift, due_on in session.execute(waiting)]


def _not_noted(covered: Select[int]) -> list[tuple[int, int, date]]:
    """Shifts on which somebody never checked out, or waits for a second look: area, shift, due."""
    now = clock.now()
    shifts = (
        select(Position.area_id, Shift.id, Shift.ends_at)
        .join(Shift.position)
        .where(Position.area_id.in_(covered), Shift.cancelled_at.is_(None))
        .where(Shift.starts_at > now - WITHIN, Shift.ends_at <= now - timedelta(days=due.WORKDAYS))
        .where(somebody_left_open(Shift.id))
        .order_by(Shift.ends_at)
        .limit(MOST_SHIFTS)
    )
    found: list[tuple[int, int, datetime]] = [(a, s, ends) for a, s, ends in session.execute(shifts)]
    days = due.days_of(ends for *_, ends in found)
    return [(area, shift, days[clock.local(ends).date()]) for area, shift, ends in found]
