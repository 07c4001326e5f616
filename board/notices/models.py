"""A person's inbox."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from board.db import Row


class Notice(Row):
    """One thing a person was told: a sentence, and where it leads."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_unread", "person_id",
              sqlite_where=text("read_at IS NULL"), postgresql_where=text("read_at IS NULL")),
        Index("ix_notices_person_id_id", "person_id", "id"),
    )  # fmt: skip

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(40))
    sentence: Mapped[str] = mapped_column(String(300))
    link: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
