"""A worker in a process of its own, that stops at a gate and can be killed there, or at any moment."""

import multiprocessing
import os
import signal
from datetime import timedelta

from board import audit, clock, db
from board.db import begin_writing, session
from board.jobs import worker
from tests.jobs.making import BEGUN, MADE

# Forked: starting Python and reading the code anew takes two seconds a worker.
_processes = multiprocessing.get_context("fork")
GATES = ("taken", "begun", "written", "done")


def killed_at(gate, url, *, ahead):
    """A worker takes a job, comes to this gate, and is killed there."""
    with _working(gate, url, ahead) as (process, gates):
        assert gates.poll(30)
        assert gates.recv() == gate
        _kill(process)


def killed_after(seconds, url, *, ahead):
    """A worker works, wherever it is, until it is killed."""
    with _working(None, url, ahead) as (process, _):
        process.join(seconds)
        _kill(process)


def works_to_the_end(url, *, ahead):
    with _working(None, url, ahead) as (process, _):
        process.join(60)
        assert process.exitcode == 0


class _working:
    """The process of a worker, `ahead` on the clock: leases of those before it are over."""

    def __init__(self, gate, url, ahead):
        self.gates, theirs = _processes.Pipe()
        self.process = _processes.Process(target=_work, args=(gate, url, ahead, theirs))

    def __enter__(self):
        self.process.start()
        return self.process, self.gates

    def __exit__(self, *_):
        _kill(self.process)


def _kill(process):
    process.kill()  # SIGKILL; whoever has ended meanwhile is left in peace
    process.join()


def _work(gate, url, ahead, gates):
    """What was inherited is left alone: a database connection belongs to one process."""

    def reach(name):
        if name == gate:
            gates.send(name)
            signal.pause()

    db.bind(db.make_engine(url, pool_size=2))
    worker.handlers["test.make"] = lambda hold: _make(hold, reach)
    began = worker._work
    worker._work = lambda hold: (reach("taken"), began(hold), reach("done"))
    with clock.standing_at(lambda: clock.system_now() + ahead), db.scope():
        while worker.work_next():
            pass
    os._exit(0)


def _make(hold, reach):
    """Two parts: one that may be repeated, and one that must not."""
    hold.tell(0, 2)
    begin_writing()
    audit.record(BEGUN, job=hold.payload["number"])
    session.commit()
    reach("begun")
    with hold.finishing():
        audit.record(MADE, job=hold.payload["number"])
        session.flush()
        reach("written")


LEASE = worker.LEASE + timedelta(seconds=1)
