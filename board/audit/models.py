"""The audit log: rows that are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, JSON, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column

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


APPEND_ONLY = (
    ("sqlite", "CREATE TRIGGER audit_rows_no_update BEFORE UPDATE ON audit_rows "
               "BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END"),
    ("sqlite", "CREATE TRIGGER audit_rows_no_delete BEFORE DELETE ON audit_rows "
               "BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END"),
    ("postgresql", "CREATE FUNCTION audit_rows_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                   "$$ BEGIN RAISE EXCEPTION 'audit rows are never changed or deleted'; END $$"),
    ("postgresql", "CREATE TRIGGER audit_rows_no_change BEFORE UPDATE OR DELETE ON audit_rows "
                   "FOR EACH ROW EXECUTE FUNCTION audit_rows_refuse()"),
    ("postgresql", "CREATE TRIGGER audit_rows_no_truncate BEFORE TRUNCATE ON audit_rows "
                   "FOR EACH STATEMENT EXECUTE FUNCTION audit_rows_refuse()"),
)  # fmt: skip

for _dialect, _statement in APPEND_ONLY:
    event.listen(AuditRow.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))
event.listen(
    AuditRow.__table__,
    "after_drop",
    DDL("DROP FUNCTION IF EXISTS audit_rows_refuse()").execute_if(dialect="postgresql"),
)
