"""When an editor needs the ID number of somebody who serves with them (told to identity by create_app)."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select

from board import clock
from board.accounts import scope
from board.accounts.models import Person, Role
from board.areas.models import Area
from board.attendance.models import Attendance, Kind
from board.attendance.queries import stands
from board.db import session
from board.identity.needing import Need, Why
from board.positions.models import Position, Shift
from board.signups.models import HOLDING, Signup

# From how long before a shift begins to how long after it has ended each reason stands.
_STANDS: Final = {
    Why.insurance: (timedelta(days=60), timedelta(0)),
    Why.accident: (timedelta(0), timedelta(days=365)),
    Why.national: (timedelta(0), timedelta(days=90)),
}
_EARLIEST: Final = max(before for before, _ in _STANDS.values())
_LATEST: Final = max(after for _, after in _STANDS.values())
_MOST: Final = 200


def needs(staff: Person, whose: Person) -> list[Need]:
    """What stands now because of a place on, or a coming to, a shift of this editor's."""
    now = clock.now()
    found: dict[Why, Need] = {}
    for starts_at, ends_at, area in _shifts(staff, whose, now):
        for why, (before, after) in _STANDS.items():
            if starts_at - before <= now < ends_at + after:
                found.setdefault(why, Need(why, area))
    return [found[why] for why in Why if why in found]


def _shifts(staff: Person, whose: Person, now: datetime) -> list[tuple[datetime, datetime, Area]]:
    held = select(Signup.shift_id).where(Signup.person_id == whose.id, Signup.state.in_(HOLDING))
    came = select(Attendance.shift_id).where(
        Attendance.person_id == whose.id, Attendance.kind == Kind.arrived, stands()
    )
    near = select(Shift.starts_at, Shift.ends_at, Area).join(Shift.position).join(Position.area).where(
        or_(Shift.id.in_(held), Shift.id.in_(came)), Shift.cancelled_at.is_(None),
        Shift.starts_at <= now + _EARLIEST, Shift.ends_at > now - _LATEST,
        Position.area_id.in_(select(Area.id).where(scope.within(scope.areas_of(staff, Role.editor)))),
    )  # fmt: skip
    newest = session.execute(near.order_by(Shift.starts_at.desc(), Shift.id).limit(_MOST))
    return [(starts, ends, area) for starts, ends, area in newest]
