"""What an act leaves for later is done once, told as it goes, tried again, and given up where people see it."""

import threading

import pytest

from board import audit, jobs
from board.commands import ticking
from board.db import begin_writing, session
from board.jobs import queries, worker
from board.jobs.models import Job, State
from board.jobs.services import NotACode
from tests import factories
from tests.engines import settings
from tests.jobs.making import ask, made, the
from tests.jobs.unguarded import trusting


def test_a_job_is_done_and_its_result_kept_with_it(clock_at):
    ask(7)

    assert worker.work_next()
    assert not worker.work_next(), "there is nothing else to do"

    assert made() == {7: 1}
    assert (the(7).state, the(7).attempts, the(7).ended_at) == (State.done, 1, clock_at.instant)


def test_asked_for_twice_it_is_one_job():
    ask(7)
    ask(7)
    worker.work_next()
    ask(7)

    assert not worker.work_next()
    assert factories.count_rows(Job) == 1


def test_what_is_rolled_back_leaves_no_job(engine):
    begin_writing()
    jobs.enqueue("test.make", key="7")
    session.rollback()

    assert factories.count_rows(Job) == 0


@pytest.mark.dealt
@pytest.mark.parametrize(
    "words",
    [
        {"key": "王小燕"},
        {"key": "1", "payload": {"mobile": "13900001111"}},
        {"key": "1", "payload": {"a": "a b"}},
    ],
)
def test_words_and_mobiles_are_no_part_of_a_job(engine, words):
    begin_writing()

    with pytest.raises(NotACode):
        jobs.enqueue("test.make", **words)


def test_it_waits_until_it_is_due(clock_at):
    ask(7, due_at=clock_at.instant.replace(minute=30))

    assert not worker.work_next()
    clock_at.move(minutes=30)
    assert worker.work_next()


def test_a_worker_leaves_alone_what_it_does_not_know():
    ask(7, kind="test.of_a_later_version")

    assert not worker.work_next()


def test_somebody_who_looks_meanwhile_sees_how_far_it_is(handlers):
    seen = []

    def slowly(hold):
        for part in range(3):
            hold.tell(part, 3)
            job = queries.find("test.slowly", "7")
            seen.append((job.parts_done, job.parts_total, job.state))

    handlers["test.slowly"] = slowly
    ask(7, kind="test.slowly")

    worker.work_next()

    assert seen == [(part, 3, State.working) for part in range(3)]
    assert the(7, "test.slowly").state == State.done


def stumble(_):
    begin_writing()
    audit.record("test.half_done")
    raise KeyError("王小燕 13900001111")


def test_a_bug_is_tried_five_times_ever_later_and_then_an_operator_sees_it(app, handlers, clock_at):
    handlers["test.stumble"] = stumble
    ask(7, kind="test.stumble")
    told, waited = [], []
    for _ in range(worker.TRIES):
        with pytest.raises(worker.StoppedWorking) as problem:
            worker.work_next()
        told.append(str(problem.value))
        assert not worker.work_next(), "not at once again"
        waited.append((the(7, "test.stumble").due_at - clock_at.instant).total_seconds())
        clock_at.move(minutes=4)

    assert waited[:4] == [15, 30, 60, 120]
    job = the(7, "test.stumble")
    assert (job.state, job.problem, job.attempts) == (State.failed, "KeyError", 5)
    assert not made()
    assert f"job {job.id}, test.stumble: KeyError in test_work.py" in told[0]
    assert "王小燕" not in "".join(told)
    shown = app.test_cli_runner().invoke(args=["jobs"]).output
    assert "test.stumble" in shown
    assert f"failed #{job.id} test.stumble 7: KeyError after 5 tries" in shown


def test_a_handler_that_gives_up_is_not_tried_again(handlers):
    def refuse(_):
        raise worker.GiveUp("nobody_agreed")

    handlers["test.refuse"] = refuse
    ask(7, kind="test.refuse")

    worker.work_next()

    job = the(7, "test.refuse")
    assert (job.state, job.problem, job.attempts) == (State.failed, "nobody_agreed", 1)


