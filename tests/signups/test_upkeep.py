"""What the tick does: places that became free by themselves, and an answer to whoever still waits."""

from datetime import timedelta

from sqlalchemy import select

from board.db import session
from board.notices.models import Notice
from board.signups import services, upkeep
from board.signups.models import State
from tests.factories import make_person, make_position, make_shift, make_signup
from tests.signups.invariants import stranded


def test_the_tick_fills_a_place_that_somebody_in_line_fits():
    shift = make_shift(quota=1)
    waiting = make_signup(shift=shift, state=State.waiting)
    assert stranded()

    given = upkeep.settle_shifts()

    assert given == 1
    assert waiting.state == State.accepted
    assert stranded() == []


def test_the_line_moves_until_the_start_also_after_sign_up_closed(clock_at):
    shift = make_shift(
        position=make_position(closes_rule="hours_before", closes_hours=10),
        quota=1,
        starts_in=timedelta(hours=12),
    )
    holder, waiting = make_signup(shift=shift), make_signup(shift=shift, state=State.waiting)
    clock_at.move(hours=4)

    services.withdraw(holder, reason="有事")
    session.commit()

    assert waiting.state == State.offered


def test_whoever_still_waits_at_the_start_is_answered(clock_at):
    shift = make_shift(quota=1, starts_in=timedelta(hours=12))
    holder, waiting = make_signup(shift=shift), make_signup(shift=shift, state=State.waiting)
    clock_at.move(hours=12)

    upkeep.answer_unplaced()

    assert (holder.state, waiting.state) == (State.accepted, State.unplaced)
    [notice] = session.scalars(select(Notice).where(Notice.person_id == waiting.person_id))
    assert "没有空出名额" in notice.sentence


def test_before_the_start_nobody_is_turned_away(clock_at):
    waiting = make_signup(shift=make_shift(quota=1, starts_in=timedelta(hours=12)), state=State.waiting)
    clock_at.move(hours=11)

    upkeep.answer_unplaced()

    assert waiting.state == State.waiting


def test_an_account_that_closes_gives_every_place_back():
    shift, other = make_shift(quota=1), make_shift(quota=1, starts_in=timedelta(hours=90))
    person = make_person()
    place, wait = (
        make_signup(shift=shift, person=person),
        make_signup(shift=other, person=person, state=State.waiting),
    )
    next_one = make_signup(shift=shift, state=State.waiting)

    services.give_up_everything(person)
    session.commit()

    assert (place.state, wait.state, next_one.state) == (State.withdrawn, State.withdrawn, State.accepted)
