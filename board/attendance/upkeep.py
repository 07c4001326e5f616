"""What time asks of attendance: whoever did not check out is asked, once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased, joinedload

from board import clock
from board.accounts.models import Account
from board.attendance import telling
from board.attendance.models import Attendance, Kind
from board.attendance.queries import stands
from board.attendance.window import Window
from board.db import begin_writing, session
from board.notices.models import Notice
from board.positions.models import Shift

BATCH: Final = 200
ASKED_FOR: Final = timedelta(days=3)  # older shifts are the desk's


def steps(window: Window) -> tuple[Callable[[], int], ...]:
    """The steps of the tick, by this installation's window."""

    def ask_when_they_left() -> int:
        """Whoever arrived and was not seen leaving is asked when they left; how many were."""
        waiting = _unasked(window)
        if not waiting:
            return 0
        begin_writing()
        asked = session.scalars(
            select(Attendance)
            .where(Attendance.id.in_(waiting))
            .options(joinedload(Attendance.shift).joinedload(Shift.position), joinedload(Attendance.person))
        ).all()
        for row in asked:
            telling.no_check_out(row.person, row.shift)
        session.commit()
        return len(asked)

    return (ask_when_they_left,)


def _unasked(window: Window) -> list[int]:
    now, left = clock.now(), aliased(Attendance)
    gone = exists().where(
        left.shift_id == Attendance.shift_id, left.person_id == Attendance.person_id, left.kind == Kind.left, stands(left)
    )  # fmt: skip
    asked = exists().where(
        Notice.about_kind == Shift.__tablename__, Notice.about_id == Attendance.shift_id,
        Notice.person_id == Attendance.person_id, Notice.kind == telling.NO_CHECK_OUT,
    )  # fmt: skip
    with_account = and_(Account.person_id == Attendance.person_id, Account.closed_at.is_(None))
    waiting = (
        select(Attendance.id)
        .join(Attendance.shift)
        .where(Shift.starts_at > now - ASKED_FOR - timedelta(days=1), Shift.starts_at < now)
        .where(Shift.ends_at <= now - window.after, Shift.cancelled_at.is_(None))
        .where(Attendance.kind == Kind.arrived, stands(), ~gone, ~asked, exists().where(with_account))
        .order_by(Attendance.id)
        .limit(BATCH)
    )
    return list(session.scalars(waiting))
