"""The leader's screen: a picture, six digits, and a page that reloads itself."""

from datetime import timedelta

import pytest
import segno

from board.attendance.models import How
from tests.attendance.conftest import code_of
from tests.engines import ORIGIN
from tests.factories import make_attendance, make_signup

pytestmark = pytest.mark.dealt


def address(shift):
    return f"/desk/shifts/{shift.id}/code"


def test_it_shows_the_digits_in_two_threes_and_a_picture(browser, leader, shift):
    browser.as_(leader)

    page = browser.get(address(shift))

    code = code_of(shift)
    assert page.all(".code-digits") == [f"{code[:3]} {code[3:]}"]
    assert page.tree.css_first(".code-picture img").attributes["src"].startswith("data:image/svg+xml")
    assert page.has("09:40 到 12:40 之间扫才算数")
    assert page.links["回名册点名"] == f"/desk/shifts/{shift.id}/roster"
    assert not page.tree.css("nav")


def test_the_picture_leads_to_checking_in(browser, leader, shift):
    browser.as_(leader)

    page = browser.get(address(shift))

    meant = segno.make(f"{ORIGIN}/check-in/{shift.id}?code={code_of(shift)}", error="m", micro=False)
    shown = page.tree.css_first(".code-picture img").attributes["src"]
    assert shown == meant.svg_data_uri(border=0, dark="#26221d", omitsize=True)


def test_it_reloads_itself_at_the_change_at_the_latest(browser, leader, shift, clock_at):
    browser.as_(leader)

    fresh = browser.get(address(shift))
    clock_at.move(seconds=42)
    late = browser.get(address(shift))
    clock_at.move(seconds=18)
    changed = browser.get(address(shift))

    assert fresh.headers["Refresh"] == "30"
    assert late.headers["Refresh"] == "18"
    assert late.has("还有 18 秒换新码")
    assert fresh.all(".code-digits") == late.all(".code-digits") != changed.all(".code-digits")


def test_who_arrived_last_is_named(browser, leader, shift, clock_at):
    for name in ("前一位", "杨帆"):
        signup = make_signup(shift=shift)
        signup.person.name = name
        make_attendance("arrived", shift=shift, person=signup.person, how=How.code)
    browser.as_(leader)

    now = browser.get(address(shift))
    clock_at.move(minutes=5)
    later = browser.get(address(shift))

    assert now.has("刚刚", "签到", "已到 2 / 2")
    assert "刚刚" not in later.text


@pytest.mark.parametrize(("moved", "words"), [(-2, "早了"), (3, "晚了")])
def test_outside_the_window_it_says_that_it_will_be_looked_at(browser, leader, shift, clock_at, moved, words):
    clock_at.move(hours=moved)
    browser.as_(leader)

    assert browser.get(address(shift)).has(f"现在扫{words}", "要复核")


def test_on_another_day_there_are_no_digits(browser, leader, shift, clock_at):
    clock_at.move_to(shift.starts_at - timedelta(days=1))
    browser.as_(leader)

    page = browser.get(address(shift))

    assert page.has("当天再签到")
    assert not page.tree.css(".code-digits")
    assert "Refresh" not in page.headers


def test_who_may_show_it(browser, editor, reviewer, outsider, resident, shift):
    for somebody, status in ((editor, 200), (reviewer, 403), (outsider, 404), (resident, 404)):
        browser.as_(somebody).get(address(shift), status=status)
    browser.get("/desk/shifts/99999/code", status=404)
    browser.as_(editor).post(address(shift), status=405)
