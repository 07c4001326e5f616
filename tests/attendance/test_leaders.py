"""Naming who leads a shift: from those who come, or by exact number; they are told, and need no role."""

import pytest
from sqlalchemy import select

from board.db import session
from board.notices.models import Notice
from board.signups.models import ShiftLeader
from tests.factories import make_account, make_shift, make_signup

pytestmark = pytest.mark.dealt


def address(shift):
    return f"/desk/shifts/{shift.id}/leaders"


def leaders(shift):
    return list(session.scalars(select(ShiftLeader.person_id).where(ShiftLeader.shift_id == shift.id)))


def notices(person):
    return [n.kind for n in session.scalars(select(Notice).where(Notice.person_id == person.id))]


def test_one_of_those_who_come_is_named_and_told(browser, editor, volunteer, shift):
    browser.as_(editor)

    browser.get(address(shift))
    page = browser.submit(button="请他负责", person=volunteer.volunteer_no)

    assert leaders(shift) == [volunteer.id]
    assert page.has(f"请了林*（{volunteer.volunteer_no}）负责")
    assert notices(volunteer) == ["attendance.leader_named"]
    mine = browser.as_(volunteer).get("/me/signups")
    assert mine.has("你负责的班次")
    browser.get(f"/desk/shifts/{shift.id}/roster")


def test_naming_again_changes_nothing(browser, editor, volunteer, shift):
    browser.as_(editor)

    for _ in range(3):
        browser.post(address(shift), {"person": volunteer.volunteer_no})

    assert leaders(shift) == [volunteer.id]
    assert len(notices(volunteer)) == 1


def test_somebody_who_does_not_come_is_named_by_exact_number(browser, editor, shift):
    person = make_account(mobile="13812345678").person
    browser.as_(editor)

    browser.get(address(shift))
    browser.submit(button="请他负责", typed="13812345678")

    assert leaders(shift) == [person.id]


def test_who_has_no_account_cannot_lead(browser, editor, shift):
    without = make_signup(shift=shift).person
    browser.as_(editor)

    by_place = browser.post(address(shift), {"person": without.volunteer_no}, status=422)
    by_number = browser.post(address(shift), {"typed": without.volunteer_no}, status=422)

    assert by_place.has("没有账号")
    assert by_number.has("没有找到这个号码的人")
    assert leaders(shift) == []


@pytest.mark.parametrize("form", [{}, {"person": "WJ999999"}, {"person": "x' or 1=1"}, {"typed": "138"}])
def test_nobody_is_asked_for_again(browser, editor, shift, form):
    browser.as_(editor)

    browser.post(address(shift), form, status=422)

    assert leaders(shift) == []


def test_after_the_end_nobody_is_named(browser, editor, volunteer, shift, clock_at):
    clock_at.move(hours=3)
    browser.as_(editor)

    page = browser.post(address(shift), {"person": volunteer.volunteer_no}, status=422)

    assert page.has("已经结束或取消")


def test_un_naming_is_told_and_may_be_repeated(browser, editor, leader, shift):
    browser.as_(editor)

    browser.get(address(shift))
    browser.press("不用他负责了")
    browser.post(f"{address(shift)}/remove", {"person": leader.volunteer_no})

    assert leaders(shift) == []
    assert notices(leader) == ["attendance.leader_removed"]


def test_a_shift_long_over_is_not_mine_to_lead_any_more(browser, leader, shift, clock_at):
    browser.as_(leader)

    today = browser.get("/me/signups")
    clock_at.move(days=2)
    later = browser.get("/me/signups")

    assert today.has("你负责的班次")
    assert "你负责的班次" not in later.text


def test_leaders_name_nobody_and_strangers_find_nothing(browser, leader, reviewer, outsider, shift):
    for somebody, status in ((leader, 404), (outsider, 404), (reviewer, 403)):
        browser.as_(somebody)
        browser.get(address(shift), status=status)
        browser.post(address(shift), {"person": "x"}, status=status)
        browser.post(f"{address(shift)}/remove", {"person": "x"}, status=status)


def test_what_does_not_exist_is_not_found(browser, editor, shift):
    browser.as_(editor)

    browser.get(address(make_shift()), status=404)
    browser.get("/desk/shifts/99999/leaders", status=404)
    browser.get(f"{address(shift)}/remove", status=405)
