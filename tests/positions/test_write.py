"""Writing one position: a draft may lack anything, and says what is still needed."""

import pytest
from sqlalchemy import select

from board.db import session
from board.positions.history import PositionHand
from board.positions.models import Position
from board.positions.words import State
from tests import factories

pytestmark = pytest.mark.dealt

COMPLETE = {
    "title": "周末电影放映员", "content": "布置座椅、调试投影、维持秩序", "categories": ["culture"], "targets": ["11"],
    "address": "清泉社区邻里广场", "contact_name": "社区服务站", "contact_phone": "028-00001001",
    "risk_note": "夜间活动注意用电安全", "guarantees": ["05"], "quota": 3,
}  # fmt: skip


@pytest.fixture
def draft_list(community):
    return factories.make_list(area=community)


def write(browser, draft_list, **answers):
    return browser.submit(f"/desk/lists/{draft_list.number}/positions/new", "存好，去排班次", **answers)


def the_position():
    return session.scalars(select(Position)).one()


def test_an_empty_form_is_a_draft_that_says_what_is_needed(browser, editor, draft_list):
    write(browser.as_(editor), draft_list)

    page = browser.get(f"/desk/positions/{the_position().number}")
    assert the_position().state == State.draft
    assert page.has(
        "写岗位名称", "写来的人要做什么", "选服务类别", "写有什么风险", "排班次：哪几天、几点到几点"
    )


def test_each_need_leads_to_its_field(browser, editor, draft_list):
    write(browser.as_(editor), draft_list, **COMPLETE | {"address": ""})

    page = browser.get(f"/desk/positions/{the_position().number}")

    assert page.links["写在哪里集合或服务。"].endswith("/edit#address")
    assert "写岗位名称，2 到 50 个字。" not in page.links


def test_after_the_form_come_the_shifts(browser, editor, draft_list):
    page = write(browser.as_(editor), draft_list, **COMPLETE)

    assert page.h1 == "排班次"
    assert the_position().number == "2611-0001"


def test_no_special_risk_is_one_tick(browser, editor, draft_list):
    write(browser.as_(editor), draft_list, **COMPLETE | {"risk_note": "", "no_risk": True})

    assert the_position().risk_note == "无特殊风险"


def test_danger_and_no_risk_contradict_each_other(browser, editor, draft_list):
    browser.as_(editor)

    page = browser.submit(
        f"/desk/lists/{draft_list.number}/positions/new",
        "存好，去排班次",
        status=422,
        hazard=True,
        no_risk=True,
    )

    assert page.has("勾了“这件事有危险”，就不能再勾“无特殊风险”。")


def test_dangerous_work_needs_insurance_and_adults(browser, editor, draft_list):
    write(browser.as_(editor), draft_list, **COMPLETE | {"hazard": True})

    page = browser.get(f"/desk/positions/{the_position().number}")
    assert page.has("有危险的岗位要写保险", "有危险的岗位要 18 岁以上")


def test_an_exclusion_means_no_hours(browser, editor, draft_list):
    write(browser.as_(editor), draft_list, **COMPLETE | {"not_counted_for": ["own_duty"]})

    assert not the_position().counts_hours


def test_task_lists_never_count_hours(browser, editor, community):
    tasks = factories.make_list(area=community, kind="task")

    write(browser.as_(editor), tasks, **COMPLETE)

    assert not the_position().counts_hours


def test_five_categories_are_one_too_many(browser, editor, draft_list):
    browser.as_(editor)

    page = browser.submit(
        f"/desk/lists/{draft_list.number}/positions/new", "存好，去排班次", status=422,
        categories=["culture", "law", "health", "safety", "care"],
    )  # fmt: skip

    assert page.has("服务类别最多 4 个，你选了 5 个。")


def test_less_than_the_minimum_is_refused(browser, editor, draft_list):
    browser.as_(editor)

    page = browser.submit(
        f"/desk/lists/{draft_list.number}/positions/new", "存好，去排班次", status=422, quota=2, minimum=3
    )

    assert page.has("最少几个人不能比要几个人多")


def test_the_next_position_starts_with_the_standing_answers(browser, editor, draft_list):
    write(browser.as_(editor), draft_list, **COMPLETE)

    form = browser.get(f"/desk/lists/{draft_list.number}/positions/new")

    assert form.value_of("address") == "清泉社区邻里广场"
    assert form.value_of("contact_phone") == "028-00001001"
    assert form.value_of("title") == ""


def test_whoever_writes_has_a_hand_in_it(browser, editor, draft_list):
    write(browser.as_(editor), draft_list, **COMPLETE)

    hands = session.scalars(select(PositionHand)).all()
    assert [(hand.version, hand.person_id) for hand in hands] == [(1, editor.id)]


def test_changing_it_keeps_what_was_not_touched(browser, editor, draft_list):
    write(browser.as_(editor), draft_list, **COMPLETE)

    browser.submit(f"/desk/positions/{the_position().number}/edit", "存好", remarks="雨天取消")

    assert (the_position().remarks, the_position().title) == ("雨天取消", "周末电影放映员")
    assert the_position().categories == ("culture",)


def test_in_review_nothing_is_written(browser, editor, community):
    position = factories.make_position(area=community, state="in_review")

    page = browser.as_(editor).submit(
        f"/desk/positions/{position.number}/edit", "存好", status=422, title="别的名称"
    )

    assert page.has("这个岗位在审核，不能改")
    assert position.title != "别的名称"


def test_a_draft_can_be_removed(browser, editor, draft_list):
    write(browser.as_(editor), draft_list, **COMPLETE)

    browser.submit(f"/desk/positions/{the_position().number}/remove", "删掉草稿")

    assert factories.count_rows(Position) == 0


def test_what_is_public_cannot_be_removed(browser, editor, community):
    position = factories.make_position(area=community)

    page = browser.as_(editor).submit(f"/desk/positions/{position.number}/remove", "删掉草稿", status=422)

    assert page.has("这个岗位已经公布")


def test_who_may_not(browser, community, outsider, reviewer):
    position = factories.make_position(area=community, state="draft")
    address = f"/desk/positions/{position.number}"

    browser.as_(outsider).get(address, status=404)
    browser.as_(reviewer).get(f"{address}/edit", status=403)
    browser.as_(reviewer).get("/desk/positions/9999-0001", status=404)
    browser.as_(reviewer).get(f"{address}/submit", status=405)
