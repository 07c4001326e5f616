"""只看我能报的: nothing on the board that I could not take."""

from datetime import date, timedelta

import pytest

from board.accounts.models import Person
from board.db import begin_writing, session
from board.positions.words import Audience
from tests import factories
from tests.front.test_board import offer, titles


def born(person, month):
    begin_writing()
    session.get(Person, person.id).birth_month = month
    session.commit()


def test_positions_for_others_are_left_out(browser, resident):
    offer("放映员", audience=Audience.residents)
    offer("巡查员", audience=Audience.officials)

    page = browser.as_(resident).get("/?mine=1")

    assert titles(page) == ["放映员"]


def test_shifts_that_overlap_my_place_are_left_out_and_later_ones_are_shown(browser, resident):
    mine = factories.make_shift(position=factories.make_position(title="图书角"))
    factories.make_signup(shift=mine, person=resident)
    position = offer("放映员")
    factories.make_shift(position=position, starts_in=timedelta(days=14))
    offer("巡查员")

    page = browser.as_(resident).get("/?mine=1")

    assert titles(page) == ["放映员"]
    assert page.all(".ticket-date") == ["12月 7 日 周一"]


@pytest.mark.parametrize(
    ("month", "found"),
    [
        (None, []),
        (date(2008, 10, 1), ["巡查员"]),
        (date(2008, 11, 1), ["巡查员"]),
        (date(2008, 12, 1), []),
    ],
)
def test_an_age_counts_on_the_day_of_the_shift(browser, resident, month, found):
    # The birth month must be over: born in November 2008 is 18 from 1 December 2026 on.
    offer("巡查员", days=9, min_age=18)
    born(resident, month)

    page = browser.as_(resident).get("/?mine=1")

    assert titles(page) == found


def test_without_a_sign_in_the_wish_is_not_heard(browser):
    offer("巡查员", audience=Audience.officials)

    page = browser.get("/?mine=1")

    assert titles(page) == ["巡查员"]
