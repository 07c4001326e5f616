"""What the tick does here: the timetable, and forgetting what is long over."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select

from board import clock
from board.db import begin_writing, session
from board.jobs import timetable
from board.jobs.models import Job

KEPT: Final = timedelta(days=60)


def forget_old() -> None:
    """Jobs that ended longer ago than anybody asks for are gone, failed ones too."""
    old = Job.ended_at < clock.now() - KEPT
    if session.scalar(select(Job.id).where(old).limit(1)) is None:
        return
    begin_writing()
    session.execute(delete(Job).where(old))
    session.commit()


STEPS = (timetable.enqueue_due, forget_old)
