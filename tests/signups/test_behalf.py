"""The clerk acts for somebody who stands at the desk, by the rules for everybody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board.accounts import people
from board.accounts.models import Consent
from board.accounts.queries import account_of
from board.audit.models import AuditRow
from board.db import session
from board.notices.models import Notice
from board.positions.words import Approval
from board.signups.models import MadeAs, State
from tests.factories import (
    fill,
    make_account,
    make_area,
    make_list,
    make_person,
    make_position,
    make_shift,
    make_signup,
)
from tests.signups.behalf import VERB, added, on, sign_up, signups_of

pytestmark = pytest.mark.dealt

# Signing up


def test_somebody_without_a_phone_has_a_place_and_a_slip(desk, editor, shift):
    page = sign_up(desk, shift, name="李秀英")

    (person,) = added()
    (signup,) = on(shift)
    assert page.path == f"/desk/signups/{signup.id}/slip"
    assert page.has("李秀英：已报上", person.volunteer_no, "助老送餐", "028-82720000", "认领码")
    assert (signup.person_id, signup.made_by, signup.made_as) == (person.id, editor.id, MadeAs.staff)
    assert (person.added_by, person.contact_mobile, account_of(person)) == (editor.id, None, None)
    assert session.scalar(select(Consent.text).where(Consent.person_id == person.id)) == "privacy_to_staff"


def test_the_clerk_is_written_down(desk, editor, shift):
    sign_up(desk, shift, name="李秀英")

    row = session.scalars(select(AuditRow).where(AuditRow.action == "signup.make")).one()
    assert row.actor_id == editor.id


def test_a_mobile_is_kept_for_what_changes(desk, shift):
    sign_up(desk, shift, name="李秀英", mobile="138 0000 0071")

    assert added()[0].contact_mobile == "13800000071"


@pytest.mark.parametrize("by", ["number", "mobile"])
def test_somebody_registered_is_found_by_number_or_mobile(desk, shift, resident, by):
    typed = resident.volunteer_no.lower() if by == "number" else account_of(resident).mobile
    page = sign_up(desk, shift, typed=typed)

    assert page.has("林小满：已报上")
    assert on(shift)[0].person_id == resident.id
    assert "替你报了名" in session.scalar(select(Notice.sentence).where(Notice.person_id == resident.id))


def test_a_number_that_nobody_has_is_said_and_nothing_typed_is_lost(desk, shift):
    page = sign_up(desk, shift, 422, typed="WJ000000")

    assert page.has("没有人用这个编号或手机号")
    assert page.value_of("typed") == "WJ000000"
    assert on(shift) == []


def test_a_number_and_a_name_at_once_are_one_too_many(desk, shift, resident):
    page = sign_up(desk, shift, 422, typed=resident.volunteer_no, name="李秀英", mobile="13800000071")

    assert page.has("上面写了编号或手机号，这里就不用写了")
    assert on(shift) == []


def test_look_ups_of_strangers_are_written_down_and_limited(desk, shift, monkeypatch):
    monkeypatch.setattr(people, "LOOKUPS_A_DAY", 2)
    elsewhere = make_account(person=make_person(area=make_area())).person
    sign_up(desk, shift, typed=elsewhere.volunteer_no)
    sign_up(desk, shift, 422, typed="WJ000000")

    page = sign_up(desk, shift, 422, typed="WJ000000")

    assert page.has("明天再查")
    looked = select(AuditRow).where(AuditRow.action == "accounts.look_up")
    assert len(session.scalars(looked).all()) == 2


def test_people_of_ones_own_area_do_not_count_as_look_ups(desk, position, community, monkeypatch):
    monkeypatch.setattr(people, "LOOKUPS_A_DAY", 1)
    shift = make_shift(position=position, quota=5)

    for _ in range(3):
        person = make_account(person=make_person(area=community)).person
        sign_up(desk, shift, typed=person.volunteer_no)

    assert len(on(shift)) == 3


def test_the_same_name_and_mobile_are_the_same_person(desk, position, shift):
    sign_up(desk, shift, name="李秀英", mobile="13800000071")
    other = make_shift(position=position, starts_in=timedelta(days=9))

    page = sign_up(desk, other, name="李秀英", mobile="13800000071")

    assert page.has("已报上")
    assert len(added()) == 1


def test_the_mobile_and_name_of_an_account_are_that_person(desk, shift, resident):
    sign_up(desk, shift, name=resident.name, mobile=account_of(resident).mobile)

    assert on(shift)[0].person_id == resident.id
    assert account_of(resident).mobile != resident.contact_mobile


def test_a_namesake_is_asked_about_and_nothing_typed_is_lost(desk, position, shift):
    sign_up(desk, shift, name="李秀英")
    other = make_shift(position=position, starts_in=timedelta(days=9))

    page = sign_up(desk, other, 422, name="李秀英", mobile="13800000071")

    assert page.has("问一句是不是同一位", f"就是这位：{added()[0].volunteer_no}", "另一个同名的人")
    assert (page.value_of("name"), page.value_of("mobile")) == ("李秀英", "13800000071")
    assert on(other) == []


def test_the_same_one_keeps_the_number_and_gains_the_mobile(desk, position, shift):
    sign_up(desk, shift, name="李秀英")
    other = make_shift(position=position, starts_in=timedelta(days=9))
    sign_up(desk, other, 422, name="李秀英", mobile="13800000071")

    desk.submit(None, VERB, which=added()[0].volunteer_no)

    (person,) = added()
    assert on(other)[0].person_id == person.id
    assert person.contact_mobile == "13800000071"


def test_another_of_the_same_name_has_a_number_of_their_own(desk, shift):
    sign_up(desk, shift, name="李秀英")
    sign_up(desk, shift, 422, name="李秀英")

    desk.submit(None, VERB, which="another")

    first, second = added()
    assert {signup.person_id for signup in on(shift)} == {first.id, second.id}


def test_a_namesake_nobody_offered_is_asked_about_again(desk, shift, resident):
    sign_up(desk, shift, name="李秀英")
    page = sign_up(desk, shift, 422, name="李秀英")
    token = page.value_of("once")

    told = {"name": "李秀英", "agree": "y", "once": token, "which": resident.volunteer_no}
    page = desk.post(f"/desk/shifts/{shift.id}/sign-up", told, 422)

    assert page.has("问一句是不是同一位")


def test_the_same_form_sent_twice_makes_one_person(desk, shift):
    desk.get(f"/desk/shifts/{shift.id}/sign-up")
    told = {"name": "李秀英", "agree": "y", "once": desk.page.value_of("once")}

    pages = [desk.post(f"/desk/shifts/{shift.id}/sign-up", told) for _ in range(2)]

    assert pages[0].path == pages[1].path
    assert len(added()) == len(on(shift)) == 1


def test_whoever_has_a_place_already_keeps_it(desk, shift, resident):
    mine = make_signup(shift=shift, person=resident)

    page = sign_up(desk, shift, typed=resident.volunteer_no)

    assert page.path == f"/desk/signups/{mine.id}/slip"
    assert on(shift)[0].made_as == MadeAs.self
    assert session.scalar(select(Notice)) is None


def test_a_full_shift_means_standing_in_line(desk, shift):
    fill(shift)

    page = sign_up(desk, shift, name="李秀英")

    assert page.has("李秀英：候补第 1 位", "轮到了会告诉你")
    assert on(shift)[-1].state == State.waiting


def test_where_staff_decide_the_wish_waits_for_them(desk, community):
    position = make_position(opportunity_list=make_list(area=community), approval=Approval.staff)
    shift = make_shift(position=position)

    page = sign_up(desk, shift, name="李秀英")

    assert page.has("社区看过以后告诉你行不行")
    assert on(shift)[0].state == State.pending


# Who may


def addresses(shift, signup):
    own = f"/desk/signups/{signup.id}"
    return [
        f"/desk/shifts/{shift.id}/sign-up",
        f"{own}/slip",
        f"{own}/withdraw",
        f"/desk/people/{signup.person.volunteer_no}/signups",
    ]


def posts(shift, signup):
    own = f"/desk/signups/{signup.id}"
    return [f"/desk/shifts/{shift.id}/sign-up", f"{own}/withdraw", f"{own}/accept", f"{own}/decline"]


def test_to_another_community_none_of_it_exists(browser, outsider, shift):
    signup = make_signup(shift=shift, person=make_person(area=shift.position.area))
    browser.as_(outsider)

    for path in addresses(shift, signup):
        browser.get(path, 404)
    for path in posts(shift, signup):
        browser.post(path, {"name": "李秀英", "agree": "y"}, 404)
    assert on(shift)[0].state == State.accepted


@pytest.mark.parametrize("who", ["reviewer", "manager"])
def test_a_colleague_without_the_role_is_refused(browser, shift, who, request):
    signup = make_signup(shift=shift, person=make_person(area=shift.position.area))
    browser.as_(request.getfixturevalue(who))

    for path in addresses(shift, signup):
        browser.get(path, 403)
    for path in posts(shift, signup):
        browser.post(path, {"name": "李秀英", "agree": "y"}, 403)


@pytest.mark.parametrize(
    "path",
    ["/desk/shifts/99999/sign-up", "/desk/signups/99999/slip", "/desk/people/WJ000000/signups",
     "/desk/people/%00/signups", "/desk/signups/99999/withdraw"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(desk, path):
    desk.get(path, 404)


def test_buttons_are_not_pages_and_pages_are_not_posted_to(desk, elder, shift):
    signup = on(shift)[0]

    desk.get(f"/desk/signups/{signup.id}/accept", 405)
    desk.get(f"/desk/signups/{signup.id}/decline", 405)
    desk.post(f"/desk/signups/{signup.id}/slip", status=405)
    desk.post(signups_of(elder), status=405)


def test_nobody_adds_what_the_form_does_not_ask(desk, shift, manager):
    desk.get(f"/desk/shifts/{shift.id}/sign-up")
    told = {"name": "李秀英", "agree": "y", "once": desk.page.value_of("once"), "kind": "official",
            "area_id": "1", "made_by": str(manager.id), "state": "accepted", "person_id": "1"}  # fmt: skip

    desk.post(f"/desk/shifts/{shift.id}/sign-up", told)

    (person,) = added()
    assert (person.kind, person.area_id) == ("resident", shift.position.area_id)
    assert on(shift)[0].made_by != manager.id
