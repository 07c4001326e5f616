"""What time asks of flags and re-checks: three years after somebody looked, nobody asks for them any more."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select

from board import clock
from board.db import begin_writing, session
from board.flags.models import FlagPerson, Recheck, RecordFlag

KEPT: Final = timedelta(days=3 * 365)


def forget_old() -> None:
    """What was looked at three years ago is gone, with the notes; draws and the audit log stay."""
    before = clock.now() - KEPT
    flags, rechecks = RecordFlag.looked_at < before, Recheck.looked_at < before
    old = select(RecordFlag.id).where(flags), select(Recheck.id).where(rechecks)
    if all(session.scalar(question.limit(1)) is None for question in old):
        return
    begin_writing()
    session.execute(delete(FlagPerson).where(FlagPerson.flag_id.in_(old[0])), execution_options=_UNSEEN)
    session.execute(delete(RecordFlag).where(flags), execution_options=_UNSEEN)
    session.execute(delete(Recheck).where(rechecks), execution_options=_UNSEEN)
    session.commit()


_UNSEEN: Final = {"synchronize_session": False}  # nobody has read any of these in this transaction

STEPS: Final = (forget_old,)
