"""Signing up: a place or a turn in the line, or the one rule that stands against it."""

from datetime import date, timedelta

import pytest

from board import clock
from board.accounts.models import Kind
from board.db import session
from board.signups import editing, rules, services
from board.signups.models import State
from tests.factories import make_person, make_position, make_shift, make_signup


def sign_up(person, *shifts):
    outcomes = services.sign_up(person, [shift.id for shift in shifts], consent_version="2026-11")
    session.commit()
    return outcomes


def test_a_free_place_is_taken():
    shift = make_shift(quota=2)
    person = make_person()

    [outcome] = sign_up(person, shift)

    assert outcome.signup.state == State.accepted
    assert outcome.signup.place_no == 1
    assert shift.taken == 1


def test_the_unit_and_community_of_that_day_are_kept():
    person = make_person()
    [outcome] = sign_up(person, make_shift())

    assert outcome.signup.area_id == person.area_id
    assert outcome.signup.unit_id == person.unit_id


def test_when_full_the_next_one_waits():
    shift = make_shift(quota=1)
    make_signup(shift=shift)

    [outcome] = sign_up(make_person(), shift)

    assert outcome.signup.state == State.waiting
    assert outcome.signup.place_no is None


def test_asking_again_answers_as_the_first_time():
    shift, person = make_shift(), make_person()
    [first] = sign_up(person, shift)

    [second] = sign_up(person, shift)

    assert second.signup.id == first.signup.id
    assert shift.taken == 1


def test_several_shifts_get_an_outcome_each():
    position = make_position()
    free, full = (
        make_shift(position=position, starts_in=timedelta(hours=48)),
        make_shift(position=position, quota=1, starts_in=timedelta(hours=72)),
    )
    make_signup(shift=full)
    cancelled = make_shift(position=position, starts_in=timedelta(hours=96), cancelled_at=clock.now())

    outcomes = sign_up(make_person(), free, full, cancelled)

    assert [o.signup and o.signup.state for o in outcomes] == [State.accepted, State.waiting, None]
    assert isinstance(outcomes[2].refusal, rules.ShiftCancelled)


def test_nothing_at_all_is_a_refusal():
    cancelled = make_shift(cancelled_at=clock.now())

    with pytest.raises(rules.ShiftCancelled):
        sign_up(make_person(), cancelled)


def test_choosing_nothing_asks_for_a_shift():
    with pytest.raises(services.NothingChosen):
        sign_up(make_person())


def test_a_newcomer_does_not_pass_the_line():
    shift = make_shift(quota=1)
    first = make_signup(shift=shift, state=State.waiting)

    [outcome] = sign_up(make_person(), shift)

    assert outcome.signup.state == State.waiting
    assert first.state == State.accepted


def test_somebody_in_line_who_would_clash_is_passed_over_and_keeps_the_turn():
    position = make_position()
    here, there = make_shift(position=position, quota=1), make_shift(position=position, quota=1)
    busy = make_person()
    make_signup(shift=there, person=busy)
    passed_over = make_signup(shift=here, person=busy, state=State.waiting)

    [outcome] = sign_up(make_person(), here)

    assert outcome.signup.state == State.accepted
    assert passed_over.state == State.waiting


@pytest.mark.parametrize(
    ("position", "person", "rule"),
    [
        ({"audience": "officials"}, {"kind": Kind.resident}, rules.WrongAudience),
        ({"audience": "residents"}, {"kind": Kind.official}, rules.WrongAudience),
        ({"min_age": 18}, {"birth_month": None}, rules.AgeNeeded),
        ({"min_age": 18}, {"birth_month": date(2010, 1, 1)}, rules.TooYoung),
        ({"state": "draft"}, {}, rules.NotOnOffer),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_each_rule_has_its_own_refusal(position, person, rule):
    shift = make_shift(position=make_position(**position))

    with pytest.raises(rule) as refused:
        sign_up(make_person(**person), shift)

    assert str(refused.value).endswith("。")


def test_sign_up_closes_by_the_rule(clock_at):
    shift = make_shift(
        position=make_position(closes_rule="hours_before", closes_hours=3), starts_in=timedelta(hours=4)
    )

    clock_at.move(hours=1)

    with pytest.raises(rules.SignUpClosed):
        sign_up(make_person(), shift)


def test_sign_up_does_not_open_early():
    shift = make_shift(position=make_position(opens_at=clock.now() + timedelta(hours=1)))

    with pytest.raises(rules.NotOpenYet):
        sign_up(make_person(), shift)


def test_a_started_shift_is_over_for_newcomers(clock_at):
    shift = make_shift(starts_in=timedelta(hours=30))
    clock_at.move(hours=30)

    with pytest.raises(rules.ShiftOver):
        sign_up(make_person(), shift)


def test_an_overlapping_place_is_named():
    position = make_position(title="社区图书角管理员")
    person = make_person()
    sign_up(person, make_shift(position=position, starts_in=timedelta(hours=40), length=timedelta(hours=2)))

    with pytest.raises(rules.ClashesWith) as refused:
        sign_up(person, make_shift(starts_in=timedelta(hours=41), length=timedelta(hours=2)))

    assert "社区图书角管理员" in str(refused.value)


def test_shifts_that_touch_do_not_overlap():
    person = make_person()
    sign_up(person, make_shift(starts_in=timedelta(hours=40), length=timedelta(hours=2)))

    [outcome] = sign_up(person, make_shift(starts_in=timedelta(hours=42), length=timedelta(hours=2)))

    assert outcome.signup.state == State.accepted


def test_a_cancelled_shift_clashes_with_nothing():
    person = make_person()
    gone = make_shift(starts_in=timedelta(hours=40), length=timedelta(hours=2))
    make_signup(shift=gone, person=person)
    editing.cancel_shift(gone, reason="下雨")
    session.commit()

    [outcome] = sign_up(person, make_shift(starts_in=timedelta(hours=40), length=timedelta(hours=2)))

    assert outcome.signup.state == State.accepted


def test_signing_up_again_after_withdrawing_makes_a_new_row():
    shift, person = make_shift(), make_person()
    [first] = sign_up(person, shift)
    services.withdraw(first.signup, reason="")
    session.commit()

    [second] = sign_up(person, shift)

    assert second.signup.id != first.signup.id
    assert second.signup.state == State.accepted
