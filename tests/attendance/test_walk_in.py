"""Somebody came who had not signed up, or who waited: by number, by name, or out of the line."""

import pytest
from sqlalchemy import select

from board.accounts.models import Consent, Person
from board.attendance.models import Review
from board.audit.models import AuditRow
from board.db import session
from board.signups.models import State
from tests.attendance.seen import every, kinds, standing
from tests.factories import count_rows, make_account, make_person, make_shift, make_signup

pytestmark = pytest.mark.dealt


def address(shift, end="walk-in"):
    return f"/desk/shifts/{shift.id}/roster/{end}"


def test_by_exact_number_somebody_registered_is_here(browser, leader, shift):
    person = make_account(person=make_person(name="欧阳小南"), mobile="13812345678").person
    browser.as_(leader)

    browser.get(address(shift))
    page = browser.submit(button="记他到了", typed="138 1234 5678")

    (row,) = standing(shift)
    assert (row.person_id, row.review, row.signup_id) == (person.id, Review.no_signup, None)
    assert page.has("欧*", person.volunteer_no, "没报名，待复核")
    assert "欧阳小南" not in page.text


def test_beyond_the_quota_they_are_kept_and_marked(browser, leader, shift):
    for _ in range(shift.quota):
        browser.as_(leader).post(
            f"/desk/shifts/{shift.id}/roster/arrived",
            {"person": make_signup(shift=shift).person.volunteer_no},
        )
    person = make_account().person

    page = browser.post(address(shift), {"typed": person.volunteer_no})

    assert standing(shift)[-1].review == Review.beyond_quota
    assert page.has("超出名额，待复核")


def test_a_number_nobody_has_is_said_and_counted_as_a_look_up(browser, leader, shift):
    browser.as_(leader)

    page = browser.post(address(shift), {"typed": "13900009999"}, status=422)

    assert page.has("没有找到这个号码的人")
    looked = select(AuditRow).where(AuditRow.action == "accounts.look_up", AuditRow.outcome == "done")
    assert len(session.scalars(looked).all()) == 1
    assert every(shift) == []


def test_somebody_with_a_place_simply_arrives(browser, leader, volunteer, shift):
    browser.as_(leader)

    browser.post(address(shift), {"typed": volunteer.volunteer_no})
    browser.post(address(shift), {"typed": volunteer.volunteer_no})

    assert kinds(shift) == [(volunteer.id, "arrived")]
    assert standing(shift)[0].review is None


def test_by_name_somebody_without_an_account_is_written_down_once(browser, leader, shift):
    before = count_rows(Person)
    browser.as_(leader)

    browser.get(address(shift, "walk-in-new"))
    form = {"name": "赵大爷", "mobile": "", "agree": "y", "once": browser.page.value_of("once")}
    for _ in range(3):
        browser.post(address(shift, "walk-in-new"), form)

    assert count_rows(Person) == before + 1
    (row,) = standing(shift)
    person = session.get(Person, row.person_id)
    assert (person.name, person.contact_mobile, person.area_id) == ("赵大爷", None, shift.position.area_id)
    assert row.review == Review.no_signup
    assert session.scalars(select(Consent).where(Consent.person_id == person.id)).one()


def test_the_same_name_and_mobile_is_the_same_person(browser, leader, shift):
    later = make_shift(position=shift.position, starts_in=shift.ends_at - shift.starts_at)
    browser.as_(leader)

    for mobile in ("13912340001", "139-1234-0001"):
        browser.get(address(shift, "walk-in-new"))
        browser.submit(button="记他到了", name="赵大爷", mobile=mobile, agree=True)

    assert len(standing(shift)) == 1
    assert later is not None


@pytest.mark.parametrize(
    ("form", "words"),
    [({"name": "赵大爷"}, "请先问本人"), ({"name": "", "agree": "y"}, "请写姓名"),
     ({"name": "赵大爷", "agree": "y", "mobile": "123"}, "手机号是 11 位")],
)  # fmt: skip
def test_what_is_missing_is_asked_for(browser, leader, shift, form, words):
    browser.as_(leader)

    page = browser.post(address(shift, "walk-in-new"), form, status=422)

    assert page.has(words)
    assert every(shift) == []


def test_from_the_line_before_the_start_a_place_is_given(browser, leader, shift):
    waits = make_signup(shift=shift, state=State.waiting)
    browser.as_(leader)

    browser.get(f"/desk/shifts/{shift.id}/roster")
    page = browser.press("请他来")

    session.refresh(waits)
    assert waits.state == State.accepted
    assert page.has("名额给了他", "还没到 1 人")
    assert every(shift) == []


def test_from_the_line_after_the_start_it_is_a_walk_in(browser, leader, shift, clock_at):
    waits = make_signup(shift=shift, state=State.unplaced)
    clock_at.move(minutes=20)
    browser.as_(leader)

    browser.get(f"/desk/shifts/{shift.id}/roster")
    browser.press("请他来")
    browser.post(address(shift, "call-in"), {"person": waits.person.volunteer_no})

    (row,) = standing(shift)
    assert (row.signup_id, row.review) == (waits.id, Review.no_signup)
    session.refresh(waits)
    assert waits.state == State.unplaced


def test_only_those_who_wait_are_called(browser, leader, volunteer, shift):
    browser.as_(leader)

    for person in (volunteer, make_person()):
        page = browser.post(address(shift, "call-in"), {"person": person.volunteer_no})
        assert page.has("名册上没有这个人")

    assert every(shift) == []
