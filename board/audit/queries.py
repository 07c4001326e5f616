"""How often somebody did something today: what limits on looking at people ask."""

from sqlalchemy import ColumnElement, distinct, func, select

from board import clock
from board.audit.models import AuditRow
from board.db import Row, session


def times_today(actor_id: int, action: str) -> int:
    """How often this person did it since midnight in Wenjiang."""
    return session.scalar(select(func.count()).where(*_today(actor_id, action))) or 0


def others_today(actor_id: int, action: str, but: int) -> int:
    """To how many rows other than this one they did it since then."""
    rows = func.count(distinct(AuditRow.object_id))
    return session.scalar(select(rows).where(*_today(actor_id, action), AuditRow.object_id != but)) or 0


def did_today(actor_id: int, action: str, object_id: int, **detail: str) -> bool:
    """Did they do it to this row, with these details, since then?"""
    rows = select(AuditRow.detail).where(*_today(actor_id, action), AuditRow.object_id == object_id)
    return any(detail.items() <= told.items() for told in session.scalars(rows))


def has_done(actor_id: int, action: str, about: Row) -> bool:
    """Did this person ever do it to this row?"""
    rows = AuditRow.object_kind == about.__tablename__, AuditRow.object_id == about.id
    by_them = AuditRow.actor_id == actor_id, AuditRow.action == action, AuditRow.outcome == "done"
    return session.scalar(select(AuditRow.id).where(*rows, *by_them).limit(1)) is not None


def _today(actor_id: int, action: str) -> tuple[ColumnElement[bool], ...]:
    done = AuditRow.outcome == "done"
    return AuditRow.actor_id == actor_id, AuditRow.action == action, done, AuditRow.at >= clock.midnight()
