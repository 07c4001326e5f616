"""A place that comes free near the start is kept for the next in line, who says yes or no."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.db import session
from board.errors import RuleBroken
from board.notices.models import Call, Notice
from board.outbox.models import Message
from board.signups import editing, holding, offers, pacing, services, upkeep
from board.signups.models import Signup, State
from board.signups.pacing import Way
from tests.factories import make_account, make_person, make_position, make_shift, make_signup
from tests.signups.invariants import broken

TWO_HOURS = timedelta(hours=2)


def near_shift(*, starts_in=timedelta(hours=8), quota=1):
    """Starts at 18:00 today; sign-up closes and places are given up until then."""
    position = make_position(closes_rule="at_start", withdraw_rule="at_start")
    return make_shift(position=position, starts_in=starts_in, quota=quota)


def free_one(shift):
    """Somebody gives up the first place."""
    holder = session.scalars(select(Signup).where(Signup.shift_id == shift.id, Signup.place_no == 1)).one()
    services.withdraw(holder, reason="有事")
    session.commit()


def offered():
    """An offer of two hours, and the next in line."""
    shift = near_shift()
    make_signup(shift=shift)
    line = [make_signup(shift=shift, state=State.waiting) for _ in range(2)]
    free_one(shift)
    return line


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("hours", "way"),
    [(24.1, Way.straight), (24, Way.offer), (8, Way.offer), (1.3, Way.offer), (1.2, Way.by_phone), (0.5, Way.by_phone)],
)  # fmt: skip
def test_a_free_place_is_given_by_how_far_the_start_is(hours, way):
    now = clock.now()  # Monday, 10:00

    assert pacing.way(now + timedelta(hours=hours), now) == way


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("wall", "start", "way"),
    [
        ((20, 59), (12, 0), Way.offer), ((21, 0), (12, 0), Way.later), ((3, 0), (12, 0), Way.later),
        ((8, 0), (12, 0), Way.offer), ((22, 0), (9, 0), Way.by_phone), ((22, 0), (9, 30), Way.later),
    ],
)  # fmt: skip
def test_nobody_is_asked_at_night(clock_at, wall, start, way):
    evening = wall[0] > 12
    clock_at.set_wall(date(2026, 11, 23 if evening else 24), *wall)
    clock_at_start = clock.at(
        date(2026, 11, 24), clock.datetime.min.time().replace(hour=start[0], minute=start[1])
    )

    assert pacing.way(clock_at_start, clock.now()) == way


@pytest.mark.no_database
def test_an_offer_lasts_two_hours_or_a_quarter_of_the_time_left_but_not_into_the_last_hour():
    now = clock.now()

    assert pacing.kept_until(now + timedelta(hours=20), now) == now + timedelta(hours=5)
    assert pacing.kept_until(now + timedelta(hours=6), now) == now + TWO_HOURS
    assert pacing.kept_until(now + timedelta(hours=2), now) == now + timedelta(hours=1)


def test_near_the_start_a_freed_place_is_kept_for_the_first_in_line(clock_at):
    first, second = offered()

    assert (first.state, second.state) == (State.offered, State.waiting)
    assert first.offered_until == clock_at.instant + TWO_HOURS
    assert first.shift.taken == 1


def test_more_than_a_day_ahead_nobody_is_asked_first():
    shift = make_shift(quota=1, starts_in=timedelta(hours=25))
    holder, waiting = make_signup(shift=shift), make_signup(shift=shift, state=State.waiting)

    services.withdraw(holder, reason="有事")
    session.commit()

    assert waiting.state == State.accepted


def test_the_offer_says_until_when_and_carries_a_link_that_needs_no_sign_in():
    shift = near_shift()
    make_signup(shift=shift)
    next_one = make_account(mobile="13800000042").person
    make_signup(shift=shift, person=next_one, state=State.waiting)

    free_one(shift)

    [notice] = session.scalars(select(Notice).where(Notice.person_id == next_one.id))
    [message] = session.scalars(select(Message).where(Message.address == "13800000042"))
    assert notice.sentence.startswith("有名额了：“助老送餐”")
    assert "留到 今天 12:00" in notice.sentence or "留到 11月23日 周一 12:00" in notice.sentence
    assert "/o/" in message.text


def test_whoever_takes_the_offer_has_the_place():
    first, second = offered()

    offers.accept(first)
    session.commit()

    assert (first.state, first.place_no, first.offered_until) == (State.accepted, 1, None)
    assert second.state == State.waiting
    assert broken() == []


def test_taking_it_twice_is_taking_it_once():
    first, _ = offered()
    offers.accept(first)
    session.commit()

    offers.accept(first)
    session.commit()

    assert first.state == State.accepted


def test_declining_needs_no_reason_and_asks_the_next():
    first, second = offered()

    offers.decline(first)
    session.commit()

    assert (first.state, second.state) == (State.withdrawn, State.offered)
    assert broken() == []


def test_an_offer_nobody_answers_lapses_to_the_next(clock_at):
    first, second = offered()
    clock_at.move(hours=2)

    upkeep.lapse_offers()

    assert (first.state, second.state) == (State.lapsed, State.offered)
    [told] = session.scalars(
        select(Notice).where(Notice.person_id == first.person_id, Notice.kind == "signup.lapsed")
    )
    assert "已经给了下一位" in told.sentence


def test_a_minute_before_its_end_it_stands(clock_at):
    first, _ = offered()
    clock_at.move(hours=1, minutes=59)

    upkeep.lapse_offers()

    assert first.state == State.offered


def test_after_its_end_it_cannot_be_taken_even_before_the_tick_came_round(clock_at):
    first, _ = offered()
    clock_at.move(hours=2)

    with pytest.raises(offers.OfferOver, match="已经过了"):
        offers.accept(first)


def test_an_offer_holds_the_place_against_newcomers():
    first, _ = offered()
    newcomer = make_person()

    [outcome] = services.sign_up(newcomer, [first.shift_id], consent_version="1")
    session.commit()

    assert outcome.signup.state == State.waiting


def test_a_newcomer_does_not_pass_those_who_are_asked_in_the_morning(clock_at):
    shift = near_shift(starts_in=timedelta(hours=26))
    make_signup(shift=shift)
    waiting = make_signup(shift=shift, state=State.waiting)
    clock_at.move(hours=12)  # 22:00; the shift is tomorrow at noon
    free_one(shift)

    [outcome] = services.sign_up(make_person(), [shift.id], consent_version="1")
    session.commit()
    clock_at.move(hours=10)
    upkeep.settle_shifts()

    assert outcome.signup.state == State.waiting
    assert waiting.state == State.offered


def test_in_the_last_hour_a_newcomer_may_take_what_nobody_can_be_asked_about(clock_at):
    shift = near_shift()
    make_signup(shift=shift)
    waiting = make_signup(shift=shift, state=State.waiting)
    clock_at.move(hours=7, minutes=10)
    free_one(shift)

    [outcome] = services.sign_up(make_person(), [shift.id], consent_version="1")
    session.commit()

    assert (waiting.state, outcome.signup.state) == (State.waiting, State.accepted)


def test_a_shift_that_moves_closer_shortens_the_offer(clock_at, editor):
    first, _ = offered()
    starts_at = clock_at.instant + timedelta(hours=2)

    editing.change_time(first.shift, starts_at, starts_at + TWO_HOURS, reason="场地", by=editor)
    session.commit()

    assert first.offered_until == starts_at - timedelta(hours=1)


def test_somebody_without_account_or_mobile_is_not_offered_in_silence(community):
    shift = near_shift()
    make_signup(shift=shift)
    unreachable = make_signup(shift=shift, state=State.waiting)

    free_one(shift)

    assert unreachable.state == State.offered
    [call] = session.scalars(select(Call))
    assert call.notice.person_id == unreachable.person_id


def test_staff_who_phoned_give_the_place_in_the_last_hour(clock_at):
    shift = near_shift()
    make_signup(shift=shift)
    waiting = make_signup(shift=shift, state=State.waiting)
    clock_at.move(hours=7, minutes=10)
    free_one(shift)

    offers.call_in(waiting)
    session.commit()

    assert (waiting.state, waiting.place_no) == (State.accepted, 1)
    assert broken() == []


def test_before_that_nobody_is_let_past_the_line():
    shift = near_shift(quota=2)
    make_signup(shift=shift, state=State.waiting)
    favourite = make_signup(shift=shift, state=State.waiting)

    with pytest.raises(offers.AskedInOrder):
        offers.call_in(favourite)


def test_without_a_free_place_nobody_is_called_in(clock_at):
    shift = near_shift()
    make_signup(shift=shift)
    waiting = make_signup(shift=shift, state=State.waiting)
    clock_at.move(hours=7, minutes=30)

    with pytest.raises(offers.NoPlaceFree):
        offers.call_in(waiting)


def test_staff_take_an_offer_back():
    first, second = offered()

    services.remove(first, reason="弄错了")
    session.commit()

    assert (first.state, second.state) == (State.withdrawn, State.offered)


def test_a_rule_broken_changes_nothing(clock_at):
    first, _ = offered()
    clock_at.move(hours=3)

    with pytest.raises(RuleBroken):
        offers.accept(first)
    session.rollback()

    assert holding.highest_number(first.shift) == 1
    assert first.state == State.offered


def test_a_text_to_a_shared_phone_says_whom_it_is_for(resident, community):
    shift = near_shift()
    make_signup(shift=shift)
    elder = make_person(area=community, name="何大爷", contact_mobile="13800000043", added_by=resident.id)
    make_signup(shift=shift, person=elder, state=State.waiting)

    free_one(shift)

    [message] = session.scalars(select(Message).where(Message.address == "13800000043"))
    assert "何大爷：有名额了" in message.text
