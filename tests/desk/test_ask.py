"""Those who served here before are asked once: who, and how often."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.accounts.models import Kind
from board.attendance.models import Attendance, How
from board.attendance.models import Kind as Seen
from board.db import session
from board.desk import asking
from board.notices.models import Notice
from board.outbox.models import Message
from board.signups.models import State
from tests.desk.asking_round import ask, asked, past_shift, served
from tests.factories import committed, make_account, make_person, make_position, make_shift, make_signup

# Who is asked


def test_those_who_served_here_are_asked(position, shift):
    person = served(position)
    elsewhere = make_position(opportunity_list=position.opportunity_list)
    neighbour = served(elsewhere)
    served(make_position())
    make_account()

    assert ask(shift) == 2

    assert asked() == sorted([person.id, neighbour.id])
    notice = session.scalars(select(Notice)).first()
    assert notice.sentence.startswith("你来过的清泉社区缺人手：“助老送餐”11月25日")
    assert "还缺 2 人" in notice.sentence
    assert notice.link == f"/positions/{position.number}?shift={shift.id}"
    assert session.scalars(select(Message)).all() == []


def absent(signup, **values):
    with committed():
        session.add(
            Attendance(
                shift_id=signup.shift_id, person_id=signup.person_id, signup_id=signup.id, kind=Seen.absent,
                how=How.settled, at=clock.now(), noted_at=clock.now(), noted_by=signup.person_id, **values,
            )
        )  # fmt: skip


def test_whoever_was_absent_did_not_serve(position, shift):
    person = make_account().person
    absent(make_signup(shift=past_shift(position), person=person))

    assert asking.how_many_to_ask(shift) == 0


def test_an_absence_that_was_taken_back_counts_for_nothing(position, shift):
    person = make_account().person
    signup = make_signup(shift=past_shift(position), person=person)
    absent(signup, voided_at=clock.now(), voided_by=person.id)

    assert asking.how_many_to_ask(shift) == 1


def cancelled_then(position, shift, clock_at):
    make_signup(shift=past_shift(position, cancelled_at=clock.now()), person=make_account().person)


def withdrew_then(position, shift, clock_at):
    make_signup(shift=past_shift(position), person=make_account().person, state=State.withdrawn)


def is_on_it_already(position, shift, clock_at):
    make_signup(shift=shift, person=served(position))


def waits_for_it(position, shift, clock_at):
    make_signup(shift=shift, person=served(position), state=State.waiting)


def has_a_place_at_that_time(position, shift, clock_at):
    other = make_shift(starts_at=shift.starts_at + timedelta(minutes=30))
    make_signup(shift=other, person=served(position))


def has_no_account(position, shift, clock_at):
    served(position, make_person())


def closed_the_account(position, shift, clock_at):
    served(position, make_account(mobile=None, closed_at=clock.now()).person)


def is_too_young(position, shift, clock_at):
    position.min_age = 18
    served(position, birth_month=date(2008, 12, 1))


def is_of_unknown_age(position, shift, clock_at):
    position.min_age = 18
    served(position)


def is_no_official(position, shift, clock_at):
    position.audience = "officials"
    served(position)


@pytest.mark.parametrize(
    "why",
    [cancelled_then, withdrew_then, is_on_it_already, waits_for_it, has_a_place_at_that_time, has_no_account,
     closed_the_account, is_too_young, is_of_unknown_age, is_no_official,],
    ids=lambda why: why.__name__,
)  # fmt: skip
def test_who_is_not_asked(position, shift, clock_at, why):
    with committed():
        why(position, shift, clock_at)

    with pytest.raises(asking.NobodyToAsk):
        ask(shift)


@pytest.mark.parametrize(("birth_month", "number"), [(date(2008, 10, 1), 1), (date(2008, 11, 1), 0)])
def test_age_is_counted_as_when_signing_up(position, shift, birth_month, number):
    with committed():
        position.min_age = 18
    person = served(position, birth_month=birth_month)

    assert asking.how_many_to_ask(shift) == number
    assert (person.age_on(date(2026, 11, 25)) >= 18) == bool(number)


def test_officials_are_asked_for_what_is_for_officials(position, shift):
    with committed():
        position.audience = "officials"
    served(position, kind=Kind.official)

    assert asking.how_many_to_ask(shift) == 1


def test_at_most_two_hundred_those_who_came_last_first(position, shift, monkeypatch):
    monkeypatch.setattr(asking, "MOST", 2)
    long_ago = make_account().person
    make_signup(shift=make_shift(position=position, starts_in=timedelta(days=-90)), person=long_ago)
    lately = [served(position), served(position)]

    ask(shift)

    assert asked() == sorted(person.id for person in lately)


# How often


def test_whoever_another_community_asked_this_week_is_left_in_peace(position, shift, clock_at):
    person, other = served(position), make_position()
    served(other, person)
    ask(make_shift(position=other, starts_in=timedelta(hours=70)))
    clock_at.move(days=1)

    with pytest.raises(asking.NobodyToAsk):
        ask(shift)


def test_a_second_time_on_the_same_day_is_refused(position, shift):
    served(position)
    ask(shift)
    served(position)

    with pytest.raises(asking.AskedToday):
        ask(shift)


def test_after_a_week_somebody_may_be_asked_again(position, clock_at):
    person = served(position)
    ask(make_shift(position=position, starts_in=timedelta(hours=60), minimum=1))
    clock_at.move(days=7, minutes=1)

    ask(make_shift(position=position, starts_in=timedelta(hours=60), minimum=1))

    assert asked() == [person.id, person.id]


def test_when_there_are_enough_nobody_is_asked(position, shift):
    served(position)
    for _ in range(2):
        make_signup(shift=shift)

    with pytest.raises(asking.EnoughPeople):
        ask(shift)


def test_after_sign_up_closed_nobody_is_asked_in_vain(browser, editor, position, shift, clock_at):
    served(position)
    clock_at.move_to(shift.closes_at)
    browser.as_(editor)

    page = browser.get(f"/desk/shifts/{shift.id}/short")
    browser.post(f"/desk/shifts/{shift.id}/ask")

    assert page.has("现在报不了名")
    assert "问在这里服务过的人" not in page.buttons
    assert asked() == []
