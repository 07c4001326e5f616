"""Queueing messages inside an act, and sending them afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from sqlalchemy import ColumnElement, Select, delete, select, update

from board import audit, clock
from board.db import begin_writing, session
from board.outbox.models import Channel, Fate, Message
from board.outbox.queries import CODE_PURPOSE as CODE_PURPOSE
from board.outbox.queries import PROOF_PURPOSE as PROOF_PURPOSE
from board.outbox.queries import SECRET_LIVES, count_in

LEASE: Final = timedelta(minutes=2)
TRIES: Final = 8
TOO_LATE: Final = "too_late"


class Refused(Exception):  # noqa: N818
    """The gateway did not take the message; the text is a short code for the log."""


class RefusedForGood(Refused):
    """The gateway never will: there is no such address."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message as its gateway gets it, claimed for this sender."""

    number: int
    channel: Channel
    address: str
    text: str
    subject: str
    stop_link: str
    attempts: int


class Gateway(Protocol):
    """Sends one message, or raises Refused."""

    def send(self, letter: Letter) -> None: ...


def queue_sms(mobile: str, text: str, *, purpose: str, **when: datetime | None) -> Message:
    """The text will be sent after this transaction commits; `when`: next_try_at, useless_at."""
    return _queue(Channel.sms, mobile, text=text[:500], purpose=purpose, **when)


def queue_mail(address: str, text: str, *, subject: str, purpose: str, **more: Any) -> Message:  # columns
    """The mail will be sent after this transaction commits; `more`: stop_link, useless_at."""
    return _queue(Channel.mail, address, text=text[:2000], subject=subject[:120], purpose=purpose, **more)


def _queue(channel: Channel, address: str, *, purpose: str, **told: Any) -> Message:  # as above
    now = clock.now()
    when = {"created_at": now, "next_try_at": now} | {k: v for k, v in told.items() if v is not None}
    message = Message(
        channel=channel, address=address, purpose=purpose[:30], asked_from=audit.trail().address,
        fate=Fate.queued, **when,
    )  # fmt: skip
    session.add(message)
    count_in(message)
    return message


def send_again(message: Message) -> None:
    """A message nobody took is due once more, with all its tries. Runs inside a write transaction."""
    if message.fate == Fate.dead:
        message.fate, message.attempts, message.problem = Fate.queued, 0, None
        message.next_try_at = clock.now()


def forget_codes() -> None:
    """Codes past their time are not sent any more, and their text is wiped; proofs are gone. A tick's step."""
    codes = _past(CODE_PURPOSE)
    proofs = _past(PROOF_PURPOSE)
    if not any(session.scalar(select(Message.id).where(*old).limit(1)) for old in (codes, proofs)):
        return
    begin_writing()
    expired = update(Message).where(*codes, Message.fate == Fate.queued)
    session.execute(expired.values(fate=Fate.dead, problem="expired"))
    session.execute(update(Message).where(*codes).values(text=""))
    session.execute(delete(Message).where(*proofs))
    session.commit()


def _past(purpose: str) -> tuple[ColumnElement[bool], ...]:
    youngest = clock.now() - SECRET_LIVES[purpose]
    return Message.purpose == purpose, Message.text != "", Message.created_at < youngest


def forget(address: str) -> None:
    """No message to this address is kept, nor sent. Runs inside a write transaction."""
    session.execute(delete(Message).where(Message.address == address))


def forget_notices(address: str) -> None:
    """As `forget`, but for the proofs of today, which count as long as somebody could ask for more."""
    session.execute(delete(Message).where(Message.address == address, Message.purpose != PROOF_PURPOSE))


def forget_proofs(address: str) -> None:
    session.execute(delete(Message).where(Message.address == address, Message.purpose == PROOF_PURPOSE))


def forget_messages(ids: Select[int | None]) -> None:
    """These messages are not kept, nor sent. Runs inside a write transaction."""
    session.execute(delete(Message).where(Message.id.in_(ids)))


def send_due(gateways: Mapping[Channel, Gateway], *, limit: int = 50) -> int:
    """Send what is due on these channels, each claimed for two minutes first, so that two senders
    never share one. Codes go first: somebody sits before the page and waits for them.

    The gateway is called outside any transaction; a crash in between sends one message again.
    """
    count = 0
    while count < limit:
        letter = _claim(gateways)
        if letter is None:
            break
        fate = _try(gateways[letter.channel], letter)
        _settle(letter.number, fate)
        count += 1
    return count


def _claim(channels: Iterable[Channel]) -> Letter | None:
    begin_writing()
    now = clock.now()
    message = _next_due(channels, now)
    while message is not None and message.useless_at is not None and message.useless_at <= now:
        message.fate, message.problem = Fate.dead, TOO_LATE
        session.flush()
        message = _next_due(channels, now)
    if message is None:
        session.commit()
        return None
    message.next_try_at = now + LEASE
    message.attempts += 1
    claimed = _letter(message)
    session.commit()
    return claimed


def _next_due(channels: Iterable[Channel], now: datetime) -> Message | None:
    due = select(Message).where(
        Message.fate == Fate.queued, Message.next_try_at <= now, Message.channel.in_(list(channels))
    )
    first = due.order_by(Message.purpose != CODE_PURPOSE, Message.next_try_at, Message.id)
    return session.scalar(first.limit(1).with_for_update(skip_locked=True))


def _letter(message: Message) -> Letter:
    return Letter(
        number=message.id, channel=message.channel, address=message.address, text=message.text,
        subject=message.subject, stop_link=message.stop_link, attempts=message.attempts,
    )  # fmt: skip


def _try(gateway: Gateway, letter: Letter) -> dict[str, Any]:  # values of columns
    try:
        gateway.send(letter)
    except RefusedForGood as problem:
        return {"fate": Fate.dead, "problem": str(problem)[:60]}
    except Refused as problem:
        if letter.attempts >= TRIES:
            return {"fate": Fate.dead, "problem": str(problem)[:60]}
        wait = timedelta(seconds=15 * 2**letter.attempts)
        return {"next_try_at": clock.now() + wait, "problem": str(problem)[:60]}
    return {"fate": Fate.sent, "sent_at": clock.now(), "problem": None}


def _settle(number: int, fate: dict[str, Any]) -> None:  # as above
    begin_writing()
    session.execute(update(Message).where(Message.id == number).values(**fate))
    session.commit()
