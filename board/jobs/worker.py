"""Doing jobs, beside the server: one at a time, none lost to a worker that dies, none done by two."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Final

from sqlalchemy.exc import DBAPIError

from board import clock, db
from board.db import begin_writing, session
from board.jobs import queries
from board.jobs.models import Job, State

LEASE: Final = timedelta(minutes=2)
BEAT_SECONDS: Final = 30.0
LONGEST: Final = timedelta(hours=1)  # whoever hangs is not believed to work for ever
TRIES: Final = 5
FIRST_WAIT: Final = timedelta(seconds=15)  # doubled with every try
DIED: Final = "died"


class GiveUp(Exception):  # noqa: N818 - named for what is to be done
    """Raised by a handler: trying again is no use. The text is a short code."""


class LostIt(Exception):  # noqa: N818 - named for what happened
    """Another worker has taken the job meanwhile: what this one made of it is not needed."""


class StoppedWorking(RuntimeError):  # noqa: N818 - as above
    """A bug met a job: where, and nothing of what the rows say."""


class Hold:
    """A job that is ours to do, as long as we are heard of every two minutes."""

    def __init__(self, job: Job) -> None:
        self.job_id, self.kind, self.key, self.payload = job.id, job.kind, job.key, job.payload
        self.attempt = job.attempts
        self.is_finished = False

    def still_ours(self) -> Job:
        """Begin writing; the job, if nobody has taken it over."""
        begin_writing()
        job = session.get(Job, self.job_id, with_for_update={"key_share": True})
        if job is None or job.state != State.working or job.attempts != self.attempt:
            raise LostIt
        job.due_at = clock.now() + LEASE
        return job

    def tell(self, done: int, total: int) -> None:
        """Whoever waits sees how far it is."""
        job = self.still_ours()
        job.parts_done, job.parts_total = done, total
        session.commit()

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """What the block writes and the end of the job are committed together."""
        job = self.still_ours()
        yield
        _end(job, State.done)
        session.commit()
        self.is_finished = True


Handler = Callable[[Hold], object]
# kind -> what does such a job (create_app). It may be begun again at any point: it commits in short
# transactions of its own that can be repeated, and what cannot be repeated inside `finishing()`.
handlers: Final[dict[str, Handler]] = {}


def work_next() -> bool:
    """The job that has been due longest is done, or tried; False if none is due."""
    if session.scalar(queries.due(clock.now(), handlers)) is None:
        return False
    hold = _take()
    if hold is not None:
        _work(hold)
    return True


def _take() -> Hold | None:
    begin_writing()
    due = queries.due(clock.now(), handlers)
    job = session.scalar(due.with_for_update(skip_locked=True, key_share=True))
    hold = _begin(job) if job is not None else None
    session.commit()
    return hold


def _begin(job: Job) -> Hold | None:
    if job.state == State.working and _was_the_last_try(job):
        _end(job, State.failed, DIED)
        return None
    job.move_to(State.working)
    job.attempts += 1
    job.due_at = clock.now() + LEASE
    return Hold(job)


def _was_the_last_try(job: Job) -> bool:
    # Not "at least": an operator's retry gives as many again, and the count is never reset.
    return job.attempts % TRIES == 0


def _end(job: Job, state: State, problem: str = "") -> None:
    job.move_to(state)
    job.problem, job.ended_at = problem[:60], clock.now()


def _work(hold: Hold) -> None:
    try:
        with _heard_of(hold):
            handlers[hold.kind](hold)
            if not hold.is_finished:
                with hold.finishing():
                    pass
    except LostIt:
        session.rollback()
    except GiveUp as refusal:
        _give_up(hold, str(refusal))
    except Exception as problem:  # noqa: BLE001 - said again below, without what the rows say
        _let_go(hold, type(problem).__name__)
        raise StoppedWorking(f"job {hold.job_id}, {hold.kind}: {_where(problem)}") from None


def _give_up(hold: Hold, code: str) -> None:
    session.rollback()
    with suppress(LostIt):
        _end(hold.still_ours(), State.failed, code)
    session.commit()


def _let_go(hold: Hold, code: str) -> None:
    """It is tried again after a while, each time a longer one; after the last try it has failed."""
    session.rollback()
    with suppress(LostIt):
        job = hold.still_ours()
        if _was_the_last_try(job):
            _end(job, State.failed, code)
        else:
            job.move_to(State.waiting)
            job.problem = code[:60]
            job.due_at = clock.now() + FIRST_WAIT * 2 ** (job.attempts % TRIES - 1)
    session.commit()


def _where(problem: Exception) -> str:
    """What went wrong and where: the log must not have what people wrote."""
    place = traceback.extract_tb(problem.__traceback__)[-1]
    return f"{type(problem).__name__} in {Path(place.filename).name}:{place.lineno}"


@contextmanager
def _heard_of(hold: Hold) -> Iterator[None]:
    """While the block lasts the lease is renewed, however long a single step takes."""
    over = Event()
    heart = Thread(target=_beat, args=(hold, over), daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()


def _beat(hold: Hold, over: Event) -> None:
    until = clock.seconds() + LONGEST.total_seconds()
    # A beat that the database has no time for is left out: there are four to a lease.
    with suppress(LostIt):
        while not over.wait(BEAT_SECONDS) and clock.seconds() < until:
            with db.scope(), suppress(DBAPIError):
                hold.still_ours()
                session.commit()
