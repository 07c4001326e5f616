"""How much was sent already today: what budgets ask."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, event, func, select
from sqlalchemy.orm import SessionTransaction

from board import clock
from board.db import BoardSession, session
from board.outbox.models import Channel, Message

CODE_PURPOSE: Final = "code"
PROOF_PURPOSE: Final = "mail_proof"
# What can still be used while it can be read is wiped when its time is over.
SECRET_LIVES: Final = {CODE_PURPOSE: timedelta(minutes=10), PROOF_PURPOSE: timedelta(hours=24)}
_COUNTED: Final = "notices queued today"


def queued_today_to(channel: Channel, addresses: Collection[str]) -> dict[str, int]:
    """Notices of this Wenjiang day by address; codes and proofs have budgets of their own."""
    wanted = select(Message.address, func.count()).where(*_today(channel), Message.address.in_(addresses))
    return {address: count for address, count in session.execute(wanted.group_by(Message.address))}


def queued_today(channel: Channel) -> int:
    """Notices of this Wenjiang day in all: counted once in a transaction, then added up.

    A shift that is called off tells hundreds in one act; each would count the day's twenty thousand.
    """
    counted: dict[Channel, int] = session().info.setdefault(_COUNTED, {})
    if channel not in counted:
        counted[channel] = session.scalar(select(func.count()).where(*_today(channel))) or 0
    return counted[channel]


def count_in(message: Message) -> None:
    """One more was queued in this transaction."""
    counted: dict[Channel, int] = session().info.get(_COUNTED, {})
    if message.channel in counted and message.purpose not in SECRET_LIVES:
        counted[message.channel] += 1


def _today(channel: Channel) -> tuple[ColumnElement[bool], ...]:
    notices = Message.purpose.not_in(list(SECRET_LIVES))
    return Message.created_at >= clock.midnight(), Message.channel == channel, notices


@event.listens_for(BoardSession, "after_transaction_end")
def _count_anew(current: BoardSession, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        current.info.pop(_COUNTED, None)
