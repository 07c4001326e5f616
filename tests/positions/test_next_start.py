"""Where a position stands on the board: its earliest shift whose sign-up is not closed."""

from datetime import timedelta

from board import clock
from board.db import begin_writing, session
from board.positions import services, upkeep
from tests import factories

DAYS = timedelta(days=1)


def refreshed(position):
    begin_writing()
    services.refresh_next_start(position.id, clock.now())
    session.commit()
    return position.next_start


def test_the_earliest_open_shift_counts():
    position = factories.make_position()
    later = factories.make_shift(position=position, starts_in=9 * DAYS)
    sooner = factories.make_shift(position=position, starts_in=3 * DAYS)

    assert refreshed(position) == sooner.starts_at
    assert later.starts_at > sooner.starts_at


def test_a_cancelled_shift_does_not_count():
    position = factories.make_position()
    factories.make_shift(position=position, starts_in=3 * DAYS, cancelled_at=clock.now())
    later = factories.make_shift(position=position, starts_in=9 * DAYS)

    assert refreshed(position) == later.starts_at


def test_a_draft_is_not_on_the_board():
    position = factories.make_position(state="draft")
    factories.make_shift(position=position)

    assert refreshed(position) is None


def test_the_tick_moves_on_when_sign_up_closes(clock_at):
    position = factories.make_position()
    factories.make_shift(position=position, starts_in=2 * DAYS)
    later = factories.make_shift(position=position, starts_in=9 * DAYS)

    clock_at.move(days=1, hours=9)

    assert upkeep.refresh_stale() == 1
    assert position.next_start == later.starts_at
    assert upkeep.refresh_stale() == 0


def test_the_tick_takes_a_position_off_whose_last_shift_closed(clock_at):
    position = factories.make_position()
    factories.make_shift(position=position, starts_in=2 * DAYS)

    clock_at.move(days=3)

    assert upkeep.refresh_stale() == 1
    assert position.next_start is None