def test_an_operator_has_it_tried_again_with_all_its_tries(app, handlers, clock_at):
    handlers["test.stumble"] = stumble
    ask(7, kind="test.stumble")
    fail(clock_at)

    answer = app.test_cli_runner().invoke(args=["jobs", "retry", str(the(7, "test.stumble").id)])
    assert answer.output == "Due again: 1\n"
    session.rollback()
    fail(clock_at)
    assert (the(7, "test.stumble").state, the(7, "test.stumble").attempts) == (State.failed, 10)

    handlers["test.stumble"] = lambda _: None
    app.test_cli_runner().invoke(args=["jobs", "retry", "--all"])
    session.rollback()
    worker.work_next()
    assert (the(7, "test.stumble").state, the(7, "test.stumble").problem) == (State.done, "")


def fail(clock_at):
    for _ in range(worker.TRIES):
        with pytest.raises(worker.StoppedWorking):
            worker.work_next()
        clock_at.move(minutes=10)


def test_retrying_nothing_in_particular_is_asked_about(app):
    assert app.test_cli_runner().invoke(args=["jobs", "retry"]).exit_code == 2


def test_the_job_of_a_worker_that_died_is_taken_over_after_two_minutes(handlers, clock_at):
    die_with(7, handlers)
    assert not worker.work_next(), "somebody may still be at it"

    clock_at.move(minutes=2)
    handlers["test.die"] = lambda _: None
    assert worker.work_next()

    assert (the(7, "test.die").state, the(7, "test.die").attempts) == (State.done, 2)


def test_a_job_that_kills_its_workers_is_given_up(handlers, clock_at):
    die_with(7, handlers)
    for _ in range(worker.TRIES - 1):
        clock_at.move(minutes=3)
        with pytest.raises(SystemExit):
            worker.work_next()
    clock_at.move(minutes=3)

    assert worker.work_next()

    job = the(7, "test.die")
    assert (job.state, job.problem, job.attempts) == (State.failed, worker.DIED, 5)


def die_with(number, handlers):
    def die(_):
        raise SystemExit

    handlers["test.die"] = die
    ask(number, kind="test.die")
    with pytest.raises(SystemExit):
        worker.work_next()
    session.rollback()


def test_a_worker_that_was_given_up_leaves_nothing_once_another_has_the_job(handlers, clock_at):
    ask(7)
    slow = worker._take()
    clock_at.move(minutes=3)
    worker.work_next()

    worker._work(slow)

    assert made() == {7: 1}


def test_without_asking_whether_it_is_still_theirs_it_would_be_done_twice(monkeypatch, clock_at):
    ask(7)
    slow = worker._take()
    clock_at.move(minutes=3)
    worker.work_next()
    monkeypatch.setattr(worker.Hold, "still_ours", trusting)

    worker._work(slow)

    assert made() == {7: 2}


def test_the_lease_is_renewed_while_one_long_step_lasts(handlers, clock_at, monkeypatch):
    renewed = threading.Event()
    still_ours = worker.Hold.still_ours

    def beating(hold):
        job = still_ours(hold)
        if threading.current_thread() is not threading.main_thread():
            renewed.set()
        return job

    def long(_):
        clock_at.move(minutes=1)
        assert renewed.wait(10)

    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(worker.Hold, "still_ours", beating)
    handlers["test.long"] = long
    ask(7, kind="test.long")

    worker.work_next()

    assert the(7, "test.long").state == State.done


def test_the_tick_does_all_that_is_due_and_one_that_stumbles_holds_up_no_other(engine, handlers):
    handlers["test.stumble"] = stumble
    ask(1, kind="test.stumble")
    ask(2, 3)

    ticking.run([], settings(engine.url), once=True)

    assert made() == {2: 1, 3: 1}
    assert the(1, "test.stumble").state == State.waiting


@pytest.mark.on("sqlite")
def test_asking_every_second_looks_at_no_job_that_is_over(engine, clock_at):
    asked = queries.due(clock_at.instant, ["test.make"]).compile(
        engine.sa, compile_kwargs={"literal_binds": True}
    )

    plan = [row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}")]

    assert plan == ["SEARCH jobs USING INDEX ix_jobs_due (due_at<?)"]
