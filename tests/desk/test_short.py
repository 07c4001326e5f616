"""Shifts that lack people three days before: the desk says so, and helps to ask round."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board.audit.models import AuditRow
from board.db import session
from tests.desk.asking_round import asked, served
from tests.factories import make_position, make_shift, make_signup

pytestmark = pytest.mark.dealt

# What lacks people


@pytest.mark.parametrize(
    ("minimum", "taken", "lacking"), [(2, 0, 2), (2, 1, 1), (2, 2, 0), (2, 3, 0), (None, 0, 5), (None, 1, 0)]
)
def test_below_the_minimum_or_empty_without_one(position, minimum, taken, lacking):
    shift = make_shift(position=position, quota=5, minimum=minimum)
    for _ in range(taken):
        make_signup(shift=shift)

    assert shift.lacking == lacking


def test_the_desk_says_so_three_days_before(browser, editor, position, shift):
    make_signup(shift=shift)
    make_shift(position=make_position(opportunity_list=position.opportunity_list, title="太远"),
               starts_in=timedelta(days=4), minimum=2)  # fmt: skip
    enough = make_position(opportunity_list=position.opportunity_list, title="够了")
    make_signup(shift=make_shift(position=enough, starts_in=timedelta(hours=60), quota=5, minimum=1))

    page = browser.as_(editor).get("/desk")

    assert page.has("三天内还缺人", "助老送餐", "，缺 1 人")
    assert "太远" not in page.text
    assert "够了" not in page.text
    assert page.links["再发一次"] == f"/desk/shifts/{shift.id}/short"
    assert page.links["问来过的人"] == f"/desk/shifts/{shift.id}/short#ask"


def test_words_for_a_group_are_ready(browser, editor, shift):
    page = browser.as_(editor).get(f"/desk/shifts/{shift.id}/short")

    words = page.tree.css_first("#group-words").text()
    assert words.splitlines() == [
        "【清泉社区招人手】助老送餐",
        "时间：11月25日 22:00–次日 00:00",
        "地点：清泉社区党群服务中心",
        "还缺 2 人，点开就能报名：",
        f"https://localhost/positions/{shift.position.number}?shift={shift.id}",
    ]


# The page


def test_the_page_counts_before_and_after(browser, editor, position, shift):
    for _ in range(3):
        served(position)
    browser.as_(editor)

    before = browser.get(f"/desk/shifts/{shift.id}/short")
    after = browser.press("问在这里服务过的人")

    assert before.has("助老送餐还缺 2 人", "有 3 人")
    assert after.has("问了 3 个人", "今天问了 3 个人")
    assert "问在这里服务过的人" not in after.buttons
    [row] = session.scalars(select(AuditRow).where(AuditRow.action == "shift.ask_again"))
    assert (row.object_id, row.detail) == (shift.id, {"people": 3})


def test_pressing_it_again_from_an_old_page_says_why_not(browser, editor, position, shift):
    served(position)
    browser.as_(editor)
    browser.post(f"/desk/shifts/{shift.id}/ask")

    page = browser.post(f"/desk/shifts/{shift.id}/ask")

    assert page.has("今天已经为这一班问过了")
    assert len(asked()) == 1


# Who may


def test_to_another_community_it_does_not_exist(browser, outsider, shift):
    browser.as_(outsider)

    browser.get(f"/desk/shifts/{shift.id}/short", status=404)
    browser.post(f"/desk/shifts/{shift.id}/ask", status=404)


def test_a_colleague_without_the_role_is_refused(browser, reviewer, shift):
    browser.as_(reviewer)

    browser.get(f"/desk/shifts/{shift.id}/short", status=403)
    browser.post(f"/desk/shifts/{shift.id}/ask", status=403)


def test_what_does_not_exist_or_is_not_public_is_not_found(browser, editor, position):
    draft = make_shift(position=make_position(opportunity_list=position.opportunity_list, state="draft"))
    browser.as_(editor)

    browser.get("/desk/shifts/99999/short", status=404)
    browser.get(f"/desk/shifts/{draft.id}/short", status=404)


def test_each_page_has_its_method(browser, editor, shift):
    browser.as_(editor)

    browser.post(f"/desk/shifts/{shift.id}/short", status=405)
    browser.get(f"/desk/shifts/{shift.id}/ask", status=405)
