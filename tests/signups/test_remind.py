"""Reminders: the day before at 18:00, and two hours ahead; and one tap to say that one is not coming."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.db import session
from board.notices.models import Notice
from board.outbox.models import Message
from board.signups import editing, links, reminding
from board.signups.models import Reminder, State
from tests.factories import (
    count_rows,
    make_account,
    make_person,
    make_shift,
    make_signup,
)
from tests.queries import counted
from tests.signups.racing import guards_off, race

SATURDAY = date(2026, 11, 28)  # the clock stands at Monday 23 November, 10:00


def at(day, hour, minute=0):
    return clock.at(day, reminding.wall_time(hour, minute))


def shift_at(hour, minute=0, **values):
    return make_shift(starts_at=at(SATURDAY, hour, minute), **values)


def reminded(signup):
    session.rollback()
    kinds = select(Reminder.kind).where(Reminder.signup_id == signup.id).order_by(Reminder.id)
    return [str(kind) for kind in session.scalars(kinds)]


def tick_at(clock_at, day, hour, minute=0):
    clock_at.set_wall(day, hour, minute)
    return reminding.send_reminders()


FRIDAY = SATURDAY - timedelta(days=1)


# When


def test_the_day_before_at_six_in_the_evening_and_two_hours_ahead(clock_at):
    signup = make_signup(shift=shift_at(14))

    assert tick_at(clock_at, FRIDAY, 17, 59) == 0
    assert tick_at(clock_at, FRIDAY, 18) == 1
    assert tick_at(clock_at, SATURDAY, 11, 59) == 0
    assert tick_at(clock_at, SATURDAY, 12) == 1

    assert reminded(signup) == ["day_before", "two_hours"]


def test_each_comes_once_however_often_the_tick_runs(clock_at):
    signup = make_signup(shift=shift_at(14))

    for minute in (0, 1, 2):
        tick_at(clock_at, FRIDAY, 18, minute)
        tick_at(clock_at, SATURDAY, 12, minute)

    assert reminded(signup) == ["day_before", "two_hours"]
    assert count_rows(Notice) == 2


@pytest.mark.parametrize(("hour", "minute"), [(7, 0), (9, 59), (23, 0), (1, 0)])
def test_what_would_come_at_night_is_said_the_evening_before(clock_at, hour, minute):
    starts_at = at(SATURDAY, hour, minute)
    signup = make_signup(shift=make_shift(starts_at=starts_at))

    tick_at(clock_at, FRIDAY, 18)
    for hours in range(4, 0, -1):
        clock_at.move_to(starts_at - timedelta(hours=hours))
        reminding.send_reminders()
    for early in (7, 8):
        tick_at(clock_at, SATURDAY, early)

    assert reminded(signup) == ["day_before"]


@pytest.mark.parametrize(("hour", "minute"), [(10, 0), (22, 59)])
def test_the_edges_of_the_night_still_get_the_second(clock_at, hour, minute):
    signup = make_signup(shift=shift_at(hour, minute))

    tick_at(clock_at, FRIDAY, 18)
    clock_at.move_to(at(SATURDAY, hour, minute) - timedelta(hours=2))
    reminding.send_reminders()

    assert reminded(signup) == ["day_before", "two_hours"]


def test_whoever_signs_up_after_six_the_evening_before_gets_only_the_second(clock_at):
    shift = shift_at(14)
    clock_at.set_wall(FRIDAY, 18, 1)
    signup = make_signup(shift=shift)

    tick_at(clock_at, FRIDAY, 20, 30)
    tick_at(clock_at, SATURDAY, 8)
    tick_at(clock_at, SATURDAY, 12)

    assert reminded(signup) == ["two_hours"]


def test_nobody_is_reminded_within_two_hours_of_signing_up(clock_at):
    shift = shift_at(14)
    clock_at.set_wall(SATURDAY, 10, 1)
    signup = make_signup(shift=shift)

    tick_at(clock_at, SATURDAY, 12)
    tick_at(clock_at, SATURDAY, 12, 30)

    assert reminded(signup) == []


def test_an_evening_without_a_tick_is_made_up_for_in_the_morning(clock_at):
    signup = make_signup(shift=shift_at(14))

    tick_at(clock_at, SATURDAY, 7, 59)
    tick_at(clock_at, SATURDAY, 8)

    assert reminded(signup) == ["day_before"]


def test_a_second_one_that_would_come_in_the_last_hour_is_left_out(clock_at):
    signup = make_signup(shift=shift_at(14))
    tick_at(clock_at, FRIDAY, 18)

    tick_at(clock_at, SATURDAY, 13, 1)

    assert reminded(signup) == ["day_before"]


@pytest.mark.parametrize("state", [s for s in State if s != State.accepted])
def test_only_those_with_a_place_are_reminded(clock_at, state):
    make_signup(shift=shift_at(14), state=state)

    tick_at(clock_at, FRIDAY, 18)

    assert count_rows(Reminder) == 0


def test_a_cancelled_shift_reminds_nobody_not_even_those_not_called_off_yet(clock_at):
    make_signup(shift=shift_at(14, cancelled_at=clock.now()))

    tick_at(clock_at, FRIDAY, 18)
    tick_at(clock_at, SATURDAY, 12)

    assert count_rows(Reminder) == 0


def test_a_shift_that_is_moved_is_reminded_of_at_its_new_time(clock_at):
    signup = make_signup(shift=shift_at(14))
    tick_at(clock_at, FRIDAY, 18)
    sunday = SATURDAY + timedelta(days=1)

    editing.change_time(signup.shift, at(sunday, 14), at(sunday, 16), reason="下雨", by=make_person())
    session.commit()
    tick_at(clock_at, FRIDAY, 18, 30)
    told_too_early = reminded(signup)
    tick_at(clock_at, SATURDAY, 18)
    tick_at(clock_at, sunday, 12)

    assert told_too_early == []
    assert reminded(signup) == ["day_before", "two_hours"]


def test_a_shift_moved_by_an_hour_is_not_reminded_of_a_second_time(clock_at):
    signup = make_signup(shift=shift_at(14))
    tick_at(clock_at, FRIDAY, 18)

    editing.change_time(signup.shift, at(SATURDAY, 15), at(SATURDAY, 17), reason="错开", by=make_person())
    session.commit()
    tick_at(clock_at, FRIDAY, 19)

    assert reminded(signup) == ["day_before"]


# What


def test_the_sentence_says_what_when_where_whom_to_ask_and_how_not_to_come(clock_at):
    person = make_account(mobile="13800000042").person
    signup = make_signup(shift=shift_at(14), person=person)

    tick_at(clock_at, FRIDAY, 18)

    [notice] = session.scalars(select(Notice))
    [message] = session.scalars(select(Message))
    said = ("明天 11月28日 周六 14:00–16:00", "“助老送餐”", "清泉社区党群服务中心", "李老师 028-82720000")
    assert all(part in notice.sentence for part in (*said, "还来吗？不能来点这里"))
    assert message.address == "13800000042"
    assert message.text.endswith(links.coming(signup.id))
    assert (notice.about_kind, notice.about_id) == ("shifts", signup.shift_id)


# How much, how often


def test_more_than_a_batch_is_reminded_in_one_tick(clock_at, monkeypatch):
    monkeypatch.setattr(reminding, "BATCH", 3)
    shift = shift_at(14)
    signups = [make_signup(shift=shift) for _ in range(7)]

    assert tick_at(clock_at, FRIDAY, 18) == 7

    assert all(reminded(signup) == ["day_before"] for signup in signups)


def test_a_tick_with_nothing_due_reads_twice_and_writes_nothing(engine, clock_at):
    for hour in (8, 14, 20):
        make_signup(shift=shift_at(hour))
    tick_at(clock_at, FRIDAY, 18)
    clock_at.move(minutes=1)

    with counted(engine) as sent:
        assert reminding.send_reminders() == 0

    assert len(sent) == 2, "\n".join(sent)


def test_late_sign_ups_cost_no_transaction_at_every_tick(engine, clock_at):
    shift = shift_at(14)
    clock_at.set_wall(FRIDAY, 17)
    make_signup(shift=shift)
    clock_at.set_wall(FRIDAY, 18, 30)

    with counted(engine) as sent:
        reminding.send_reminders()

    assert not [statement for statement in sent if statement.startswith("UPDATE")]


# Races


def two_ticks():
    make_signup(shift=make_shift(starts_at=clock.now() + timedelta(hours=2)),
                changed_at=clock.now() - timedelta(days=1))  # fmt: skip
    return [reminding.send_reminders, reminding.send_reminders]


def doubled():
    session.rollback()
    told = [row.person_id for row in session.scalars(select(Notice))]
    return [person for person in set(told) if told.count(person) > 1]


def test_two_ticks_at_once_remind_once():
    for _ in range(20):
        ended = race(*two_ticks())

        assert ended == [None, None]
        assert doubled() == []


def test_without_the_hold_two_ticks_break_something(throwaway):
    with guards_off(racers=2):
        for _ in range(10):
            ended = race(*two_ticks())
            if doubled() or any(ended):
                return
    pytest.fail("two ticks cannot collide: the race proves nothing")
