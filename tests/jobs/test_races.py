"""Two workers never do one job twice; with the guard off they do."""

from board.jobs import worker
from tests.jobs.making import ask, made
from tests.jobs.unguarded import guard_off
from tests.signups import racing

ROUNDS, WORKERS = 8, 4


def work():
    while worker.work_next():
        pass


def test_two_workers_share_the_jobs_and_do_none_twice():
    for number in range(ROUNDS):
        first = number * 10
        ask(*range(first, first + 6))

        ended = racing.race(*[work] * WORKERS)

        assert ended == [None] * WORKERS

    done = made()
    assert len(done) == ROUNDS * 6
    assert set(done.values()) == {1}


def test_with_the_guard_off_one_job_is_done_twice(engine):
    with guard_off(engine):
        for number in range(ROUNDS):
            ask(number)
            racing.race(worker.work_next, worker.work_next)

    assert max(made().values()) > 1
