"""A list under review on one page: what was guessed, what is dangerous, what changed; all or what is ticked."""

from datetime import timedelta

import pytest

from board.accounts.models import Role
from board.areas import loading
from board.db import session
from board.positions import review_queries, reviewing, services
from board.positions.words import State
from tests import factories
from tests.positions.under_review import draft, drafts, returned, submitted
from tests.queries import counted


@pytest.fixture
def on(community, editor):
    return drafts(community, editor, 3)


def page_of(browser, reviewer, on):
    return browser.as_(reviewer).get(f"/desk/review/{on.number}")


def test_what_was_guessed_is_marked_and_the_rest_is_not(browser, reviewer, editor, on):
    with factories.committed():
        on.positions[0].guessed, on.positions[0].targets = ["categories", "audience"], ("03",)
    submitted(on, editor)

    page = page_of(browser, reviewer, on)

    assert page.all(".guess-words")[1:] == ["关爱特殊群体", "居民、机关干部"]
    assert page.has("1 个有猜的", "看一眼对不对")


def test_dangers_stand_out_whatever_the_risk_says(browser, reviewer, editor, on):
    with factories.committed():
        on.positions[1].content = "晚上入户看望独居老人，帮忙换灯泡，要爬梯子"
    submitted(on, editor)

    page = page_of(browser, reviewer, on)

    assert page.all("tbody .tone-amb") == ["入户", "登高"]
    assert page.has("1 个有风险提示")


def test_shifts_at_night_are_a_danger_by_themselves(browser, reviewer, editor, on):
    factories.make_shift(
        position=on.positions[0], starts_in=timedelta(days=8, hours=10), length=timedelta(hours=2)
    )
    submitted(on, editor)

    assert page_of(browser, reviewer, on).all("tbody .tone-amb") == ["夜间"]


def test_holidays_among_the_shifts_are_named(browser, reviewer, editor, on, clock_at):
    loading.load_calendar()
    session.commit()
    factories.make_shift(position=on.positions[0], starts_at=clock_at() + timedelta(days=39))
    submitted(on, editor)

    assert page_of(browser, reviewer, on).has("1月1日 放假")


def test_a_year_without_a_calendar_is_said_to_have_none(browser, reviewer, editor, on):
    submitted(on, editor)

    assert page_of(browser, reviewer, on).has("2026 年的放假安排还没有录入")


def test_the_row_of_the_sheet_is_at_hand_word_for_word(browser, reviewer, editor, on):
    told = {
        "file": "12月.xlsx",
        "sheet": "Sheet1",
        "row": 9,
        "cells": [["时间", "隔周周六"], ["人数", "若干"]],
    }
    with factories.committed():
        on.positions[2].original = told
    submitted(on, editor)

    page = page_of(browser, reviewer, on)

    assert page.has("12月.xlsx，Sheet1 第 9 行", "隔周周六", "若干")


def test_what_came_back_changed_is_first_with_its_reason_and_what_changed(browser, reviewer, editor, on):
    submitted(on, editor)
    last = returned(on.positions[2], reviewer, "写清楚在哪里集合")
    services.write_position(last, {"address": "清泉社区活动室二楼"}, by=editor)
    session.commit()
    reviewing.submit(last)
    session.commit()

    page = page_of(browser, reviewer, on)

    assert [name.split()[0] for name in page.all("tbody th .tick")] == ["看书岗3", "看书岗1", "看书岗2"]
    assert page.has("退回过：写清楚在哪里集合", "1 个退回后改过，排在最前面")
    assert page.all(".changed > div") == ["在哪里 原来 清泉社区党群服务中心 现在 清泉社区活动室二楼"]
    assert browser.get("/desk/review").has("3 个岗位", "1 个退回后改过")


def test_what_came_back_as_it_was_is_said_to_be_unchanged(browser, reviewer, editor, on):
    submitted(on, editor)
    last = returned(on.positions[2], reviewer)
    reviewing.submit(last)
    session.commit()

    assert page_of(browser, reviewer, on).has("再提交时没有改")


def test_other_times_are_a_change_too(browser, reviewer, editor, on):
    submitted(on, editor)
    last = returned(on.positions[2], reviewer)
    factories.make_shift(position=last, starts_in=timedelta(days=14), quota=4)
    reviewing.submit(last)
    session.commit()

    page = page_of(browser, reviewer, on)

    assert page.all(".changed > div") == [
        "什么时候 原来 11月30日 周一 10:00–12:00，每班 10 人 "
        "现在 11月30日 周一 10:00–12:00，每班 10 人 12月7日 周一 10:00–12:00，每班 4 人"
    ]


def test_only_what_is_ticked_is_published(browser, reviewer, editor, on):
    submitted(on, editor)
    first, second, third = on.positions

    page_of(browser, reviewer, on)
    page = browser.press("只公布勾上的", chosen=[first.id, third.id])

    assert page.has("2 个岗位公布了")
    assert page.path == f"/desk/review/{on.number}"
    assert [p.state for p in (first, second, third)] == [State.published, State.in_review, State.published]


