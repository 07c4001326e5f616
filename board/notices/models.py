"""A person's inbox, what became of each message, wishes, and whom the desk is asked to phone."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.accounts.models import Person
from board.db import Id, Row
from board.outbox.models import Channel, Message


class Notice(Row):
    """One thing a person was told: a sentence, and where it leads."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_unread", "person_id",
              sqlite_where=text("read_at IS NULL"), postgresql_where=text("read_at IS NULL")),
        Index("ix_notices_person_id_id", "person_id", "id"),
        Index("ix_notices_area_id_id", "area_id", "id"),
        Index("ix_notices_about", "about_kind", "about_id"),
    )  # fmt: skip

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(40))
    sentence: Mapped[str] = mapped_column(String(300))
    link: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))  # whose desk sees its fate
    about_kind: Mapped[str | None] = mapped_column(String(20))  # the table and the row it is about
    about_id: Mapped[int | None] = mapped_column(Id)

    person: Mapped[Person] = relationship()


class Withheld(StrEnum):
    """Why a notice did not go out on a channel."""

    no_address = "no_address"
    not_wished = "not_wished"
    budget = "budget"
    no_gateway = "no_gateway"


class Delivery(Row):
    """One notice on one channel: the message that carries it, or why there is none."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("notice_id", "channel"),
        CheckConstraint("channel IN ('sms','mail')", name="channel"),
        CheckConstraint("withheld IN ('no_address','not_wished','budget','no_gateway')", name="withheld"),
        CheckConstraint("withheld IS NULL OR message_id IS NULL", name="sent_or_withheld"),
    )

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    channel: Mapped[Channel] = mapped_column(String(10))
    # NULL without a reason once the address was forgotten with its account.
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"), index=True)
    withheld: Mapped[Withheld | None] = mapped_column(String(10))

    notice: Mapped[Notice] = relationship()
    message: Mapped[Message | None] = relationship()


class RemindBySms(StrEnum):
    """Which reminders also come as a text message."""

    day_before = "day_before"
    both = "both"
    never = "never"


class Wish(Row):
    """How a person wants to be told; nobody has to say. Without a row: SMS for what is urgent."""

    __tablename__ = "wishes"
    __table_args__ = (
        CheckConstraint("remind_by_sms IN ('day_before','both','never')", name="remind_by_sms"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    sms: Mapped[bool] = mapped_column(default=True)
    remind_by_sms: Mapped[RemindBySms] = mapped_column(String(10), default=RemindBySms.day_before)
    mail: Mapped[str | None] = mapped_column(String(254))
    mail_token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    mail_asked_at: Mapped[datetime | None]
    mail_proven_at: Mapped[datetime | None]

    def wants_reminder(self, which: str) -> bool:
        """By text message: the day before ("day_before"), or two hours ahead ("two_hours")."""
        if which == RemindBySms.day_before:
            return self.remind_by_sms != RemindBySms.never
        return self.remind_by_sms == RemindBySms.both


class Call(Row):
    """Somebody no channel reaches was to be told something: the desk is asked to phone or visit."""

    __tablename__ = "calls"
    __table_args__ = (
        Index("ix_calls_open", "area_id", "id",
              sqlite_where=text("done_at IS NULL"), postgresql_where=text("done_at IS NULL")),
    )  # fmt: skip

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), unique=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    notice: Mapped[Notice] = relationship()
