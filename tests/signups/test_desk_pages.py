"""An editor's page of a shift, and the direct changes on it."""

import pytest

from board.db import session
from board.signups.models import State
from tests.factories import make_list, make_position, make_shift, make_signup

pytestmark = pytest.mark.dealt


@pytest.fixture
def shift(community):
    return make_shift(position=make_position(opportunity_list=make_list(area=community)), quota=2)


def test_the_page_shows_who_comes_and_who_waits_but_no_phone(browser, editor, shift):
    holder = make_signup(shift=shift)
    browser.as_(editor)

    page = browser.get(f"/desk/shifts/{shift.id}")

    assert page.has(holder.person.name, holder.person.volunteer_no, "改人数", "改时间")
    assert "138" not in page.text


def test_a_reviewer_reads_but_does_not_change(browser, reviewer, shift):
    browser.as_(reviewer)

    page = browser.get(f"/desk/shifts/{shift.id}")

    assert not page.has("改人数")
    browser.get(f"/desk/shifts/{shift.id}/quota", status=403)


def test_the_quota_is_changed(browser, editor, shift):
    browser.as_(editor)

    browser.get(f"/desk/shifts/{shift.id}/quota")
    page = browser.submit(button="改成这么多", quota="5")

    assert page.has("现在要 5 个人")
    session.refresh(shift)
    assert shift.quota == 5


@pytest.mark.parametrize("typed", ["0", "10001", "五", "", "99999999999999999999", "-1", "2.5"])
def test_a_quota_that_is_none_is_asked_for_again(browser, editor, shift, typed):
    browser.as_(editor)

    browser.get(f"/desk/shifts/{shift.id}/quota")
    browser.submit(button="改成这么多", quota=typed, status=422)

    session.refresh(shift)
    assert shift.quota == 2


def test_a_new_time_may_cross_midnight(browser, editor, shift):
    browser.as_(editor)

    browser.get(f"/desk/shifts/{shift.id}/time")
    page = browser.submit(
        button="改时间并告诉大家", day="2026-12-05", starts="22:00", ends="02:00", reason="错开演出"
    )

    assert page.h1 == "12月5日 22:00–次日 02:00"


def test_rain_off_takes_two_taps(browser, editor, shift):
    holder = make_signup(shift=shift)
    browser.as_(editor)

    browser.get(f"/desk/shifts/{shift.id}/cancel")
    page = browser.submit(button="取消并告诉大家")

    assert page.has("已取消", "雨天取消")
    session.refresh(holder)
    assert holder.state == State.called_off


def test_the_place_and_the_contact_are_changed(browser, editor, shift):
    number = shift.position.number
    browser.as_(editor)

    browser.get(f"/desk/positions/{number}/place")
    browser.submit(button="改地点并告诉大家", address="活动室二楼", reason="一楼装修")
    browser.get(f"/desk/positions/{number}/contact")
    browser.submit(button="换联系人", contact_name="社区服务站", contact_phone="028-00001001")

    session.refresh(shift.position)
    assert (shift.position.address, shift.position.contact_name) == ("活动室二楼", "社区服务站")


def test_a_whole_position_is_cancelled(browser, editor, shift):
    browser.as_(editor)

    browser.get(f"/desk/positions/{shift.position.number}/cancel")
    browser.submit(button="取消并告诉大家", reason="场地装修")

    session.refresh(shift)
    assert shift.cancel_reason == "场地装修"


def test_somebody_is_taken_off_with_a_reason(browser, editor, shift):
    holder = make_signup(shift=shift)
    browser.as_(editor)

    browser.get(f"/desk/signups/{holder.id}/remove")
    refused = browser.submit(button="撤下并告诉本人", status=422)
    browser.submit(button="撤下并告诉本人", reason="重复报名")

    assert refused.has("请写一句原因")
    session.refresh(holder)
    assert holder.state == State.removed


def addresses(shift, signup):
    own, position = f"/desk/shifts/{shift.id}", f"/desk/positions/{shift.position.number}"
    changes = [f"{own}/quota", f"{own}/time", f"{own}/cancel", f"{position}/place", f"{position}/contact"]
    return [*changes, f"{position}/cancel", f"/desk/signups/{signup.id}/remove"]


def test_to_another_community_none_of_it_exists(browser, outsider, shift):
    signup = make_signup(shift=shift)
    browser.as_(outsider)

    for path in [f"/desk/shifts/{shift.id}", *addresses(shift, signup)]:
        browser.get(path, status=404)


def test_a_colleague_without_the_role_is_refused(browser, reviewer, shift):
    signup = make_signup(shift=shift)
    browser.as_(reviewer)

    for path in addresses(shift, signup):
        browser.get(path, status=403)
        browser.post(path, {"reason": "x", "quota": "1"}, status=403)


@pytest.mark.parametrize(
    "path", ["/desk/shifts/99999", "/desk/shifts/99999999999999999999", "/desk/signups/99999/remove"]
)
def test_what_does_not_exist_is_not_found(browser, editor, path):
    browser.as_(editor)

    browser.get(path, status=404)


def test_reading_pages_are_not_posted_to(browser, editor, shift):
    browser.as_(editor)

    browser.post(f"/desk/shifts/{shift.id}", status=405)
