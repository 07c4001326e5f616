"""The audit log: rows that are only ever added; and the seals over it and over other such tables."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from board import append_only
from board.audit import sealed
from board.db import Id, Row


class AuditRow(Row):
    """One act or refused attempt: ids and codes only, never a name or a phone number."""

    __tablename__ = "audit_rows"
    __table_args__ = (Index("ix_audit_rows_object", "object_kind", "object_id"),)

    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(Id, index=True)
    role: Mapped[str | None] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(60), index=True)
    outcome: Mapped[str] = mapped_column(String(10))
    object_kind: Mapped[str | None] = mapped_column(String(30))
    object_id: Mapped[int | None] = mapped_column(Id)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # ids and codes of any act
    address: Mapped[str | None] = mapped_column(String(45))
    request_id: Mapped[str | None] = mapped_column(String(32))


append_only.guard(AuditRow.__table__, "audit rows")
sealed.add(AuditRow.__table__)


class Seal(Row):
    """That these rows of a table stood there when it was made. Each holds the hash of the one before it.

    Its own number is one more than that of the one before, so that a missing one shows.
    """

    __tablename__ = "audit_seals"
    __table_args__ = (Index("ix_audit_seals_table_name_to_id", "table_name", "to_id"),)

    table_name: Mapped[str] = mapped_column(String(40))
    columns: Mapped[str] = mapped_column(String(1000))  # of the table as it was then, with commas between
    from_id: Mapped[int] = mapped_column(Id)  # where the seal before it, over the same table, ended
    to_id: Mapped[int] = mapped_column(Id)
    count: Mapped[int]
    digests: Mapped[bytes] = mapped_column(LargeBinary)  # of each row: its id and a SHA-256 (sealed.ENTRY)
    made_at: Mapped[datetime]
    previous: Mapped[str] = mapped_column(String(64), unique=True)  # "" of the first; a chain never forks
    hash: Mapped[str] = mapped_column(String(64))  # SHA-256 of everything above


append_only.guard(Seal.__table__, "audit seals")
