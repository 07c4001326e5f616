"""Giving a place up: the first in line who fits gets it, and is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.db import session
from board.notices.models import Notice
from board.outbox.models import Message
from board.signups import queries, services
from board.signups.models import ShiftLeader, State
from tests.factories import committed, make_account, make_person, make_position, make_shift, make_signup


def withdraw(signup, reason=""):
    services.withdraw(signup, reason=reason)
    session.commit()


def test_a_withdrawal_gives_the_place_to_the_longest_waiting():
    shift = make_shift(quota=1)
    holder = make_signup(shift=shift)
    first, second = (
        make_signup(shift=shift, state=State.waiting),
        make_signup(shift=shift, state=State.waiting),
    )

    withdraw(holder)

    assert (holder.state, first.state, second.state) == (State.withdrawn, State.accepted, State.waiting)
    assert first.place_no == 1
    assert shift.taken == 1


def test_whoever_gets_the_place_is_told_in_the_inbox_and_by_sms():
    shift = make_shift(quota=1)
    holder = make_signup(shift=shift)
    next_one = make_account(mobile="13800000042").person
    make_signup(shift=shift, person=next_one, state=State.waiting)

    withdraw(holder)

    [notice] = session.scalars(select(Notice).where(Notice.person_id == next_one.id))
    [message] = session.scalars(select(Message))
    assert "候补轮到你了" in notice.sentence
    assert message.address == "13800000042"
    assert notice.sentence in message.text


def test_the_line_moves_up():
    shift = make_shift(quota=1)
    holder = make_signup(shift=shift)
    line = [make_signup(shift=shift, state=State.waiting) for _ in range(3)]

    withdraw(holder)

    assert queries.places_in_line(line) == {line[1].id: 1, line[2].id: 2}


def test_leaving_the_line_needs_no_reason_and_frees_no_place(clock_at):
    shift = make_shift(quota=1, starts_in=timedelta(hours=40))
    make_signup(shift=shift)
    waiting = make_signup(shift=shift, state=State.waiting)
    clock_at.move(hours=39)

    withdraw(waiting)

    assert waiting.state == State.withdrawn
    assert shift.taken == 1


def test_after_the_rules_time_a_reason_is_asked_for(clock_at):
    position = make_position(withdraw_rule="hours_before", withdraw_hours=24)
    signup = make_signup(shift=make_shift(position=position, starts_in=timedelta(hours=40)))
    clock_at.move(hours=20)

    with pytest.raises(services.ReasonNeeded):
        withdraw(signup)
    session.rollback()
    withdraw(signup, reason="孩子病了")

    assert signup.state == State.withdrawn
    assert signup.reason == "孩子病了"


def test_ten_minutes_after_signing_up_it_is_undone_without_a_reason(clock_at):
    position = make_position(withdraw_rule="hours_before", withdraw_hours=24, closes_rule="at_start")
    signup = make_signup(shift=make_shift(position=position, starts_in=timedelta(hours=3)))
    clock_at.move(minutes=9)

    withdraw(signup)

    assert signup.state == State.withdrawn


def test_the_eleventh_minute_is_too_late_to_undo(clock_at):
    position = make_position(withdraw_rule="hours_before", withdraw_hours=24, closes_rule="at_start")
    signup = make_signup(shift=make_shift(position=position, starts_in=timedelta(hours=3)))
    clock_at.move(minutes=10)

    with pytest.raises(services.ReasonNeeded):
        withdraw(signup)


def test_withdrawing_twice_answers_as_the_first_time():
    signup = make_signup(shift=make_shift())

    withdraw(signup)
    withdraw(signup)

    assert signup.state == State.withdrawn


def test_after_the_start_it_is_too_late(clock_at):
    signup = make_signup(shift=make_shift(starts_in=timedelta(hours=30)))
    clock_at.move(hours=30)

    with pytest.raises(services.ShiftBegun):
        withdraw(signup, reason="有事")


def test_giving_up_a_place_wins_the_one_i_waited_for_at_the_same_time():
    position = make_position()
    here, there = make_shift(position=position, quota=1), make_shift(position=position, quota=1)
    person = make_person()
    holding = make_signup(shift=here, person=person)
    waiting = make_signup(shift=there, person=person, state=State.waiting)

    withdraw(holding)

    assert waiting.state == State.accepted


def test_after_the_rule_s_time_whoever_runs_the_shift_is_told_who_is_not_coming_and_why(clock_at):
    shift = make_shift(quota=2)
    holder = make_signup(shift=shift, person=make_person(name="林小满"))
    leader = make_account(mobile="13800000042").person
    with committed():
        session.add(
            ShiftLeader(shift_id=shift.id, person_id=leader.id, named_by=leader.id, named_at=clock_at.instant)
        )
    clock_at.move_to(shift.withdraw_until + timedelta(hours=2))

    withdraw(holder, "孩子发烧")

    [notice] = session.scalars(select(Notice).where(Notice.person_id == leader.id))
    assert "林*不能来“助老送餐”" in notice.sentence
    assert "孩子发烧" in notice.sentence


def test_in_good_time_nobody_is_bothered_with_it():
    shift = make_shift(quota=2)
    holder, leader = make_signup(shift=shift), make_account().person
    with committed():
        session.add(
            ShiftLeader(shift_id=shift.id, person_id=leader.id, named_by=leader.id, named_at=clock.now())
        )

    withdraw(holder)

    assert session.scalars(select(Notice).where(Notice.person_id == leader.id)).all() == []
