"""The place that is kept, answered from the text message or from 我的报名, with one tap."""

from datetime import timedelta

import pytest

from board.db import session
from board.signups import links
from board.signups.models import State
from tests.factories import make_position, make_shift, make_signup

pytestmark = pytest.mark.dealt


@pytest.fixture
def kept(resident, community):
    """A place of a shift in eight hours, kept for the resident until noon."""
    position = make_position(area=community, closes_rule="at_start", withdraw_rule="at_start")
    shift = make_shift(position=position, starts_in=timedelta(hours=8), quota=1)
    signup = make_signup(shift=shift, person=resident, state=State.offered)
    make_signup(shift=shift, state=State.waiting)
    return signup


def test_the_link_says_what_it_is_about_and_until_when_to_somebody_signed_out(browser, kept):
    page = browser.get(links.offer(kept.id))

    assert page.h1 == "轮到你了"
    assert "保留到今天 12:00" in page.text
    assert "林*的候补" in page.text
    assert "林小满" not in page.text


def test_one_tap_takes_the_place(browser, kept):
    browser.get(links.offer(kept.id))
    page = browser.press("接受名额")

    assert page.h1 == "名额是你的了"
    assert session.get(type(kept), kept.id).state == State.accepted


def test_one_tap_declines_it(browser, kept):
    browser.get(links.offer(kept.id))
    page = browser.press("这次不去")

    assert "这个报名已经撤下了" in page.text
    assert session.get(type(kept), kept.id).state == State.withdrawn


def test_after_its_time_the_page_says_so_and_offers_no_button(browser, kept, clock_at):
    clock_at.move(hours=2)

    page = browser.get(links.offer(kept.id))

    assert page.h1 == "这个名额已经不在了"
    assert page.tree.css_first("main form") is None


def test_a_tap_that_comes_too_late_is_answered_with_a_sentence(browser, kept, clock_at):
    browser.get(links.offer(kept.id))
    clock_at.move(hours=3)

    page = browser.press("接受名额")

    assert any("已经过了" in said for said in page.flashes)


def test_it_stands_on_top_of_my_sign_ups(browser, resident, kept):
    browser.as_(resident)
    page = browser.get("/me/signups")

    assert "轮到你了，保留到今天 12:00" in page.text

    page = browser.press("接受名额")

    assert "已报上" in page.text
    assert session.get(type(kept), kept.id).state == State.accepted


def test_declining_it_there(browser, resident, kept):
    browser.as_(resident)
    browser.get("/me/signups")

    page = browser.press("这次不去")

    assert "好，这次不去" in " ".join(page.flashes)


@pytest.mark.parametrize(
    "token", ["1", "1-", "0-00000000000000000000", "x-1", "１-1", "99999999999999999999-aa"]
)
def test_no_other_link_leads_anywhere(browser, kept, token):
    browser.get(f"/o/{token}", status=404)
    browser.post(f"/o/{token}/accept", status=404)


def test_a_link_for_something_else_is_not_this_link(browser, kept):
    token = links.coming(kept.id).rsplit("/", 1)[1]

    browser.get(f"/o/{token}", status=404)


def test_others_do_not_answer_for_me(browser, outsider, editor, kept):
    for somebody in (outsider, editor):
        browser.as_(somebody)
        browser.post(f"/me/signups/{kept.id}/accept", status=404)
        browser.post(f"/me/signups/{kept.id}/decline", status=404)

    assert session.get(type(kept), kept.id).state == State.offered


def test_an_address_that_only_takes_posts(browser, resident, kept):
    browser.as_(resident)

    browser.get(f"/me/signups/{kept.id}/accept", status=405)
    browser.get(f"{links.offer(kept.id)}/decline", status=405)
