"""A full shift: somebody gives a place up, and the next in line is told."""

import pytest

from tests.factories import make_account, make_list, make_person, make_position, make_shift, make_signup
from tests.serving import cookies_for

pytestmark = [pytest.mark.browser, pytest.mark.dealt]


def test_a_withdrawal_reaches_the_next_in_line_by_inbox_and_sms(window, community):
    position = make_position(opportunity_list=make_list(area=community), title="周末电影放映员")
    shift = make_shift(position=position, quota=1)
    holder = make_account(person=make_person(area=community)).person
    waiting = make_account(person=make_person(area=community), mobile="13800000088").person
    make_signup(shift=shift, person=holder)
    holders, waiters = (window(token) for token in cookies_for([holder, waiting]))

    waiters.go(f"/positions/{position.number}")
    waiters.page.locator("input[name=shift]").first.check()
    waiters.press("去报名")
    waiters.page.locator("input[name=agree]").check()
    waiters.press("确认报名")
    assert "候补第 1 位" in waiters.read()
    waiters.look("waiting")

    holders.go("/me/signups")
    holders.press("不能去了")
    holders.look("withdraw")
    holders.press("撤销报名")

    waiters.go("/inbox")
    waiters.look("inbox")
    assert "候补轮到你了" in waiters.read()
    waiters.go("/demo/sms")
    assert "13800000088" in waiters.read()
    waiters.go("/me/signups")
    assert "已报上" in waiters.read()
