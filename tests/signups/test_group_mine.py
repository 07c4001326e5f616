"""What I made for my family: withdrawn, answered, shown by me alone; and the addresses."""

from datetime import timedelta

import pytest

from board.db import session
from board.signups.models import MadeAs, State
from tests.factories import make_person, make_position, make_shift, make_signup
from tests.signups.families import address, bring, on
from tests.signups.invariants import broken

pytestmark = pytest.mark.dealt


@pytest.fixture
def position(community):
    return make_position(area=community)


@pytest.fixture
def shift(position):
    return make_shift(position=position, quota=4)


@pytest.fixture
def me(browser, resident):
    return browser.as_(resident)


def test_i_withdraw_one_of_them(me, shift):
    bring(me, shift)
    signup = next(s for s in on(shift) if s.person.name == "王秀英")

    me.get(f"/me/helped/{signup.id}/withdraw")
    page = me.submit(None, "撤销报名")

    assert page.has("王秀英的报名撤下了")
    assert [s.state for s in on(shift)].count(State.accepted) == 2
    assert broken() == []


def test_withdrawing_twice_answers_the_same(me, shift):
    bring(me, shift)
    path = f"/me/helped/{on(shift)[1].id}/withdraw"

    pages = [me.post(path) for _ in range(2)]

    assert pages[0].flashes == pages[1].flashes


def test_an_offer_to_one_of_them_is_answered_from_my_page(me, resident, shift):
    mother = make_person(area=resident.area, added_by=resident.id, name="王秀英")
    offered = make_signup(
        shift=make_shift(position=shift.position, starts_in=timedelta(hours=20)), person=mother,
        state=State.offered, made_by=resident.id, made_as=MadeAs.group,
    )  # fmt: skip

    page = me.get("/me/signups")
    me.get(page.links["去不去，答一声"])
    me.press("接受名额")

    session.refresh(offered)
    assert offered.state == State.accepted


def test_nobody_else_withdraws_them(me, shift, official):
    bring(me, shift)
    signup = on(shift)[1]
    me.as_(official)

    me.get(f"/me/helped/{signup.id}/withdraw", 404)
    me.post(f"/me/helped/{signup.id}/withdraw", status=404)

    assert on(shift)[1].state == State.accepted


def test_my_own_sign_up_is_not_among_theirs(me, resident, shift):
    bring(me, shift)
    own = next(s for s in on(shift) if s.person_id == resident.id)

    me.get(f"/me/helped/{own.id}/withdraw", 404)


# Addresses


def test_without_a_shift_it_leads_back_to_the_position(me, position, shift):
    assert me.get(f"/positions/{position.number}/sign-up/group").path == f"/positions/{position.number}"


def test_signed_out_it_asks_to_sign_in(browser, shift):
    assert browser.get(address(shift)).path.startswith("/sign-in")


@pytest.mark.parametrize("path", ["/positions/2611-0000/sign-up/group?shift=1", "/me/helped/99999/withdraw"])
def test_what_does_not_exist_is_not_found(me, path):
    me.get(path, 404)


def test_a_shift_of_another_position_is_not_taken(me, shift):
    other = make_shift()

    assert me.get(f"/positions/{shift.position.number}/sign-up/group?shift={other.id}").path == (
        f"/positions/{shift.position.number}"
    )
