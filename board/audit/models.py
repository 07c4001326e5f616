"""The audit log: rows that are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from board import append_only
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
