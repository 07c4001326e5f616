"""An ID number in full: for a reason that stands, with the password, written down, told, and rarely.

Every attempt that must fail is an attack of docs/security.md: refused, and written down.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board.accounts.models import Role
from board.audit.models import AuditRow
from board.db import session
from board.identity import needing, revealing
from board.identity.models import Use
from board.notices.models import Notice
from board.signups.models import State
from tests import factories
from tests.factories import PASSWORD, make_attendance, make_person, make_position, make_shift, make_signup
from tests.identity.numbers import a_number, give, with_number

pytestmark = pytest.mark.dealt

NUMBER = a_number(sequence=7)


@pytest.fixture
def shift(community):
    """Of the community, in a week."""
    return make_shift(position=make_position(area=community))


@pytest.fixture
def serving(shift, resident):
    """The resident has a place on it, and gave a number for everything."""
    give(resident, NUMBER)
    make_signup(shift=shift, person=resident)
    return resident


def address(person):
    return f"/desk/people/{person.volunteer_no}/identity"


def reveal(browser, person, status=200, why="insurance", password=PASSWORD):
    return browser.post(address(person), {"why": why, "password": password}, status)


def written(outcome="done"):
    actions = ("identity.reveal",)
    rows = select(AuditRow).where(AuditRow.action.in_(actions), AuditRow.outcome == outcome)
    return list(session.scalars(rows.order_by(AuditRow.id)))


def told(person):
    return list(session.scalars(select(Notice.sentence).where(Notice.person_id == person.id)))


def test_with_a_reason_and_the_password_it_is_shown_written_down_and_told(browser, editor, serving):
    browser.as_(editor)

    page = browser.get(f"/desk/people/{serving.volunteer_no}/signups")
    asked = browser.get(page.links["身份证号"])
    shown = browser.submit(None, "看身份证号", why="insurance", password=PASSWORD)

    assert NUMBER not in asked.text
    assert shown.has(NUMBER, "林小满", "也告诉了本人")
    assert shown.headers["Cache-Control"] == "no-store"
    (row,) = written()
    assert (row.actor_id, row.object_kind, row.object_id) == (editor.id, "people", serving.id)
    assert row.detail == {"why": "insurance", "area": serving.area_id}
    assert told(serving) == ["清泉社区的工作人员看了你的身份证号，用来给你买保险。不清楚为什么，可以问社区。"]
    mine = browser.as_(serving).get("/me/identity")
    assert mine.has("11月23日 周一 10:00", "清泉社区的工作人员，用来给你买保险")
    assert "2026-11-23 10:00" in browser.get("/me/data.json").body.decode()


@pytest.mark.parametrize("why", ["", "curious", "Insurance", "certificate"])
def test_attack_without_a_reason(browser, editor, serving, why):
    page = reveal(browser.as_(editor), serving, 422, why=why)

    refused_and_written_down(page, "NoReason", serving)


@pytest.mark.parametrize(("password", "rule"), [("", "NoPassword"), ("guess", "WrongPassword")])
def test_attack_without_the_password(browser, editor, serving, password, rule):
    page = reveal(browser.as_(editor), serving, 422, password=password)

    refused_and_written_down(page, rule, serving)


def test_attack_a_password_is_guessed_at_as_slowly_as_when_signing_in(browser, editor, serving):
    browser.as_(editor)
    for _ in range(5):
        reveal(browser, serving, 422, password="guess")

    page = reveal(browser, serving, 422)

    refused_and_written_down(page, "TooManyGuesses", serving)


def refused_and_written_down(page, rule, person):
    assert NUMBER not in page.body.decode()
    assert page.all(".error-summary")
    last = written("refused")[-1]
    assert last.detail == {"rule": rule}
    assert (last.object_kind, last.object_id) in {
        ("people", person.id),
        ("accounts", last.object_id),
        (None, None),
    }
    assert written() == []
    assert told(person) == []


@pytest.mark.parametrize(
    ("who", "status"), [("reviewer", 403), ("manager", 403), ("auditor", 403), ("official", 404), ("serving", 404)]
)  # fmt: skip
def test_attack_in_the_wrong_role(browser, serving, who, status, request):
    browser.as_(request.getfixturevalue(who))
    browser.get(address(serving), status)

    reveal(browser, serving, status)

    assert [row.outcome for row in written("refused")] == ["refused"] * (status in {403, 404})
    assert written() == []


def test_attack_from_another_area(browser, outsider, serving):
    browser.as_(outsider)
    browser.get(address(serving), 404)

    reveal(browser, serving, 404)

    assert written("refused")[0].detail == {"rule": "NotFound"}


def test_attack_somebody_who_lives_here_and_serves_elsewhere(browser, editor, outsider, resident):
    """Where somebody lives is no reason: who records and insures is who they serve with."""
    give(resident, NUMBER)
    elsewhere = make_position(
        area=session.scalars(select(factories.Area).where(factories.Area.name == "高山村")).one()
    )
    make_signup(shift=make_shift(position=elsewhere), person=resident)

    reveal(browser.as_(editor), resident, 403)
    page = reveal(browser.as_(outsider), resident)

    assert page.has(NUMBER)


def test_attack_too_often(browser, editor, shift, serving, community, monkeypatch):
    monkeypatch.setattr(revealing, "A_DAY", 2)
    others = [with_number(community)[0] for _ in range(2)]
    for person in others:
        make_signup(shift=shift, person=person)
    browser.as_(editor)

    reveal(browser, serving)
    reveal(browser, serving)  # the same person again is not one more
    reveal(browser, others[0])
    page = reveal(browser, others[1], 422)
    reveal(browser, serving)

    assert page.has("今天已经看了")
    assert written("refused")[-1].detail == {"rule": "TooManyToday"}
    assert told(others[1]) == []


def test_looking_again_on_the_same_day_for_the_same_reason_is_told_once(
    browser, editor, serving, shift, clock_at
):
    browser.as_(editor)
    reveal(browser, serving)
    reveal(browser, serving)
    clock_at.move_to(shift.starts_at + timedelta(minutes=5))
    browser.as_(editor)
    reveal(browser, serving)
    reveal(browser, serving, why="accident")

    assert len(written()) == 4
    assert len(told(serving)) == 3


def test_each_reason_stands_in_its_own_time(browser, editor, serving, shift, clock_at):
    minute, day = timedelta(minutes=1), timedelta(days=1)
    stands = {
        shift.starts_at - minute: {"insurance"},
        shift.starts_at: {"insurance", "accident", "national"},
        shift.ends_at: {"accident", "national"},
        shift.ends_at + 90 * day: {"accident"},
        shift.ends_at + 365 * day - minute: {"accident"},
    }

    for moment, whys in stands.items():
        clock_at.move_to(moment)
        browser.as_(editor).get(address(serving))
        for why in needing.Why:
            reveal(browser, serving, 200 if why in whys else 422, why=str(why))
    clock_at.move(minutes=1)
    reveal(browser.as_(editor), serving, 403)


def test_only_for_what_its_owner_agreed_to(browser, editor, shift, resident):
    give(resident, NUMBER, [Use.national, Use.certificate])
    make_signup(shift=shift, person=resident)
    browser.as_(editor)

    page = browser.get(address(resident))
    refused = reveal(browser, resident, 422)

    assert page.has("本人没有同意这样用")
    assert NUMBER not in refused.text
    assert written("refused")[-1].detail == {"rule": "NotNeeded"}


def test_who_waits_who_was_removed_and_who_walked_in(browser, editor, shift, community, clock_at):
    waiting, withdrawn, walked_in = (with_number(community)[0] for _ in range(3))
    make_signup(shift=shift, person=waiting, state=State.waiting)
    make_signup(shift=shift, person=withdrawn, state=State.withdrawn)
    make_attendance("arrived", shift=shift, person=walked_in)
    clock_at.move_to(shift.starts_at + timedelta(hours=1))
    browser.as_(editor)

    reveal(browser, waiting, 403)
    reveal(browser, withdrawn, 403)
    reveal(browser, walked_in)


def test_a_cancelled_shift_is_no_reason(browser, editor, serving, shift, clock_at):
    with factories.committed():
        shift.cancelled_at = clock_at.instant

    reveal(browser.as_(editor), serving, 403)


def test_a_lost_role_ends_it_at_once(browser, editor, serving, clock_at):
    browser.as_(editor).get(address(serving))
    with factories.committed():
        for appointment in session.scalars(select(factories.Appointment)):
            appointment.ended_at = clock_at.instant

    reveal(browser, serving, 404)


def test_an_editor_of_the_street_sees_what_is_below(browser, street, serving):
    above = factories.make_account(person=make_person(area=serving.area)).person
    factories.appoint(above, Role.editor, street)

    assert reveal(browser.as_(above), serving).has(NUMBER)


def test_whoever_gave_none_has_none(browser, editor, shift, resident):
    make_signup(shift=shift, person=resident)
    browser.as_(editor)

    page = browser.get(address(resident))
    refused = reveal(browser, resident, 422)

    assert page.has("本人没有填身份证号")
    assert page.tree.css("main form") == []
    assert written("refused")[-1].detail == {"rule": "NotGiven"}
    assert refused.text


@pytest.mark.parametrize("number", ["WJ000000", "x", "%00", "WJ-1", "身份"])
def test_nobody_is_not_found(browser, editor, number):
    browser.as_(editor).get(f"/desk/people/{number}/identity", 404)
