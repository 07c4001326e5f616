"""Naming somebody who goes instead, and their one tap."""

import pytest
from sqlalchemy import select

from board.db import session
from board.signups import links
from board.signups.models import Answer, Signup, StandIn, State
from tests.factories import make_position, make_shift, make_signup

pytestmark = pytest.mark.dealt

MOBILE = "13800000077"


@pytest.fixture
def mine(resident, community):
    return make_signup(shift=make_shift(position=make_position(area=community), quota=1), person=resident)


@pytest.fixture
def asked(browser, resident, mine):
    browser.as_(resident)
    browser.get(f"/me/signups/{mine.id}/stand-in")
    browser.submit(None, "发短信问一问", name="赵阿姨", mobile="138 0000 ００77")
    browser.signed_out()
    return session.scalars(select(StandIn)).one()


def test_asking_says_what_happens_until_they_answer(browser, resident, mine):
    browser.as_(resident)
    browser.get(f"/me/signups/{mine.id}/stand-in")

    page = browser.submit(None, "发短信问一问", name="赵阿姨", mobile=MOBILE)

    assert "答应以前，名额还是你的" in " ".join(page.flashes)
    assert session.scalars(select(StandIn.mobile)).one() == MOBILE


def test_the_ticket_leads_there(browser, resident, mine):
    browser.as_(resident)

    page = browser.get("/me/signups")

    assert page.tree.css_first(f'a[href="/me/signups/{mine.id}/stand-in"]') is not None


def test_a_mobile_that_is_none_is_said_and_kept(browser, resident, mine):
    browser.as_(resident)
    browser.get(f"/me/signups/{mine.id}/stand-in")

    page = browser.submit(None, "发短信问一问", 422, name="赵阿姨", mobile="1380000")

    assert "手机号是 11 位，你写了 7 位。" in page.text
    assert page.tree.css_first("#name").attributes["value"] == "赵阿姨"


def test_whoever_was_asked_reads_what_it_is_and_says_yes(browser, mine, asked):
    page = browser.get(links.stand_in(asked.id))
    assert page.h1 == "能替一次班吗？"
    assert "林*去不了这一班" in page.text

    page = browser.press("我去")

    assert page.h1 == "你来替班"
    assert session.get(Signup, mine.id).state == State.withdrawn


def test_or_no(browser, mine, asked):
    browser.get(links.stand_in(asked.id))

    page = browser.press("这次去不了")

    assert page.h1 == "不用替了"
    assert session.get(Signup, mine.id).state == State.accepted


def test_taking_it_back(browser, resident, mine, asked):
    browser.as_(resident)
    page = browser.get(f"/me/signups/{mine.id}/stand-in")
    assert "等对方回话" in page.text

    browser.press("收回，另请一位")

    assert session.get(StandIn, asked.id).answer == Answer.taken_back
    browser.signed_out()
    assert "收回了" in browser.get(links.stand_in(asked.id)).text


def test_who_no_longer_fits_reads_why(browser, mine, asked):
    from board.db import begin_writing

    begin_writing()
    session.get(Signup, mine.id).shift.position.audience = "officials"
    session.commit()
    browser.get(links.stand_in(asked.id))

    page = browser.press("我去")

    assert any("只招机关干部" in said for said in page.flashes)


def test_only_ones_own_place_can_be_passed_on(browser, outsider, mine):
    browser.as_(outsider)

    browser.get(f"/me/signups/{mine.id}/stand-in", status=404)
    browser.post(f"/me/signups/{mine.id}/stand-in/take-back", status=404)


def test_no_other_link_leads_anywhere(browser, mine):
    browser.get("/s/1-00000000000000000000", status=404)
    browser.post("/s/1-00000000000000000000/accept", status=404)


def test_an_address_that_only_takes_posts(browser, asked):
    browser.get(f"{links.stand_in(asked.id)}/accept", status=405)
