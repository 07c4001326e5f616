"""A phone in full: for a reason, written down, a few a day, to those the shift joins, and for a while."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board.attendance import revealing
from board.audit.models import AuditRow
from board.db import session
from board.signups.models import State
from tests.factories import make_account, make_attendance, make_person, make_shift, make_signup

pytestmark = pytest.mark.dealt


@pytest.fixture
def called(shift):
    """Somebody with a place, a name and a phone."""
    person = make_account(
        person=make_person(area=shift.position.area, name="欧阳小南"), mobile="13812345678"
    ).person
    make_signup(shift=shift, person=person)
    return person


def address(shift, person):
    return f"/desk/shifts/{shift.id}/roster/reveal?person={person.volunteer_no}"


def reveal(browser, shift, person, status=200, why="missing"):
    return browser.post(address(shift, person), {"why": why}, status=status)


def audited():
    rows = select(AuditRow).where(AuditRow.action == "attendance.reveal_phone", AuditRow.outcome == "done")
    return list(session.scalars(rows.order_by(AuditRow.id)))


def test_name_and_phone_come_with_a_reason_and_are_written_down(browser, leader, shift, called):
    browser.as_(leader)

    asked = browser.get(f"/desk/shifts/{shift.id}/roster")
    before = browser.get(asked.links["138****5678 ，看欧*的电话"])
    after = browser.submit(button="看姓名和电话", why="missing")

    assert "13812345678" not in before.text
    assert after.has("欧阳小南", "打 13812345678")
    (row,) = audited()
    assert (row.actor_id, row.object_kind, row.object_id) == (leader.id, "people", called.id)
    assert row.detail == {"shift": shift.id, "why": "missing"}


def test_without_a_reason_nothing_is_shown(browser, leader, shift, called):
    browser.as_(leader)

    page = reveal(browser, shift, called, 422, why="")

    assert page.has("请选一个原因")
    assert "13812345678" not in page.text
    assert audited() == []


def test_a_leader_phones_from_a_day_before_to_a_day_after(browser, leader, editor, shift, called, clock_at):
    day = timedelta(hours=24)
    moments = {
        shift.starts_at - day - timedelta(minutes=1): 422,
        shift.starts_at - day: 200,
        shift.ends_at + day - timedelta(minutes=1): 200,
        shift.ends_at + day: 422,
    }

    for moment, status in moments.items():
        clock_at.move_to(moment)
        reveal(browser.as_(leader), shift, called, status)
        reveal(browser.as_(editor), shift, called)

    assert len(audited()) == 6


def test_staff_lose_sight_of_it_after_a_month(browser, editor, shift, called, clock_at):
    clock_at.move(days=31)

    page = reveal(browser.as_(editor), shift, called, 422)

    assert "13812345678" not in page.text


def test_a_leader_reaches_those_with_a_place_and_nobody_else(browser, leader, editor, shift):
    waits = make_signup(shift=shift, state=State.waiting).person
    walked_in = make_person()
    make_attendance("arrived", shift=shift, person=walked_in)
    elsewhere = make_signup(shift=make_shift(position=shift.position)).person
    browser.as_(leader)

    for person in (waits, walked_in, elsewhere, make_person()):
        reveal(browser, shift, person, 404)
    browser.as_(editor)
    reveal(browser, shift, waits)
    reveal(browser, shift, walked_in)
    reveal(browser, shift, elsewhere, 404)


def test_thirty_people_a_day_and_the_same_one_again_is_not_one_more(
    browser, leader, shift, called, monkeypatch
):
    monkeypatch.setattr(revealing, "A_DAY", 2)
    others = [make_signup(shift=shift).person for _ in range(2)]
    browser.as_(leader)

    reveal(browser, shift, called)
    reveal(browser, shift, called)
    reveal(browser, shift, others[0])
    page = reveal(browser, shift, others[1], 422)
    reveal(browser, shift, called)

    assert page.has("今天已经看了")


def test_the_person_learns_when_it_was_seen(browser, leader, shift, called):
    reveal(browser.as_(leader), shift, called)

    page = browser.as_(called).get("/me/data.json")

    assert "2026-11-23 10:00" in page.body.decode()


def test_strangers_and_the_wrong_role_get_nothing(browser, outsider, manager, shift, called):
    for somebody, status in ((outsider, 404), (manager, 403)):
        browser.as_(somebody)
        browser.get(address(shift, called), status=status)
        reveal(browser, shift, called, status)


@pytest.mark.parametrize("query", ["", "?person=", "?person=WJ999999", "?person=%00", "?person=x"])
def test_nobody_is_not_found(browser, editor, shift, query):
    browser.as_(editor)

    browser.get(f"/desk/shifts/{shift.id}/roster/reveal{query}", status=404)
