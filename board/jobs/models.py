"""Jobs: what an act leaves for later, kept in the act's own transaction."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from board.db import Row


class State(StrEnum):
    waiting = "waiting"
    working = "working"
    done = "done"
    failed = "failed"


NEXT = {
    State.waiting: {State.working},
    State.working: {State.working, State.waiting, State.done, State.failed},
    State.done: set[State](),
    State.failed: {State.waiting},
}


class Job(Row):
    """One thing to be done beside the server, once for its kind and key: ids and codes only, no words."""

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("key", "kind"),  # in this order: a search for kinds must not take this index
        CheckConstraint("state IN ('waiting','working','done','failed')", name="state"),
        Index("ix_jobs_due", "due_at", "id", sqlite_where=text("state IN ('waiting','working')"),
              postgresql_where=text("state IN ('waiting','working')")),
    )  # fmt: skip

    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # ids and codes of any kind of job
    state: Mapped[State] = mapped_column(String(10), default=State.waiting)
    enqueued_at: Mapped[datetime]
    due_at: Mapped[datetime]  # from then on a worker may take it; while one works, its lease ends then
    attempts: Mapped[int] = mapped_column(default=0)  # never reset: it also names the one who works
    parts_done: Mapped[int] = mapped_column(default=0)
    parts_total: Mapped[int | None]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    problem: Mapped[str] = mapped_column(String(60), default="")  # a code, never a word of anybody's

    def move_to(self, state: State) -> None:
        """Take the next state; a move that NEXT does not name is a bug."""
        if state not in NEXT[State(self.state)]:
            raise ValueError(f"{self.state} does not lead to {state}")
        self.state = state
