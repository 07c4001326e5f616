"""A second person confirms a shift with one button: nobody their own, nobody what they wrote."""

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from board.accounts.models import Appointment, Role
from board.audit.models import AuditRow
from board.db import session
from board.errors import NotAllowed
from board.jobs.models import Job
from board.notices.models import Notice
from board.records import ledger, queries, services
from board.records.models import RecordStep, State
from tests.factories import appoint, committed, make_account, make_person
from tests.records.served import confirm, line, serve, states, steps, tick, work


def address(shift):
    return f"/desk/shifts/{shift.id}/hours"


def test_two_clicks_confirm_a_shift_from_the_desk(browser, served, resident, reviewer):
    tick()
    browser.as_(reviewer)

    browser.get("/desk")
    page = browser.get(address(served))
    assert page.has("确认 2 人", "共 4 小时")
    page = browser.press("确认这一班")

    assert page.has("确认了 2 人，共 4 小时，已经告诉他们，公示 7 天。")
    assert states(served) == ["confirmed", "confirmed"]
    assert ledger.of_person(resident) == ledger.Total(120, 1)
    assert ledger.of_area(served.position.area) == ledger.Total(240, 2)
    work()
    told = session.scalars(select(Notice.sentence).where(Notice.person_id == resident.id)).all()
    assert any("确认了 2 小时" in sentence for sentence in told)
    assert (
        session.scalars(select(AuditRow.actor_id).where(AuditRow.action == "records.confirm")).all()
        == [reviewer.id] * 2
    )


def test_everybody_is_told_once_however_often_the_worker_begins_anew(app, served, resident, reviewer):
    tick()
    confirm(served, reviewer)
    job = session.query(Job).one()
    with committed():
        job.state, job.due_at = "working", job.enqueued_at  # it died before it could say that it was done

    work()

    assert session.query(Notice).filter_by(kind="records.confirmed").count() == 2


def test_pressing_twice_is_pressing_once(served, resident, reviewer):
    tick()

    first, second = confirm(served, reviewer), confirm(served, reviewer)

    assert first == second == services.Confirmed(2, 240, 0)
    assert ledger.of_person(resident).minutes == 120


def test_what_changed_since_the_page_was_made_is_not_confirmed(browser, served, resident, reviewer, editor):
    tick()
    browser.as_(reviewer).get(address(served))
    services.void(line(resident).record.id, reason="记错人了", by=editor)
    session.commit()

    page = browser.press("确认这一班")

    assert page.has("刚才有变动")
    assert states(served) == ["voided", "proposed"]


# Who may not


def test_an_editor_who_tapped_somebody_in_does_not_confirm_them_but_confirms_the_others(
    shift, resident, editor
):
    appoint(editor, Role.reviewer, shift.position.area)
    other = make_person(area=shift.position.area)
    serve(shift, resident, by=editor)
    serve(shift, other)
    tick()

    told = confirm(shift, editor)

    assert (told.people, told.left_over) == (1, 1)
    assert (line(resident).state, line(other).state) == (State.proposed, State.confirmed)
    with pytest.raises(services.OwnHand):
        confirm(shift, editor)


def test_a_reviewer_does_not_confirm_their_own_hours(shift, reviewer, resident):
    serve(shift, reviewer)
    serve(shift, resident)
    tick()

    assert confirm(shift, reviewer).left_over == 1

    assert line(reviewer).state == State.proposed


def test_hours_of_a_record_somebody_has_claimed_are_their_own(shift, reviewer):
    taken_over = make_person(area=shift.position.area)
    serve(shift, taken_over)
    tick()
    with committed():
        taken_over.claimed_by = reviewer.id

    with pytest.raises(services.OwnHand):
        confirm(shift, reviewer)


def test_a_leader_who_also_served_is_confirmed_by_somebody_else(shift, resident, reviewer):
    appoint(resident, Role.reviewer, shift.position.area)
    serve(shift, resident, by=resident)  # taps themselves
    tick()
    services.keep(line(resident).record.id, reason="大家都看见他在", by=reviewer)
    session.commit()

    for nobody in (resident, reviewer):
        with pytest.raises(services.OwnHand):
            confirm(shift, nobody)
    another = _reviewer_of(shift.position.area)
    assert confirm(shift, another).people == 1


def test_where_only_the_system_wrote_any_reviewer_confirms(served, editor):
    appoint(editor, Role.reviewer, served.position.area)
    tick()

    assert confirm(served, editor).people == 2


def test_a_role_lost_meanwhile_is_no_longer_enough(served, reviewer):
    tick()
    with committed():
        session.query(Appointment).filter_by(person_id=reviewer.id).one().ended_at = served.ends_at

    with pytest.raises(NotAllowed):
        confirm(served, reviewer)


@pytest.mark.parametrize("who", ["entered", "own"])
def test_the_schema_alone_refuses_it(shift, resident, editor, who):
    serve(shift, resident, by=editor)
    tick()
    found = line(resident)
    by = editor if who == "entered" else resident

    with pytest.raises(DBAPIError), committed():
        session.execute(insert(RecordStep).values(
            record_id=found.record.id, person_id=resident.id, area_id=found.record.area_id, step=1, kind="confirmed",
            by_id=by.id, at=found.ends_at, reason="", starts_at=found.starts_at, ends_at=found.ends_at, minutes=120,
            added_minutes=120, added_times=1,
        ))  # fmt: skip
    session.rollback()
    assert steps(resident) == []


# Whose turn it is


def test_a_community_with_one_clerk_is_confirmed_by_its_street(community, street, shift, resident):
    clerk = make_account(person=make_person(area=community, name="只有我")).person
    for role in (Role.editor, Role.reviewer):
        appoint(clerk, role, community)
    at_the_street = _reviewer_of(street)
    serve(shift, resident, by=clerk)
    tick()

    assert queries.to_confirm(clerk, limit=5) == []
    assert [row.count for row in queries.to_confirm(at_the_street, limit=5)] == [1]
    assert confirm(shift, at_the_street).people == 1


def test_the_street_is_not_asked_while_the_community_has_somebody(served, reviewer, street):
    at_the_street = _reviewer_of(street)
    tick()

    assert [row.count for row in queries.to_confirm(reviewer, limit=5)] == [2]
    assert queries.to_confirm(at_the_street, limit=5) == []


def test_what_waits_is_gone_from_the_desk_once_it_is_confirmed(browser, served, reviewer):
    tick()
    assert browser.as_(reviewer).get("/desk/hours").has("助老送餐", "2 人待确认")

    confirm(served, reviewer)

    assert browser.get("/desk/hours").has("没有等着的时长", "4 小时")


def _reviewer_of(area):
    person = make_account(person=make_person(area=area, name="另一个")).person
    appoint(person, Role.reviewer, area)
    return person


# Who gets what


@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 404), ("editor", 403), ("manager", 403), ("resident", 404)]
)
def test_only_reviewers_of_the_area_confirm(browser, served, who, status, request):
    tick()
    browser.as_(request.getfixturevalue(who))

    browser.post(address(served) + "/confirm", {"seen": "x"}, status)

    assert states(served) == ["proposed", "proposed"]


def test_missing_and_wrong_methods(browser, reviewer):
    browser.as_(reviewer)
    browser.post("/desk/shifts/987654/hours/confirm", status=404)
    browser.get("/desk/shifts/987654/hours", status=404)
    browser.get("/desk/shifts/987654/hours/confirm", status=405)
