"""A place comes free on the day: the next in line takes it with one tap on the link in the text message."""

import re
from datetime import time, timedelta

import pytest

from board import clock
from board.db import session
from board.signups import services
from board.signups.models import State
from tests.factories import make_account, make_list, make_person, make_position, make_shift, make_signup
from tests.serving import cookies_for

pytestmark = [pytest.mark.browser, pytest.mark.dealt]


@pytest.fixture
def waiting(app, community):
    """Somebody who was offered a place at ten in the morning, whatever the time is now.

    `app` has told this process the secret with which the server beside it reads the link.
    """
    ten = clock.at(clock.today() + timedelta(days=1), time(10))
    position = make_position(
        opportunity_list=make_list(area=community), title="周末电影放映员", closes_rule="at_start",
        withdraw_rule="at_start",
    )  # fmt: skip
    shift = make_shift(position=position, quota=1, starts_at=ten + timedelta(hours=8))
    holder = make_signup(shift=shift)
    person = make_account(person=make_person(area=community, name="林小满"), mobile="13800000088").person
    signup = make_signup(shift=shift, person=person, state=State.waiting)
    with clock.standing_at(lambda: ten):
        services.withdraw(holder, reason="孩子发烧")
        session.commit()
    return signup


def test_the_offer_is_taken_from_the_text_message_without_signing_in(window, waiting):
    phone = window()
    phone.go("/demo/sms")
    link = re.search(r"/o/[0-9a-f-]+", phone.read())[0]

    phone.go(link)
    assert "轮到你了" in phone.read()
    phone.look("offer")
    phone.press("接受名额")

    assert "名额是你的了" in phone.read()
    phone.look("offer-taken")
    session.rollback()
    assert waiting.state == State.accepted


def test_it_stands_on_top_of_my_sign_ups_also_in_large_letters(window, waiting):
    [token] = cookies_for([waiting.person])
    mine = window(token)
    mine.go("/elder?on=1&next=/me/signups")
    assert "轮到你了" in mine.read()
    mine.look("offer-mine-elder")

    mine.press("这次不去")

    assert "名额给了下一位" in mine.read()
    session.rollback()
    assert waiting.state == State.withdrawn


def test_a_stand_in_says_yes_from_the_text_message(window, community):
    person = make_account(person=make_person(area=community, name="林小满")).person
    position = make_position(opportunity_list=make_list(area=community), title="周末电影放映员")
    holder = make_signup(shift=make_shift(position=position, starts_in=timedelta(days=3)), person=person)
    [token] = cookies_for([person])
    mine, phone = window(token), window()

    mine.go("/me/signups")
    mine.press("请人代班")
    mine.fill("谁替你去", "赵阿姨")
    mine.fill("对方的手机号", "138 0000 0077")
    mine.look("ask-stand-in")
    mine.press("发短信问一问")
    assert "答应以前，名额还是你的" in mine.read()

    phone.go("/demo/sms")
    phone.go(re.search(r"/s/[0-9a-f-]+", phone.read())[0])
    phone.look("stand-in")
    phone.press("我去")
    assert "你来替班" in phone.read()
    phone.look("stand-in-taken")

    mine.go("/inbox")
    assert "赵阿姨答应替你去" in mine.read()
    session.rollback()
    assert holder.state == State.withdrawn
