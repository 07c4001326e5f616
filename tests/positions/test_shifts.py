"""Making shifts out of days and times, mending and dropping them."""

from datetime import date, time

import pytest
from sqlalchemy import select

from board import clock
from board.db import session
from board.positions.models import Shift
from board.positions.words import DayPart
from tests import factories

pytestmark = pytest.mark.dealt


@pytest.fixture
def position(community):
    return factories.make_position(area=community, state="draft", quota=3)


def ask(browser, position, **answers):
    return browser.submit(f"/desk/positions/{position.number}/shifts/new", "看看会排哪些班", **answers)


def test_a_preview_shows_what_would_be_made_and_makes_nothing(browser, editor, position):
    page = ask(browser.as_(editor), position, starts="19:00", ends="21:00", weekdays=["5"],
               first="2026-12-01", last="2026-12-31")  # fmt: skip

    assert page.has("12月5日 周六 19:00–21:00", "12月12日", "12月19日", "12月26日 周六 19:00–21:00")
    assert factories.count_rows(Shift) == 0


def test_those_left_ticked_are_made(browser, editor, position):
    page = ask(browser.as_(editor), position, starts="19:00", ends="21:00", days="12-05 12-12 12-19")
    kept = [node.attributes["value"] for node in page.tree.css("[name=span]")][:2]

    browser.submit(None, "排上", span=kept)

    made = session.scalars(select(Shift).order_by(Shift.starts_at)).all()
    assert [clock.local(shift.starts_at).day for shift in made] == [5, 12]
    assert made[0].quota == made[0].places == 3
    assert made[0].day_parts == (DayPart.evening, DayPart.weekend)
    assert made[0].closes_at == clock.at(date(2026, 12, 4), time(18))


def test_over_midnight(browser, editor, position):
    ask(browser.as_(editor), position, starts="22:00", ends="02:00", days="12-05")

    page = browser.submit(None, "排上")

    assert page.has("12月5日 22:00–次日 02:00")


def test_holidays_are_skipped_if_wished(browser, editor, position):
    from board.areas import loading

    loading.load_calendar()
    session.commit()

    page = ask(browser.as_(editor), position, starts="09:00", ends="11:00", skip_holidays=True,
               first="2026-12-31", last="2027-01-02")  # fmt: skip

    assert page.has("12月31日", "1月2日", "2027 年的放假安排还没有录入，先按周末算。")
    assert "1月1日" not in page.text


def test_the_same_time_twice_is_refused(browser, editor, position):
    ask(browser.as_(editor), position, starts="09:00", ends="11:00", days="12-05")
    value = browser.page.tree.css_first("[name=span]").attributes["value"]
    browser.submit(None, "排上")

    page = browser.post(
        f"/desk/positions/{position.number}/shifts/new", {"span": value, "quota": 3}, status=422
    )

    assert page.has("已经排过了")
    assert factories.count_rows(Shift) == 1


def test_more_than_a_day_is_refused(browser, editor, position):
    page = browser.as_(editor).post(
        f"/desk/positions/{position.number}/shifts/new",
        {"span": "2026-12-05T01:00:00+00:00/2026-12-06T02:00:00+00:00", "quota": 3},
        status=422,
    )

    assert page.has("一班最长 24 小时")


@pytest.mark.parametrize("span", ["x", "2026-12-05/2026-12-06", "2026-12-05T01:00:00/2026-12-05T02:00:00"])
def test_a_made_up_time_is_not_found(browser, editor, position, span):
    browser.as_(editor).post(
        f"/desk/positions/{position.number}/shifts/new", {"span": span, "quota": 3}, status=404
    )


def test_nothing_left_ticked_makes_nothing(browser, editor, position):
    ask(browser.as_(editor), position, starts="09:00", ends="11:00", days="12-05")

    page = browser.submit(None, "排上", status=422, span=False)

    assert page.has("一班也没有留下")


def test_a_shift_of_a_published_position_is_on_the_board_at_once(browser, editor, community):
    position = factories.make_position(area=community)
    ask(browser.as_(editor), position, starts="09:00", ends="11:00", days="12-05")

    browser.submit(None, "排上")

    assert position.next_start == clock.at(date(2026, 12, 5), time(9))


def test_a_published_position_gets_no_shift_whose_sign_up_is_over(browser, editor, community):
    position = factories.make_position(area=community)
    ask(browser.as_(editor), position, starts="19:00", ends="21:00", days="11-23")

    page = browser.submit(None, "排上", status=422)

    assert page.has("已经过了报名的时间")


def test_a_shift_is_mended(browser, editor, position):
    shift = factories.make_shift(position=position)

    browser.as_(editor).submit(
        f"/desk/shifts/{shift.id}/edit", "存好", day="2026-12-06", starts="08:30", ends="11:00", quota=20
    )

    assert clock.local(shift.starts_at).hour == 8
    assert (shift.quota, shift.places) == (20, 20)


def test_a_shift_is_dropped(browser, editor, position):
    factories.make_shift(position=position)

    browser.as_(editor).press("去掉", f"/desk/positions/{position.number}")

    assert factories.count_rows(Shift) == 0


def test_a_published_shift_is_not_dropped_but_cancelled(browser, editor, community):
    shift = factories.make_shift(position=factories.make_position(area=community))

    browser.as_(editor).post(f"/desk/shifts/{shift.id}/drop")

    assert factories.count_rows(Shift) == 1


def test_unread_days_are_named(browser, editor, position):
    page = ask(browser.as_(editor), position, starts="09:00", ends="11:00", days="时间待定")

    assert page.has("“时间待定”没看懂")


def test_who_may_not(browser, position, outsider, reviewer):
    shift = factories.make_shift(position=position)

    browser.as_(outsider).get(f"/desk/positions/{position.number}/shifts/new", status=404)
    browser.as_(reviewer).get(f"/desk/shifts/{shift.id}/edit", status=403)
    browser.as_(outsider).post(f"/desk/shifts/{shift.id}/drop", status=404)
    browser.as_(reviewer).get(f"/desk/shifts/{shift.id}/drop", status=405)
