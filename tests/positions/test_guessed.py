"""What the board guessed stays marked until somebody says it themselves, or says that all of it is right."""

import pytest

from board.db import session
from board.positions import reviewing, shifting
from tests import factories
from tests.positions.under_review import draft

pytestmark = pytest.mark.dealt


@pytest.fixture
def guessed(community, editor):
    position = draft(community, editor)
    with factories.committed():
        position.guessed = ["address", "audience", "shifts"]
    return position


def edit(browser, editor, position, **fields):
    return browser.as_(editor).submit(f"/desk/positions/{position.number}/edit", "存好", **fields)


def test_the_form_marks_what_was_guessed(browser, editor, guessed):
    page = browser.as_(editor).get(f"/desk/positions/{guessed.number}/edit")

    assert page.all(".guess-mark") == ["猜", "猜"]
    assert browser.get(f"/desk/positions/{guessed.number}").has("有 3 处是猜的", "在哪里、谁可以来、什么时候")


def test_seeing_a_guess_is_not_confirming_it(browser, editor, guessed):
    edit(browser, editor, guessed, remarks="雨天取消")

    assert guessed.guessed == ["address", "audience", "shifts"]


def test_what_somebody_changed_is_no_guess_any_more(browser, editor, guessed):
    edit(browser, editor, guessed, address="清泉社区活动室")

    assert guessed.guessed == ["audience", "shifts"]


def test_one_tick_says_that_all_of_it_is_right(browser, editor, guessed):
    edit(browser, editor, guessed, all_right=True)

    assert guessed.guessed == []


def test_nothing_guessed_offers_no_tick(browser, editor, community):
    position = draft(community, editor)

    page = browser.as_(editor).get(f"/desk/positions/{position.number}/edit")

    assert not page.has("标着“猜”的都看过，都对")


def test_times_that_somebody_moved_are_no_guess_any_more(editor, guessed):
    shift = guessed.shifts[0]
    shifting.remove_shift(shift, by=editor)
    session.commit()

    assert guessed.guessed == ["address", "audience"]


def test_what_a_second_person_published_is_no_guess(reviewer, guessed):
    reviewing.submit(guessed)
    session.commit()
    reviewing.approve(guessed, saw=reviewing.seen(guessed), by=reviewer)
    session.commit()

    assert guessed.guessed == []
