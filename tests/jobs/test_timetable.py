"""Every ten minutes, night and month, whichever tick sees first that it is time; and what is long over is gone."""

from datetime import datetime

import pytest
from sqlalchemy import select

from board import clock
from board.db import session
from board.jobs import timetable, upkeep, worker
from board.jobs.models import Job
from tests import factories
from tests.jobs.making import ask
from tests.signups.racing import race


def keys():
    session.rollback()
    return session.scalars(select(Job.key).order_by(Job.id)).all()


def test_each_slot_is_one_job_however_often_the_tick_looks(clock_at):
    timetable.slots["test.make"] = timetable.every_ten_minutes

    for _ in range(5):
        timetable.enqueue_due()
        clock_at.move(minutes=3)

    assert keys() == ["2026-11-23T10:00", "2026-11-23T10:10"]


def test_two_ticks_at_one_moment_make_one_job(engine):
    timetable.slots["test.make"] = timetable.every_night

    ended = race(*[timetable.enqueue_due] * 4)

    assert ended == [None] * 4
    assert keys() == ["2026-11-23"]


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("slot", "at", "name"),
    [
        (timetable.every_ten_minutes, (2026, 11, 29, 10, 9, 59), "2026-11-29T10:00"),
        (timetable.every_ten_minutes, (2026, 11, 29, 10, 10), "2026-11-29T10:10"),
        (timetable.every_night, (2026, 11, 29, 2, 59), "2026-11-28"),
        (timetable.every_night, (2026, 11, 29, 3, 0), "2026-11-29"),
        (timetable.every_month, (2026, 12, 1, 2, 59), "2026-11"),
        (timetable.every_month, (2026, 12, 1, 3, 0), "2026-12"),
    ],
)
def test_a_slot_is_named_for_when_it_began(slot, at, name):
    assert slot(datetime(*at, tzinfo=clock.SHANGHAI)) == name


def test_what_ended_two_months_ago_is_forgotten(clock_at):
    ask(1)
    worker.work_next()
    clock_at.move(days=59)
    ask(2)
    upkeep.forget_old()
    assert factories.count_rows(Job) == 2

    clock_at.move(days=2)
    upkeep.forget_old()

    assert keys() == ["2"], "what has not ended stays"
