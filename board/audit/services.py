"""Writing the audit log: called inside the transaction of the act it tells of."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, insert

from board import clock
from board.audit.models import AuditRow
from board.db import Row, WroteUnannounced, session

Code = str | int | bool | None


@dataclass(frozen=True, kw_only=True)
class Trail:
    """Who acts, from where: set once per request or command, read by every `record`."""

    actor_id: int | None = None
    role: str | None = None
    address: str | None = None
    request_id: str | None = None


_NOBODY = Trail(role="system")
_trail: ContextVar[Trail] = ContextVar("audit trail", default=_NOBODY)


@contextmanager
def following(trail: Trail) -> Iterator[None]:
    """Acts inside the block are written down as this trail's."""
    token = _trail.set(trail)
    try:
        yield
    finally:
        _trail.reset(token)


def follow(trail: Trail) -> None:
    """From here on, acts are written down as this trail's (a request sets it once it knows)."""
    _trail.set(trail)


def trail() -> Trail:
    return _trail.get()


def record(action: str, about: Row | None = None, **detail: Code) -> None:
    """Write down that this was done. `action` is `feature.verb`; details are ids and codes."""
    _write(action, "done", about.__tablename__ if about else None, about.id if about else None, detail)


def record_each(action: str, rows: Sequence[Row], **detail: Code) -> None:
    """As `record` for each of these rows, in one statement."""
    if rows:
        told = [_row(action, "done", row.__tablename__, row.id, detail) for row in rows]
        _announced().execute(_INSERT, told)


def record_refusal(
    action: str, object_kind: str | None = None, object_id: int | None = None, **detail: Code
) -> None:
    """Write down that this was tried and refused."""
    _write(action, "refused", object_kind, object_id, detail)


_INSERT: Final = insert(AuditRow)


def _write(action: str, outcome: str, kind: str | None, number: int | None, detail: dict[str, Code]) -> None:
    # Nobody reads the row again in this transaction: it needs no place among the session's objects.
    _announced().execute(_INSERT, _row(action, outcome, kind, number, detail))


def _announced() -> Connection:
    if not session().writing:
        raise WroteUnannounced("an audit row belongs to the transaction of its act")
    return session.connection()


def _row(
    action: str, outcome: str, kind: str | None, number: int | None, detail: dict[str, Code]
) -> dict[str, object]:
    now_on = _trail.get()
    return {
        "at": clock.now(),
        "actor_id": now_on.actor_id,
        "role": now_on.role,
        "action": action,
        "outcome": outcome,
        "object_kind": kind,
        "object_id": number,
        "detail": detail,
        "address": now_on.address,
        "request_id": now_on.request_id,
    }
