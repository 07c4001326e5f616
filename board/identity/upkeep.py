"""An ID number is not kept longer than its owner was told. A step of the tick."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from board import audit, clock
from board.db import begin_writing, session
from board.identity.models import IdentityNumber
from board.notices import services as notices
from board.notices.services import News

KEPT: Final = timedelta(days=730)
AT_ONCE: Final = 100
_GONE: Final = News(
    kind="identity.expired",
    sentence="你的身份证号存满两年，已经删掉了。还要用，再填一次。",
    link="/me/identity",
)


def forget_old() -> None:
    """Numbers whose owners agreed two years ago are gone, and their owners are told."""
    old = select(IdentityNumber).where(IdentityNumber.consented_at <= clock.now() - KEPT)
    if session.scalar(old.with_only_columns(IdentityNumber.id).limit(1)) is None:
        return
    begin_writing()
    some = old.options(joinedload(IdentityNumber.person)).order_by(IdentityNumber.id).limit(AT_ONCE)
    for row in session.scalars(some):
        notices.tell(row.person, _GONE)
        audit.record("identity.expire", row.person)
        session.delete(row)
    session.commit()


STEPS: Final = (forget_old,)
