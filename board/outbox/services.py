"""Queueing messages inside an act, and sending them afterwards."""

from datetime import timedelta
from typing import Final, Protocol

from sqlalchemy import delete, select, update

from board import audit, clock
from board.db import begin_writing, session
from board.outbox.models import Channel, Fate, Message

LEASE: Final = timedelta(minutes=2)
TRIES: Final = 8
CODE_PURPOSE: Final = "code"
CODE_LIFE: Final = timedelta(minutes=10)


class Refused(Exception):  # noqa: N818
    """The gateway did not take the message; the text is a short code for the log."""


class Gateway(Protocol):
    """Sends one text message, or raises Refused."""

    def send(self, mobile: str, text: str) -> None: ...


def queue_sms(mobile: str, text: str, *, purpose: str) -> None:
    """The text will be sent after this transaction commits."""
    now = clock.now()
    session.add(
        Message(
            channel=Channel.sms, address=mobile, text=text[:500], purpose=purpose, created_at=now,
            asked_from=audit.trail().address, fate=Fate.queued, next_try_at=now,
        )
    )  # fmt: skip


def forget_codes() -> None:
    """Codes older than their ten minutes are not sent any more, and their text is wiped. A tick's step."""
    old = (Message.purpose == CODE_PURPOSE, Message.text != "", Message.created_at < clock.now() - CODE_LIFE)
    if session.scalar(select(Message.id).where(*old).limit(1)) is None:
        return
    begin_writing()
    session.execute(
        update(Message).where(*old, Message.fate == Fate.queued).values(fate=Fate.dead, problem="expired")
    )
    session.execute(update(Message).where(*old).values(text=""))
    session.commit()


def forget(address: str) -> None:
    """No message to this address is kept, nor sent. Runs inside a write transaction."""
    session.execute(delete(Message).where(Message.address == address))


def send_due(gateway: Gateway, *, limit: int = 50) -> int:
    """Send what is due, each claimed for two minutes first, so that two senders never share one.

    The gateway is called outside any transaction; a crash in between sends one message again.
    """
    count = 0
    while count < limit:
        message = _claim()
        if message is None:
            break
        number, mobile, text, attempts = message
        problem = _try(gateway, mobile, text)
        _settle(number, attempts, problem)
        count += 1
    return count


def _claim() -> tuple[int, str, str, int] | None:
    begin_writing()
    now = clock.now()
    due = select(Message).where(Message.fate == Fate.queued, Message.next_try_at <= now)
    message = session.scalar(
        due.order_by(Message.next_try_at, Message.id).limit(1).with_for_update(skip_locked=True)
    )
    if message is None:
        session.rollback()
        return None
    message.next_try_at = now + LEASE
    message.attempts += 1
    claimed = (message.id, message.address, message.text, message.attempts)
    session.commit()
    return claimed


def _try(gateway: Gateway, mobile: str, text: str) -> str | None:
    try:
        gateway.send(mobile, text)
    except Refused as problem:
        return str(problem)[:60]
    return None


def _settle(number: int, attempts: int, problem: str | None) -> None:
    begin_writing()
    now = clock.now()
    if problem is None:
        fate = {"fate": Fate.sent, "sent_at": now, "problem": None}
    elif attempts >= TRIES:
        fate = {"fate": Fate.dead, "problem": problem}
    else:
        fate = {"next_try_at": now + timedelta(seconds=15 * 2**attempts), "problem": problem}
    session.execute(update(Message).where(Message.id == number).values(**fate))
    session.commit()
