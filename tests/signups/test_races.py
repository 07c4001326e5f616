"""Two at the same moment: nobody oversold, stranded, lost, doubled or told twice; each with its twin."""

import pytest

from board.accounts.models import Person
from board.db import Base, session
from board.positions.models import Shift
from board.signups import editing, services
from board.signups.models import Signup, State
from tests.factories import make_person, make_position, make_shift, make_signup
from tests.signups.invariants import broken, stranded, told_twice
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


RACES = [
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
        assert broken() + stranded() + told_twice() == [], f"round {number}"


@pytest.mark.parametrize("begin", RACES, ids=lambda begin: begin.__name__)
def test_both_get_a_right_answer(begin):
    run(begin, ROUNDS)


@pytest.mark.soak
@pytest.mark.parametrize("begin", RACES, ids=lambda begin: begin.__name__)
def test_both_get_a_right_answer_for_long(begin):
    run(begin, SOAK_ROUNDS)


@pytest.fixture
def throwaway(engine):
    """A database that may lose its constraints: it is made again afterwards."""
    yield engine
    session.remove()
    if not engine.is_sqlite:  # SQLite's is a copy that is thrown away anyway
        Base.metadata.drop_all(engine.sa)
        Base.metadata.create_all(engine.sa)


@pytest.mark.parametrize("begin", RACES, ids=lambda begin: begin.__name__)
def test_without_the_guards_the_same_race_breaks_something(begin, throwaway):
    with guards_off(racers=2):
        for _ in range(TWIN_ROUNDS):
            ended = race(*begin())
            if broken() + stranded() + told_twice() or any(ended):
                return
    pytest.fail(f"{begin.__name__} cannot fail: it proves nothing")
