"""What time asks of accounts: nothing is kept longer than it is needed. Steps of the tick."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select

from board import clock
from board.accounts.models import ClaimCode, Code, Failure, KnownBrowser, SignIn
from board.accounts.signing import LONGEST
from board.db import begin_writing, session
from board.outbox import services as outbox

CODES_KEPT: Final = timedelta(days=2)  # their budgets count a day
FAILURES_KEPT: Final = timedelta(days=1)
SIGN_INS_KEPT: Final = timedelta(days=30)  # so that somebody sees in the export where they were
BROWSERS_KEPT: Final = timedelta(days=365)


def forget_old() -> None:
    """Codes, wrong guesses, ended sign-ins and unused browsers that have had their time are gone."""
    now = clock.now()
    if not _anything_before(now):
        return
    begin_writing()
    session.execute(delete(Code).where(Code.created_at < now - CODES_KEPT))
    session.execute(delete(ClaimCode).where(ClaimCode.created_at < now - CODES_KEPT))
    session.execute(delete(Failure).where(Failure.at < now - FAILURES_KEPT))
    session.execute(delete(SignIn).where(SignIn.last_seen_at < now - LONGEST - SIGN_INS_KEPT))
    session.execute(delete(KnownBrowser).where(KnownBrowser.last_used_at < now - BROWSERS_KEPT))
    session.commit()


def _anything_before(now: datetime) -> bool:
    # The tick comes round every half minute: without a reason it leaves the write lock alone.
    old = (
        select(Code.id).where(Code.created_at < now - CODES_KEPT),
        select(ClaimCode.id).where(ClaimCode.created_at < now - CODES_KEPT),
        select(Failure.id).where(Failure.at < now - FAILURES_KEPT),
        select(SignIn.id).where(SignIn.last_seen_at < now - LONGEST - SIGN_INS_KEPT),
        select(KnownBrowser.id).where(KnownBrowser.last_used_at < now - BROWSERS_KEPT),
    )
    return any(session.scalar(question.limit(1)) is not None for question in old)


STEPS: Final = (outbox.forget_codes, forget_old)
