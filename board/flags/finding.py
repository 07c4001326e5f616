"""Looking through what was added since the last time, a batch at once: a job of every ten minutes.

How far a table was looked through is kept with what was found, in one transaction: a job that dies goes on
where it was, and what is found twice is one flag.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import select

from board.attendance.models import Attendance
from board.audit import sealing
from board.db import begin_writing, session
from board.flags import in_attendance, in_records, keeping
from board.flags.found import Found
from board.records.models import RecordStep, ServiceRecord

BATCH: Final = 500

# Any: rows of three tables, each with those who look through them.
_SOURCES: Final[tuple[tuple[Any, Callable[[Sequence[Any]], list[Found]]], ...]] = (
    (Attendance, in_attendance.look_through),
    (ServiceRecord, in_records.look_through_records),
    (RecordStep, in_records.look_through_steps),
)


def find() -> int:
    """Everything that was added so far has been looked through; how many flags are new."""
    return sum(_look_through(model, look) for model, look in _SOURCES)


def _look_through(model: Any, look: Callable[[Sequence[Any]], list[Found]]) -> int:
    settled, new = sealing.settled_up_to(model.__table__), 0
    while rows := _next(model, settled):
        last, found = rows[-1].id, look(rows)
        begin_writing()
        new += keeping.keep(found)
        keeping.move_mark(model.__tablename__, last)
        session.commit()
    session.rollback()
    return new


def _next(model: Any, settled: int) -> Sequence[Any]:
    after = keeping.mark_of(model.__tablename__)
    rows = select(model).where(model.id > after, model.id <= settled).order_by(model.id).limit(BATCH)
    return session.scalars(rows).all()
