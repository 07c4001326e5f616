"""Of somebody who asks for it only the number stays."""

import pytest

from board.accounts.queries import account_of
from board.db import session
from board.signups import standing_in
from board.signups.models import Answer, State
from tests.factories import PASSWORD, make_account, make_person, make_signup
from tests.signups.behalf import on, sign_up
from tests.signups.invariants import broken

pytestmark = pytest.mark.dealt


def forget(desk, person):
    return desk.submit(f"/desk/people/{person.volunteer_no}/forget", "删掉")


def test_of_somebody_who_asks_for_it_only_the_number_stays(desk, elder, shift):
    number = elder.volunteer_no
    page = desk.get(f"/desk/people/{number}")
    assert "删掉姓名和手机号" in page.links

    page = forget(desk, elder)

    session.refresh(elder)
    assert page.has("删掉了", number)
    assert (elder.name, elder.contact_mobile, elder.birth_month) == ("", None, None)
    assert elder.closed_at is not None
    assert on(shift)[0].state == State.withdrawn
    assert broken() == []


def test_being_forgotten_twice_answers_the_same(desk, elder):
    assert forget(desk, elder).flashes == forget(desk, elder).flashes


def test_whoever_was_forgotten_is_no_namesake_and_signs_up_no_more(desk, elder, shift):
    number = elder.volunteer_no
    forget(desk, elder)

    assert sign_up(desk, shift, name="李秀英").has("已报上")
    assert sign_up(desk, shift, 422, typed=number).has("没有人用这个编号")


def test_somebody_with_an_account_closes_it_themselves(desk, resident, shift):
    mine = make_signup(shift=shift, person=resident)

    page = desk.submit(f"/desk/people/{resident.volunteer_no}/forget", "删掉", 422)

    assert page.has("要本人登录后注销")
    session.refresh(mine)
    assert (mine.state, resident.name) == (State.accepted, "林小满")


def test_a_closed_account_s_mobile_stands_with_nobody_they_brought(browser, resident):
    mobile = account_of(resident).mobile
    brought = make_person(area=resident.area, added_by=resident.id, contact_mobile=mobile)
    browser.as_(resident)

    browser.submit("/me/close", "注销账号", password=PASSWORD)

    session.refresh(brought)
    assert brought.contact_mobile is None


def test_who_may_forget_somebody(browser, outsider, reviewer, editor, community):
    person = make_person(area=community, added_by=editor.id)
    path = f"/desk/people/{person.volunteer_no}/forget"

    browser.as_(outsider).get(path, 404)
    browser.as_(outsider).post(path, status=404)
    browser.as_(reviewer).get(path, 403)
    browser.as_(reviewer).post(path, status=403)
    browser.as_(editor).get("/desk/people/WJ000000/forget", 404)


def test_a_closed_account_s_mobile_stands_with_nobody_who_asked_for_a_stand_in(browser, resident, shift):
    mobile = account_of(resident).mobile
    place = make_signup(shift=shift, person=make_account().person)
    asked = standing_in.ask(place, name="林小满", mobile=mobile)
    session.commit()
    browser.as_(resident)

    browser.submit("/me/close", "注销账号", password=PASSWORD)

    session.refresh(asked)
    assert (asked.name, asked.mobile, asked.answer) == ("", "", Answer.declined)
    assert place.state == State.accepted
