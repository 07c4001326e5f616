"""The twin of the worker, without what keeps two of them from doing one job."""

from contextlib import contextmanager

from sqlalchemy import event, text

from board import db
from board.db import BoardSession, begin_writing, session
from board.jobs import queries, worker
from board.jobs.models import Job, State
from tests.signups.racing import Gate


def trusting(hold):
    """Asks nobody whether the job is still theirs."""
    begin_writing()
    job = session.get(Job, hold.job_id)
    job.state = State.working
    return job


@contextmanager
def guard_off(engine):
    """Taking a job reads it without a lock, both have read before either writes, and both trust themselves."""
    gate = Gate(2, lambda current: bool(current.dirty))
    due, begin, still_ours = queries.due, worker.begin_writing, worker.Hold.still_ours
    queries.due = lambda *asked: _unlocked(due(*asked))
    worker.begin_writing, worker.Hold.still_ours = _begin_without_lock, trusting
    if engine.is_sqlite:
        event.remove(engine.sa, "begin", db._begin_sqlite)
    event.listen(BoardSession, "before_flush", gate.meet, insert=True)
    try:
        yield
    finally:
        event.remove(BoardSession, "before_flush", gate.meet)
        if engine.is_sqlite:
            event.listen(engine.sa, "begin", db._begin_sqlite)
        queries.due, worker.begin_writing, worker.Hold.still_ours = due, begin, still_ours


def _unlocked(query):
    query.with_for_update = lambda **_: query
    return query


def _begin_without_lock():
    current = session()
    current.rollback()
    current.expire_all()
    current.info["writing"] = True
    if db.is_sqlite():
        current.execute(text("PRAGMA query_only=OFF"))
    else:
        current.connection(execution_options={"isolation_level": "READ COMMITTED"})
