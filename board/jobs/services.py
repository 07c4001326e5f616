"""Leaving something for the worker, in the transaction of the act that wants it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from board import audit, clock
from board.db import is_sqlite, session
from board.jobs.models import Job, State

Code = str | int | bool | None
# Jobs stand in plain sight of whoever runs the machine: what people are called or dial does not.
_CODE: Final = re.compile(r"(?!1\d{10}$)[\w.:/-]{0,120}", re.ASCII)


class NotACode(ValueError):  # noqa: N818 - named for the rule
    """A job's key or payload holds words: a bug in the act that asks for it."""


def enqueue(
    kind: str, *, key: str, payload: Mapping[str, Code | Sequence[int]] | None = None,
    due_at: datetime | None = None,
) -> None:  # fmt: skip
    """The job will be done once this transaction has committed; asked for again, it is still the same one.

    `kind` is `feature.verb`; `key` names this one job among its kind; both and the payload are ids and codes.
    """
    _refuse_words([key, *_leaves(payload or {})])
    now = clock.now()
    told = {
        "kind": kind, "key": key, "payload": dict(payload or {}), "state": State.waiting,
        "enqueued_at": now, "due_at": due_at or now, "attempts": 0, "parts_done": 0, "problem": "",
    }  # fmt: skip
    insert = insert_on_sqlite if is_sqlite() else insert_on_postgresql
    session.execute(insert(Job).values(**told).on_conflict_do_nothing(index_elements=[Job.kind, Job.key]))


def retry(job: Job) -> None:
    """A job that was given up is due once more, with all its tries. Runs inside a write transaction."""
    job.move_to(State.waiting)
    job.due_at, job.ended_at = clock.now(), None
    audit.record("job.retry", job)


def _leaves(payload: Mapping[str, Code | Sequence[int]]) -> Iterable[Code]:
    for value in payload.values():
        if isinstance(value, Sequence) and not isinstance(value, str):
            yield from value
        else:
            yield value


def _refuse_words(values: Iterable[Code]) -> None:
    for value in values:
        if not _CODE.fullmatch(str(value)):
            raise NotACode("jobs hold ids and codes only")
