"""Two at the same moment: nobody oversold, stranded, lost, doubled or told twice; each with its twin."""

from datetime import timedelta

import pytest

from board import clock
from board.accounts.models import Person
from board.db import begin_writing, session
from board.positions.models import Shift
from board.positions.words import Approval
from board.signups import deciding, editing, offers, services, standing_in
from board.signups.models import Signup, StandIn, State
from tests.factories import make_account, make_person, make_position, make_shift, make_signup
from tests.signups.invariants import answered_twice, broken, stranded, told_twice
from tests.signups.racing import guards_off, race

ROUNDS = 40
SOAK_ROUNDS = 300
TWIN_ROUNDS = 10


def signing_up(person, *shifts):
    person_id, shift_ids = person.id, [shift.id for shift in shifts]
    return lambda: services.sign_up(session.get(Person, person_id), shift_ids, consent_version="test")


def withdrawing(signup):
    signup_id = signup.id
    return lambda: services.withdraw(session.get(Signup, signup_id), reason="有事")


def setting_quota(shift, quota, editor):
    shift_id, editor_id = shift.id, editor.id
    return lambda: editing.change_quota(
        session.get(Shift, shift_id), quota, by=session.get(Person, editor_id)
    )


def cancelling(shift, reason):
    shift_id = shift.id
    return lambda: editing.cancel_shift(session.get(Shift, shift_id), reason=reason)


def last_place():
    shift = make_shift(quota=1)
    return [signing_up(make_person(), shift), signing_up(make_person(), shift)]


def withdraw_against_sign_up():
    shift = make_shift(quota=1)
    return [withdrawing(make_signup(shift=shift)), signing_up(make_person(), shift)]


def quota_against_sign_up():
    shift = make_shift(quota=2)
    make_signup(shift=shift)
    return [setting_quota(shift, 1, make_person()), signing_up(make_person(), shift)]


def same_person_twice():
    shift, person = make_shift(quota=5), make_person()
    return [signing_up(person, shift), signing_up(person, shift)]


def overlapping_by_way_of_the_line():
    position = make_position()
    full, free = make_shift(position=position, quota=1), make_shift(position=position, quota=1)
    holder, person = make_signup(shift=full), make_person()
    make_signup(shift=full, person=person, state=State.waiting)
    return [withdrawing(holder), signing_up(person, free)]


def cancel_against_sign_up():
    shift = make_shift(quota=3)
    return [cancelling(shift, reason="下雨"), signing_up(make_person(), shift)]


def two_editors_cancel():
    shift = make_shift(quota=3)
    make_signup(shift=shift)
    return [cancelling(shift, reason="下雨"), cancelling(shift, reason="停电")]


def doing(act, row, **told):
    kind, row_id = type(row), row.id
    return lambda: act(session.get(kind, row_id), **told)


def approving(*signups):
    ids = [signup.id for signup in signups]
    return lambda: deciding.approve([session.get(Signup, number) for number in ids])


def near_shift(quota=1):
    """Starts in eight hours: what comes free is offered."""
    position = make_position(closes_rule="at_start", withdraw_rule="at_start")
    return make_shift(position=position, starts_in=timedelta(hours=8), quota=quota)


def yes_against_no_to_an_offer():
    shift = near_shift()
    kept = make_signup(shift=shift, state=State.offered)
    make_signup(shift=shift, state=State.waiting)
    return [doing(offers.accept, kept), doing(offers.decline, kept)]


def staffed_shift():
    return make_shift(position=make_position(approval=Approval.staff), quota=1)


def two_editors_approve():
    shift = staffed_shift()
    one, other = make_signup(shift=shift, state=State.pending), make_signup(shift=shift, state=State.pending)
    return [approving(one), approving(other)]


def approve_against_a_lower_quota():
    shift = make_shift(position=make_position(approval=Approval.staff), quota=2)
    make_signup(shift=shift)
    wish = make_signup(shift=shift, state=State.pending)
    return [approving(wish), setting_quota(shift, 1, make_person())]


def approve_on_two_overlapping_shifts():
    one, other, person = staffed_shift(), staffed_shift(), make_person()
    wishes = [make_signup(shift=shift, person=person, state=State.pending) for shift in (one, other)]
    return [approving(wishes[0]), approving(wishes[1])]


def asked_to_stand_in(holder, mobile):
    begin_writing()
    asked = StandIn(signup_id=holder.id, name="赵阿姨", mobile=mobile, asked_at=clock.now())
    session.add(asked)
    session.commit()
    return asked


def stand_in_on_two_overlapping_shifts():
    holders = [make_signup(shift=make_shift(quota=1)) for _ in range(2)]
    mobile = make_account().mobile
    return [doing(standing_in.accept, asked_to_stand_in(holder, mobile)) for holder in holders]


def stand_in_against_withdraw():
    shift = make_shift(quota=1)
    holder = make_signup(shift=shift)
    make_signup(shift=shift, state=State.waiting)
    return [doing(standing_in.accept, asked_to_stand_in(holder, make_account().mobile)), withdrawing(holder)]


RACES = [
    yes_against_no_to_an_offer,
    two_editors_approve,
    approve_against_a_lower_quota,
    approve_on_two_overlapping_shifts,
    stand_in_on_two_overlapping_shifts,
    stand_in_against_withdraw,
    last_place,
    withdraw_against_sign_up,
    quota_against_sign_up,
    same_person_twice,
    overlapping_by_way_of_the_line,
    cancel_against_sign_up,
    two_editors_cancel,
]


def run(begin, rounds):
    for number in range(rounds):
        ended = race(*begin())

        assert ended == [None] * len(ended), f"round {number}: {ended}"
        assert broken() + stranded() + told_twice() + answered_twice() == [], f"round {number}"


@pytest.mark.parametrize("begin", RACES, ids=lambda begin: begin.__name__)
def test_both_get_a_right_answer(begin):
    run(begin, ROUNDS)


@pytest.mark.soak
@pytest.mark.parametrize("begin", RACES, ids=lambda begin: begin.__name__)
def test_both_get_a_right_answer_for_long(begin):
    run(begin, SOAK_ROUNDS)


@pytest.mark.parametrize("begin", RACES, ids=lambda begin: begin.__name__)
def test_without_the_guards_the_same_race_breaks_something(begin, throwaway):
    with guards_off(racers=2):
        for _ in range(TWIN_ROUNDS):
            ended = race(*begin())
            if broken() + stranded() + told_twice() + answered_twice() or any(ended):
                return
    pytest.fail(f"{begin.__name__} cannot fail: it proves nothing")
