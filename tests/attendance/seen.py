"""What stands about a shift: for tests that read rows."""

from sqlalchemy import select

from board.attendance.models import Attendance
from board.db import session


def standing(shift, *, kind=None):
    """Rows that were not taken back, in order."""
    rows = select(Attendance).where(Attendance.shift_id == shift.id, Attendance.voided_at.is_(None))
    if kind:
        rows = rows.where(Attendance.kind == kind)
    return list(session.scalars(rows.order_by(Attendance.id)))


def every(shift):
    return list(
        session.scalars(select(Attendance).where(Attendance.shift_id == shift.id).order_by(Attendance.id))
    )


def kinds(shift):
    """(person, kind) of every standing row."""
    return [(row.person_id, str(row.kind)) for row in standing(shift)]
