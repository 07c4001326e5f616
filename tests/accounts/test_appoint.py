import pytest
from sqlalchemy import select

from board.accounts import appointing, scope
from board.accounts.models import Appointment, Role
from board.accounts.queries import account_of
from board.audit.models import AuditRow
from board.db import session
from tests import factories

pytestmark = pytest.mark.dealt


def appoint(browser, person, role, place, status=200):
    kind = "unit" if role == "liaison" else "area"
    return browser.submit(
        f"/desk/people/{person.volunteer_no}/appoint", "任命", status, role=role, place=f"{kind}-{place.id}"
    )


@pytest.fixture
def street_manager(community):
    person = factories.make_person(area=community)
    factories.make_account(person=person)
    factories.appoint(person, Role.manager, community.parent)
    return person


def test_a_manager_appoints_and_it_works_at_once(browser, manager, resident, community):
    browser.as_(manager)

    appoint(browser, resident, "editor", community)

    assert scope.roles_of(resident) == {Role.editor}
    row = session.scalars(select(AuditRow).where(AuditRow.action == "accounts.appoint")).one()
    assert row.detail == {"person": resident.id, "role": "editor", "area_id": community.id}
    browser.as_(resident)
    browser.get("/desk/people")


def test_a_manager_ends_an_appointment_and_it_works_at_once(browser, manager, editor, clock_at):
    browser.as_(manager)

    browser.submit(f"/desk/people/{editor.volunteer_no}", "结束任命")

    ended = session.scalars(select(Appointment).where(Appointment.person_id == editor.id)).one()
    assert (ended.ended_by, ended.ended_at) == (manager.id, clock_at.instant)
    browser.as_(editor)
    browser.get("/desk/people", 404)


def test_nobody_appoints_or_ends_themselves(browser, manager, community):
    browser.as_(manager)

    assert appoint(browser, manager, "editor", community, 422).has("别的管理员")
    own = session.scalar(select(Appointment.id).where(Appointment.person_id == manager.id))
    browser.post(f"/desk/appointments/{own}/end")

    assert scope.roles_of(manager) == {Role.manager}


def test_a_manager_is_appointed_from_above(browser, street_manager, resident, community, manager):
    browser.as_(street_manager)
    assert appoint(browser, resident, "manager", community.parent, 422).has("上一级")
    appoint(browser, resident, "manager", community)

    browser.as_(manager)
    appoint(browser, resident, "manager", community.parent)
    appoint(browser, resident, "manager", community.parent.parent)

    assert len(scope.areas_of(resident, Role.manager)) == 3


def test_a_manager_appoints_only_below(browser, street_manager, resident, community):
    other_street = factories.make_area("street", parent=community.parent.parent)
    browser.as_(street_manager)

    for place in (other_street, community.parent.parent):
        browser.post(
            f"/desk/people/{resident.volunteer_no}/appoint",
            {"role": "editor", "place": f"area-{place.id}"},
            422,
        )

    assert scope.roles_of(resident) == frozenset()


def test_a_manager_does_not_end_what_was_given_above(browser, street_manager, manager, community):
    given = session.scalar(select(Appointment.id).where(Appointment.person_id == manager.id))
    browser.as_(street_manager)

    browser.post(f"/desk/appointments/{given}/end", status=404)

    assert scope.roles_of(manager) == {Role.manager}


def test_only_the_district_appoints_liaisons(browser, manager, street_manager, official):
    browser.as_(manager)
    appoint(browser, official, "liaison", official.unit)
    assert scope.roles_of(official) == {Role.liaison}

    browser.as_(street_manager)
    browser.post(
        f"/desk/people/{official.volunteer_no}/appoint",
        {"role": "liaison", "place": f"unit-{official.unit_id}"},
        422,
    )


def test_a_liaison_has_a_unit_and_others_an_area(browser, manager, official, community):
    browser.as_(manager)
    address = f"/desk/people/{official.volunteer_no}/appoint"

    browser.submit(address, "任命", 422, role="liaison", place=f"area-{community.id}")
    browser.submit(address, "任命", 422, role="editor", place=f"unit-{official.unit_id}")

    assert scope.roles_of(official) == frozenset()


def test_the_same_appointment_is_given_once(browser, manager, editor, community):
    browser.as_(manager)

    assert appoint(browser, editor, "editor", community, 422).has("已经有了")


def test_somebody_without_an_account_is_not_appointed(engine, manager, community):
    person = factories.make_person(area=community)

    with pytest.raises(appointing.NoAccount):
        appointing.appoint(manager, person, Role.editor, community)
    session.rollback()


def test_a_manager_sees_the_appointments_of_the_subtree_masked(
    browser, street_manager, editor, outsider, manager
):
    browser.as_(street_manager)

    page = browser.get("/desk/appointments")

    assert page.has("王*", editor.volunteer_no, "岗位发布员", outsider.volunteer_no)
    assert manager.volunteer_no not in page.text
    assert editor.name not in page.text
    assert account_of(editor).mobile not in page.text


def test_the_list_of_appointments_is_paged(browser, manager, community):
    for _ in range(35):
        person = factories.make_person(area=community)
        factories.appoint(person, Role.editor, community)
    browser.as_(manager)

    page = browser.get("/desk/appointments")
    assert len(page.tree.css("tbody tr")) == 30
    page = browser.get(page.links["更早的任命"])

    assert len(page.tree.css("tbody tr")) == 6


def test_outsider_wrong_role_missing_and_wrong_method(browser, outsider, editor, resident, manager):
    address = f"/desk/people/{resident.volunteer_no}/appoint"
    theirs = session.scalar(select(Appointment.id).where(Appointment.person_id == editor.id))
    browser.as_(outsider)
    browser.post(f"/desk/appointments/{theirs}/end", status=404)
    browser.as_(editor)
    browser.get(address, 403)
    browser.get("/desk/appointments", 403)
    browser.as_(resident)
    browser.get(address, 404)
    browser.get("/desk/appointments", 404)
    browser.as_(manager)
    browser.get("/desk/people/WJ123/appoint", 404)
    browser.post("/desk/appointments/999999/end", status=404)
    browser.get(f"/desk/appointments/{theirs}/end", 405)
