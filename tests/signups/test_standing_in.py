"""Whoever cannot come names somebody who goes instead; the place moves when they say yes."""

import pytest
from sqlalchemy import select

from board.accounts.models import Person
from board.db import session
from board.notices.models import Notice
from board.outbox.models import Message
from board.signups import services, standing_in
from board.signups.models import Answer, MadeAs, Signup, State
from tests.factories import make_account, make_person, make_position, make_shift, make_signup
from tests.signups.invariants import broken

MOBILE = "13800000077"


def ask(signup, name="赵阿姨", mobile=MOBILE):
    asked = standing_in.ask(signup, name=name, mobile=mobile)
    session.commit()
    return asked


def accept(asked):
    taken = standing_in.accept(asked)
    session.commit()
    return taken


def test_the_one_named_is_asked_by_sms_with_a_link():
    holder = make_signup(person=make_person(name="林小满"))

    ask(holder)

    [message] = session.scalars(select(Message))
    assert message.address == MOBILE
    assert "林*去不了“助老送餐”" in message.text
    assert "林小满" not in message.text


def test_until_they_answer_the_holder_keeps_the_place():
    holder = make_signup()

    ask(holder)

    assert (holder.state, holder.place_no) == (State.accepted, 1)


def test_whoever_has_an_account_with_that_mobile_gets_the_very_place():
    stand_in = make_account(mobile=MOBILE).person
    holder = make_signup(shift=make_shift(quota=1))
    waiting = make_signup(shift=holder.shift, state=State.waiting)

    taken = accept(ask(holder))

    assert (taken.person_id, taken.place_no, taken.made_as) == (stand_in.id, 1, MadeAs.stand_in)
    assert (holder.state, waiting.state) == (State.withdrawn, State.waiting)
    assert holder.shift.taken == 1
    assert broken() == []


def test_whoever_has_none_is_written_down_with_the_name_given():
    taken = accept(ask(make_signup()))

    assert (taken.person.name, taken.person.contact_mobile) == ("赵阿姨", MOBILE)
    assert taken.person.added_by == taken.made_by


def test_the_holder_is_told():
    holder = make_signup()

    accept(ask(holder))

    kinds = [n.kind for n in session.scalars(select(Notice).where(Notice.person_id == holder.person_id))]
    assert kinds == ["signup.stand_in_found"]


def test_saying_yes_twice_is_saying_it_once():
    asked = ask(make_signup())
    taken = accept(asked)

    assert accept(asked).id == taken.id
    assert len(session.scalars(select(Signup)).all()) == 2


def test_whoever_waited_for_the_same_shift_leaves_the_line_by_it():
    stand_in = make_account(mobile=MOBILE).person
    holder = make_signup(shift=make_shift(quota=1))
    waiting = make_signup(shift=holder.shift, person=stand_in, state=State.waiting)

    taken = accept(ask(holder))

    assert (taken.id, waiting.state, waiting.place_no) == (waiting.id, State.accepted, 1)


def test_the_rules_hold_for_whoever_stands_in():
    shift = make_shift(position=make_position(audience="officials"))
    asked = ask(make_signup(shift=shift))

    with pytest.raises(services.RuleBroken, match="只招机关干部"):
        standing_in.accept(asked)


def test_whoever_is_busy_then_cannot_stand_in():
    stand_in = make_account(mobile=MOBILE).person
    holder = make_signup()
    make_signup(shift=make_shift(starts_at=holder.shift.starts_at), person=stand_in)

    with pytest.raises(services.RuleBroken, match="时间重叠"):
        standing_in.accept(ask(holder))


def test_a_no_leaves_the_place_and_tells_the_holder():
    holder = make_signup()
    asked = ask(holder)

    standing_in.decline(asked)
    session.commit()

    assert (asked.answer, holder.state) == (Answer.declined, State.accepted)
    assert session.scalars(select(Notice.kind)).all() == ["signup.stand_in_declined"]


def test_what_was_taken_back_cannot_be_accepted():
    asked = ask(make_signup())
    standing_in.take_back(asked.signup)
    session.commit()

    with pytest.raises(standing_in.AnswerOver, match="收回了"):
        standing_in.accept(asked)


def test_after_the_holder_withdrew_there_is_nothing_to_take_over():
    holder = make_signup()
    asked = ask(holder)
    services.withdraw(holder, reason="")
    session.commit()

    with pytest.raises(standing_in.AnswerOver):
        standing_in.accept(asked)


def test_asking_the_same_one_twice_sends_one_message():
    holder = make_signup()

    assert ask(holder).id == ask(holder).id
    assert len(session.scalars(select(Message)).all()) == 1


def test_one_at_a_time_and_three_in_all():
    holder = make_signup()
    asked = ask(holder)
    with pytest.raises(standing_in.AskedAlready):
        standing_in.ask(holder, name="钱叔", mobile="13800000078")
    session.rollback()
    for number in (8, 9):
        standing_in.take_back(asked.signup)
        session.commit()
        asked = ask(holder, mobile=f"1380000007{number}")
    standing_in.take_back(asked.signup)
    session.commit()

    with pytest.raises(standing_in.AskedEnough):
        standing_in.ask(holder, name="孙姐", mobile="13800000080")


def test_nobody_stands_in_for_themselves():
    account = make_account(mobile=MOBILE)
    holder = make_signup(person=account.person)

    with pytest.raises(standing_in.Oneself):
        standing_in.ask(holder, name="我", mobile=MOBILE)


def test_only_a_place_can_be_passed_on():
    waiting = make_signup(state=State.waiting)

    with pytest.raises(standing_in.NoPlaceToGive):
        standing_in.ask(waiting, name="赵阿姨", mobile=MOBILE)


def test_the_same_stranger_asked_twice_is_one_person():
    first, second = make_signup(), make_signup(shift=make_shift(position=make_position()))
    accept(ask(first))

    with pytest.raises(services.RuleBroken, match="时间重叠"):
        standing_in.accept(ask(second))
    session.rollback()

    assert len(session.scalars(select(Person).where(Person.contact_mobile == MOBILE)).all()) == 1
