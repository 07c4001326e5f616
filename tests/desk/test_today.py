"""The start page of staff."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from board.db import session
from board.positions import reviewing
from tests import factories

pytestmark = pytest.mark.dealt


def test_nothing_to_do_says_so(browser, editor):
    page = browser.as_(editor).get("/desk")

    assert page.h1 == "今天没有要处理的"


def test_it_counts_what_waits_and_puts_the_urgent_first(browser, editor, community):
    factories.make_position(area=community, state="draft")
    factories.make_position(area=community, state="returned", state_reason="写清楚", title="巡查员")

    page = browser.as_(editor).get("/desk")

    assert page.h1 == "今天有 2 件事等你"
    rows = page.all(".desk-row-what")
    assert rows[0] == "退回：巡查员"
    assert rows[1].startswith("1 个草稿还没交")


def test_a_reviewer_sees_what_waits_for_review(browser, reviewer, editor, community):
    position = factories.make_position(area=community, state="draft", targets=("11",), guarantees=("05",))
    factories.make_shift(position=position)
    reviewing.submit(position)
    session.commit()

    page = browser.as_(reviewer).get("/desk")

    assert page.has("等你审核", "1 个岗位")


def test_shifts_of_today_and_tomorrow_say_who_is_missing(browser, editor, community):
    position = factories.make_position(area=community)
    full = factories.make_shift(position=position, starts_in=timedelta(hours=5), quota=1)
    factories.make_shift(position=position, starts_in=timedelta(hours=26), quota=3)
    factories.fill(full)

    page = browser.as_(editor).get("/desk")

    assert page.has("齐了，1 / 1", "还缺 3，0 / 3", "，缺 3 人")


def test_shifts_of_one_position_that_lack_people_stand_together(browser, editor, community):
    position = factories.make_position(area=community)
    factories.make_shift(position=position, starts_in=timedelta(hours=30), quota=3)
    factories.make_shift(position=position, starts_in=timedelta(hours=50), quota=3)

    page = browser.as_(editor).get("/desk")

    assert page.has("等 2 班，共缺 6 人")


def test_the_menu_counts_what_waits(browser, editor, community):
    factories.make_position(area=community, state="returned", state_reason="写清楚", title="巡查员")

    page = browser.as_(editor).get("/desk/lists")

    assert page.all(".desk-menu b")[0] == "1"


def test_many_rows_cost_no_more_queries_than_few(browser, editor, community):
    def cost():
        asked = []
        listen = lambda *told: asked.append(told[2])  # noqa: E731
        event.listen(session().get_bind(), "before_cursor_execute", listen)
        browser.get("/desk")
        event.remove(session().get_bind(), "before_cursor_execute", listen)
        return len(asked)

    browser.as_(editor)
    for _ in range(2):
        position = factories.make_position(area=community)
        factories.make_shift(position=position, starts_in=timedelta(hours=5))
        factories.make_position(area=community, state="draft")
        factories.make_position(area=community, state="returned", state_reason="x")
    few = cost()
    for _ in range(10):
        position = factories.make_position(area=community)
        factories.make_shift(position=position, starts_in=timedelta(hours=5))
        factories.make_position(area=community, state="draft")
        factories.make_position(area=community, state="returned", state_reason="x")

    assert cost() <= few
    assert few <= 24


def test_the_shifts_of_other_communities_are_not_mine(browser, outsider, community):
    factories.make_shift(position=factories.make_position(area=community), starts_in=timedelta(hours=5))

    page = browser.as_(outsider).get("/desk")

    assert page.has("这两天没有班次")


def test_who_may_not(browser, resident):
    assert browser.get("/desk").has("登录")
    browser.as_(resident).get("/desk", status=404)
    browser.as_(resident).post("/desk", status=405)
