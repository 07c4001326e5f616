"""The pages that open, change and end a calendar, and the files of single sign-ups."""

import icalendar
import pytest

from board.signups import calendar, feeds, links
from tests.signups.calendars import ORIGIN, feed_path

pytestmark = pytest.mark.dealt


WECHAT = "Mozilla/5.0 (iPhone) AppleWebKit/605 Mobile MicroMessenger/8.0.50 Language/zh_CN"


# The pages


def test_the_page_opens_a_feed_and_shows_how_to_read_it(browser, resident):
    browser.as_(resident)

    before = browser.get("/me/calendar")
    after = browser.press("开通日历订阅", "/me/calendar")

    path = feeds.path(feeds.of(resident))
    assert before.has("随时可以换地址，或者停用")
    assert after.links["在手机日历里订阅"] == f"webcal://localhost{path}"
    assert after.tree.css_first("#feed-address").text() == f"{ORIGIN}{path}"
    assert after.has("苹果手机", "安卓手机")


def test_the_page_changes_and_ends_it(browser, resident):
    old = feed_path(resident)
    browser.as_(resident)

    changed = browser.press("换一个地址", "/me/calendar")
    new = feeds.path(feeds.of(resident))
    stopped = browser.press("停用", "/me/calendar")

    assert changed.has("换好了")
    assert new != old
    assert "开通日历订阅" in stopped.buttons


def test_one_sign_up_is_a_file_of_its_own(browser, mine, resident):
    answer = browser.as_(resident).get(f"/me/signups/{mine.id}/calendar.ics")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "gongyi" in answer.headers["Content-Disposition"]
    assert len(icalendar.Calendar.from_ical(answer.body).walk("VEVENT")) == 1


def test_the_same_file_is_behind_the_link_of_a_reminder(browser, mine, resident):
    by_link = browser.get(f"{links.coming(mine.id)}/calendar.ics")

    assert by_link.body == calendar.of_signup(mine, ORIGIN)
    browser.get(f"{links.coming(mine.id)[:-1]}/calendar.ics", status=404)


def test_tickets_and_the_page_of_success_offer_it(browser, mine, resident):
    browser.as_(resident)
    number = mine.shift.position.number

    tickets = browser.get("/me/signups")
    success = browser.get(f"/positions/{number}/signed-up?shift={mine.shift_id}")

    assert tickets.links["加入日历"] == success.links["加入日历"] == f"/me/signups/{mine.id}/calendar.ics"
    assert tickets.links["手机日历"] == "/me/calendar"


def test_in_wechat_a_page_says_how_to_open_it(browser, mine, resident):
    feed = feed_path(resident)
    browser.as_(resident)
    browser.client.environ_base["HTTP_USER_AGENT"] = WECHAT

    page = browser.get(f"/me/signups/{mine.id}/calendar.ics")

    assert page.path == f"{links.coming(mine.id)}/calendar.ics"  # works in the phone's browser, signed out
    assert page.has("在浏览器打开")
    assert browser.get(feed).has("在浏览器打开")


# Who may


def test_other_peoples_sign_ups_do_not_exist(browser, mine, outsider):
    browser.as_(outsider).get(f"/me/signups/{mine.id}/calendar.ics", status=404)
    browser.get("/me/signups/99999/calendar.ics", status=404)


def test_signed_out_one_signs_in_first(browser, mine):
    assert browser.get(f"/me/signups/{mine.id}/calendar.ics").has("登录")
    assert browser.get("/me/calendar").has("登录")


def test_each_address_has_its_method(browser, mine, resident):
    path = feed_path(resident)
    browser.as_(resident)

    for read in (
        path,
        f"/me/signups/{mine.id}/calendar.ics",
        f"{links.coming(mine.id)}/calendar.ics",
        "/me/calendar",
    ):
        browser.post(read, status=405)
    for act in ("start", "renew", "stop"):
        browser.get(f"/me/calendar/{act}", status=405)
