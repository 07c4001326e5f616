"""What time asks of notices: nobody is left in silence. A step of the tick."""

from datetime import timedelta
from typing import Final

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased

from board import audit, clock
from board.accounts.models import Account
from board.db import begin_writing, session
from board.notices.models import Call, Delivery, Notice
from board.outbox.models import Channel, Fate, Message
from board.outbox.services import TOO_LATE

RECENT: Final = timedelta(days=1)  # all tries of a message, a night in between, are over by then
BATCH: Final = 200


def phone_instead() -> int:
    """Whoever has no inbox, and whose text message nobody took, is to be phoned; how many were added."""
    if session.scalar(_left_in_silence().limit(1)) is None:
        return 0
    begin_writing()
    notices = session.scalars(_left_in_silence().limit(BATCH)).all()
    for notice in notices:
        assert notice.area_id is not None  # noqa: S101 - the query asked for it
        call = Call(notice=notice, area_id=notice.area_id, created_at=clock.now())
        session.add(call)
        session.flush()
        audit.record("notices.ask_to_phone", call, notice=notice.id)
    session.commit()
    return len(notices)


def _left_in_silence() -> Select[Notice]:
    other, carried = aliased(Delivery), aliased(Message)
    arrives = (
        select(other.id).join(carried, carried.id == other.message_id)
        .where(other.notice_id == Notice.id, carried.fate != Fate.dead)
    )  # fmt: skip
    has_inbox = exists().where(Account.person_id == Notice.person_id, Account.works)
    lost = select(Message.id).where(
        Message.created_at > clock.now() - RECENT, Message.fate == Fate.dead, Message.channel == Channel.sms,
        or_(Message.problem.is_(None), Message.problem != TOO_LATE),
    )  # fmt: skip
    # From the few lost messages to their notices: SQLite would otherwise walk through every delivery.
    left = select(Delivery.notice_id).where(Delivery.message_id.in_(lost))
    return (
        select(Notice)
        .where(
            Notice.id.in_(left),
            Notice.area_id.is_not(None),
            ~has_inbox,
            ~arrives.exists(),
            ~exists().where(Call.notice_id == Notice.id),
        )
        .order_by(Notice.id)
    )


STEPS: Final = (phone_instead,)
