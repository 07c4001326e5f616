"""Messages to addresses, written with the change they tell of and sent afterwards."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from board.db import Row


class Channel(StrEnum):
    sms = "sms"
    mail = "mail"


class Fate(StrEnum):
    queued = "queued"
    sent = "sent"
    dead = "dead"


class Message(Row):
    """One text to one address. The text of a code is wiped when its time is over."""

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("channel IN ('sms','mail')", name="channel"),
        CheckConstraint("fate IN ('queued','sent','dead')", name="fate"),
        Index("ix_messages_due", "next_try_at", "id",
              sqlite_where=text("fate = 'queued'"), postgresql_where=text("fate = 'queued'")),
        Index("ix_messages_address_created_at", "address", "created_at"),
    )  # fmt: skip

    channel: Mapped[Channel] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(254))
    text: Mapped[str] = mapped_column(String(2000))
    purpose: Mapped[str] = mapped_column(String(30))
    asked_from: Mapped[str | None] = mapped_column(String(45))  # client address, for the budget
    created_at: Mapped[datetime] = mapped_column(index=True)
    fate: Mapped[Fate] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120), default="", server_default="")  # of a mail
    # Of a mail: where it is ended by one tap (List-Unsubscribe, RFC 8058).
    stop_link: Mapped[str] = mapped_column(String(200), default="", server_default="")
    useless_at: Mapped[datetime | None]  # from then on it is not sent any more
