"""Where staff decide: a wish waits for them, a yes checks every rule again, a no says why."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board.accounts.models import Kind
from board.db import session
from board.notices.models import Notice
from board.positions.words import Approval, Audience
from board.signups import deciding, services, upkeep
from board.signups.models import State
from tests.factories import make_person, make_position, make_shift, make_signup
from tests.signups.invariants import broken


def staffed_shift(*, quota=1, **position):
    return make_shift(position=make_position(approval=Approval.staff, **position), quota=quota)


def kinds_told(person):
    return [n.kind for n in session.scalars(select(Notice).where(Notice.person_id == person.id))]


def test_a_wish_waits_for_staff_and_holds_no_place():
    shift = staffed_shift()

    [outcome] = services.sign_up(make_person(), [shift.id], consent_version="1")
    session.commit()

    assert (outcome.signup.state, outcome.signup.place_no, shift.taken) == (State.pending, None, 0)


def test_a_yes_gives_a_place_and_says_so():
    pending = make_signup(shift=staffed_shift(), state=State.pending)

    decided = deciding.approve([pending])
    session.commit()

    assert decided.accepted == [pending]
    assert (pending.state, pending.place_no) == (State.accepted, 1)
    assert kinds_told(pending.person) == ["signup.approved"]


def test_many_at_once_get_places_in_the_order_they_asked_and_the_rest_stand_in_line():
    shift = staffed_shift(quota=2)
    pending = [make_signup(shift=shift, state=State.pending) for _ in range(4)]

    decided = deciding.approve(list(reversed(pending)))
    session.commit()

    assert decided.accepted == pending[:2]
    assert [s.state for s in pending[2:]] == [State.waiting, State.waiting]
    assert broken() == []


def test_the_line_comes_before_whoever_is_approved_now():
    shift = staffed_shift(quota=1)
    waiting = make_signup(shift=shift, state=State.waiting)
    pending = make_signup(shift=shift, state=State.pending)

    deciding.approve([pending])
    session.commit()

    assert (waiting.state, pending.state) == (State.accepted, State.waiting)


def test_a_yes_checks_every_rule_again():
    shift = staffed_shift(quota=5, audience=Audience.officials)
    no_official = make_signup(shift=shift, state=State.pending)
    busy = make_person(kind=Kind.official)
    make_signup(shift=make_shift(starts_at=shift.starts_at), person=busy)
    clashing = make_signup(shift=shift, person=busy, state=State.pending)

    decided = deciding.approve([no_official, clashing])
    session.commit()

    assert [type(refusal).__name__ for _, refusal in decided.refused] == ["WrongAudience", "ClashesWith"]
    assert (no_official.state, clashing.state) == (State.pending, State.pending)


def test_a_yes_after_sign_up_has_closed_still_counts_for_who_asked_in_time(clock_at):
    pending = make_signup(shift=staffed_shift(), state=State.pending)
    clock_at.move_to(pending.shift.closes_at + timedelta(hours=1))

    deciding.approve([pending])
    session.commit()

    assert pending.state == State.accepted


def test_a_no_says_why_and_the_person_may_ask_again():
    pending = make_signup(shift=staffed_shift(), state=State.pending)

    deciding.reject([pending], reason="这次要会摄影的")
    session.commit()
    [again] = services.sign_up(pending.person, [pending.shift_id], consent_version="1")
    session.commit()

    assert (pending.state, pending.reason) == (State.rejected, "这次要会摄影的")
    assert kinds_told(pending.person) == ["signup.not_approved"]
    assert again.signup.state == State.pending


def test_deciding_twice_decides_once():
    pending = make_signup(shift=staffed_shift(), state=State.pending)
    deciding.approve([pending])
    session.commit()

    decided = deciding.approve([pending])
    rejected = [] if decided.accepted else deciding_rejects(pending)

    assert (decided.accepted, rejected, pending.state) == ([], [], State.accepted)


def deciding_rejects(signup):
    session.rollback()
    return deciding.reject([signup], reason="晚了")


def test_nobody_chosen_is_a_sentence():
    with pytest.raises(deciding.NobodyChosen):
        deciding.approve([])
    with pytest.raises(deciding.NobodyChosen):
        deciding.reject([], reason="x")


def test_whoever_is_undecided_at_the_start_is_answered(clock_at):
    pending = make_signup(shift=staffed_shift(), state=State.pending)
    clock_at.move_to(pending.shift.starts_at)

    upkeep.answer_unplaced()

    assert pending.state == State.unplaced
