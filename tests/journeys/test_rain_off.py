"""It rains: the clerk calls a shift off, and everybody who was to come hears of it, one way or another."""

from datetime import timedelta

import pytest

from board.accounts.models import Role
from board.db import session
from board.signups.models import State
from tests.factories import (
    appoint,
    make_account,
    make_list,
    make_person,
    make_position,
    make_shift,
    make_signup,
)
from tests.serving import cookies_for

pytestmark = [pytest.mark.browser, pytest.mark.dealt]


def test_a_rain_off_reaches_everyone(window, community):
    position = make_position(opportunity_list=make_list(area=community), title="河道清洁")
    shift = make_shift(position=position, starts_in=timedelta(days=2), quota=3)
    clerk = make_account(person=make_person(area=community, name="王小燕")).person
    appoint(clerk, Role.editor, community)
    coming = make_account(person=make_person(area=community, name="林小满"), mobile="13800000088").person
    without_phone = make_person(area=community, name="何大爷")
    waiting = make_account(person=make_person(area=community, name="周姐"), mobile="13800000089").person
    signups = [make_signup(shift=shift, person=person) for person in (coming, without_phone)]
    signups.append(make_signup(shift=shift, person=waiting, state=State.waiting))
    desk, phone = (window(token) for token in cookies_for([clerk, coming]))

    desk.go(f"/desk/shifts/{shift.id}")
    desk.look("desk-shift")
    desk.press("取消这一班")
    desk.page.get_by_label("原因").fill("有雨，改期")
    desk.press("取消并告诉大家")
    assert "已告诉报名的人" in desk.read()

    phone.go("/inbox")
    assert "取消了：有雨，改期" in phone.read()
    phone.look("inbox-rain-off")
    phone.go("/demo/sms")
    assert "13800000088" in phone.read()
    assert "13800000089" in phone.read()
    desk.go("/desk/calls")
    assert "何大爷" in desk.read()
    desk.look("calls")
    desk.go(f"/desk/messages?shift={shift.id}")
    desk.look("messages")
    session.rollback()
    assert {signup.state for signup in signups} == {State.called_off}