def test_nothing_ticked_publishes_nothing_and_says_so(browser, reviewer, editor, on):
    submitted(on, editor)

    page_of(browser, reviewer, on)
    page = browser.press("只公布勾上的")

    assert page.has("一个岗位也没有勾")
    assert {position.state for position in on.positions} == {State.in_review}


def test_twenty_are_published_with_two_clicks_from_the_queue(browser, reviewer, editor, community):
    on = submitted(drafts(community, editor, 20), editor)
    queue = browser.as_(reviewer).get("/desk/review")

    browser.get(queue.links["去审核"])
    page = browser.press("全部通过，公布")

    assert page.has("20 个岗位公布了")
    assert {position.state for position in on.positions} == {State.published}


def test_more_than_a_page_is_reviewed_page_by_page(browser, reviewer, editor, community, monkeypatch):
    monkeypatch.setattr(review_queries, "ON_A_PAGE", 2)
    on = submitted(drafts(community, editor, 3), editor)

    page = page_of(browser, reviewer, on)
    rest = browser.get(page.links["看后面的岗位"])
    browser.get(f"/desk/review/{on.number}")
    browser.press("这一页全部通过，公布")

    assert len(page.all("tbody th .tick")) == 2
    assert rest.all("tbody th .tick") == ["看书岗3"]
    states = [position.state for position in on.positions]
    assert states == [State.published, State.published, State.in_review]


def test_a_page_that_means_nothing_is_the_first(browser, reviewer, editor, on):
    submitted(on, editor)

    page = browser.as_(reviewer).get(f"/desk/review/{on.number}?after=1.x.99999999999999999999")

    assert len(page.all("tbody th .tick")) == 3


def test_a_long_list_costs_no_more_statements_than_a_short_one(browser, engine, reviewer, editor, community):
    short, long = (submitted(drafts(community, editor, count), editor) for count in (2, 30))
    browser.as_(reviewer).get(f"/desk/review/{short.number}")

    with counted(engine) as few:
        browser.get(f"/desk/review/{short.number}")
    with counted(engine) as many:
        browser.get(f"/desk/review/{long.number}")

    assert len(many) == len(few)


def test_what_one_wrote_oneself_is_left_to_somebody_else(browser, reviewer, editor, street, resident, on):
    factories.appoint(resident, Role.reviewer, street)
    services.write_position(on.positions[0], {"remarks": "雨天取消"}, by=reviewer)
    session.commit()
    submitted(on, editor)

    page = page_of(browser, reviewer, on)

    assert page.all("tbody th .tick") == ["看书岗2", "看书岗3"]
    assert page.has("另有 1 个你写过或改过", f"{street.name}的审核员来审")


def test_an_editors_list_says_who_reviews_and_how_to_mend_what_came_back(browser, reviewer, editor, on):
    submitted(on, editor)
    back = returned(on.positions[0], reviewer, "写清楚要什么条件")

    page = browser.as_(editor).get(f"/desk/lists/{on.number}")

    assert page.has("2 个在审核，清泉社区的审核员会审", "“写清楚要什么条件”")
    assert page.links["改好再提交 ：看书岗1"] == f"/desk/positions/{back.number}/edit"


def test_mended_and_handed_in_again_with_one_button(browser, reviewer, editor, on):
    submitted(on, editor)
    back = returned(on.positions[0], reviewer)

    page = browser.as_(editor).submit(
        f"/desk/positions/{back.number}/edit", "改好了，再提交", conditions="会用投影设备"
    )

    assert page.has("改好了，又提交审核了")
    assert (back.state, back.conditions) == (State.in_review, "会用投影设备")


def test_mended_but_incomplete_keeps_what_was_typed_and_changes_nothing(browser, reviewer, editor, on):
    submitted(on, editor)
    back = returned(on.positions[0], reviewer)
    was = back.address

    page = browser.as_(editor).submit(
        f"/desk/positions/{back.number}/edit",
        "改好了，再提交",
        status=422,
        address="",
        conditions="会用投影设备",
    )

    assert page.has("还缺：地点")
    assert page.value_of("conditions") == "会用投影设备"
    assert (back.state, back.address) == (State.returned, was)


def test_what_was_returned_can_be_removed_with_what_was_kept_of_it(browser, reviewer, editor, community):
    back = draft(community, editor)
    reviewing.submit(back)
    session.commit()
    returned(back, reviewer)
    number = back.number

    browser.as_(editor).press("删掉草稿", f"/desk/positions/{number}/remove")

    browser.get(f"/desk/positions/{number}", status=404)


def test_who_may_not(browser, outsider, editor, reviewer, on):
    submitted(on, editor)

    browser.as_(outsider).get(f"/desk/review/{on.number}", status=404)
    browser.as_(editor).get(f"/desk/review/{on.number}", status=403)
    browser.as_(reviewer).get("/desk/review/nothing", status=404)
    browser.as_(reviewer).post(f"/desk/review/{on.number}", status=405)
