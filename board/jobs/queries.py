"""Which job is due, how far one is, and what an operator wants to know."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select, text

from board.db import session
from board.jobs.models import Job, State

# As the partial index has it, word for word: asked every second, it must not look through what is over.
_OPEN = text("state IN ('waiting','working')")


def due(now: datetime, kinds: Iterable[str]) -> Select[Job]:
    """The job of these kinds that has been due longest: never taken, or its worker was not heard of."""
    waiting = select(Job).where(_OPEN, Job.due_at <= now, Job.kind.in_(list(kinds)))
    return waiting.order_by(Job.due_at, Job.id).limit(1)


def find(kind: str, key: str) -> Job | None:
    """The job of this name: its state and how far it is."""
    return session.scalar(select(Job).where(Job.kind == kind, Job.key == key))


def counts() -> dict[str, dict[State, int]]:
    """Of each kind, how many jobs are in which state."""
    found: dict[str, dict[State, int]] = {}
    by_state = select(Job.kind, Job.state, func.count()).group_by(Job.kind, Job.state)
    for kind, state, count in session.execute(by_state.order_by(Job.kind)):
        found.setdefault(kind, dict.fromkeys(State, 0))[State(state)] = count
    return found


def failed(*, limit: int) -> Sequence[Job]:
    """Jobs that were given up, newest first."""
    given_up = select(Job).where(Job.state == State.failed)
    return session.scalars(given_up.order_by(Job.id.desc()).limit(limit)).all()
