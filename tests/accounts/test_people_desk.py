"""/desk/people: one exact number in, one masked row out."""

import pytest
from sqlalchemy import func, select

from board.accounts import people
from board.accounts.models import Role
from board.accounts.queries import account_of
from board.audit.models import AuditRow
from board.db import session
from tests import factories

pytestmark = pytest.mark.dealt


def look_up(browser, typed, status=200):
    return browser.submit("/desk/people", "查找", status, typed=typed)


def test_the_exact_mobile_or_number_finds_anybody_in_the_district(browser, editor, outsider):
    browser.as_(editor)

    for typed in (account_of(outsider).mobile, outsider.volunteer_no, outsider.volunteer_no.lower()):
        page = look_up(browser, typed)
        assert page.has("陈*", outsider.volunteer_no, "不是你负责的社区")
        assert outsider.name not in page.text
        assert account_of(outsider).mobile not in page.text


def test_a_part_of_a_number_finds_nobody(browser, editor, resident):
    browser.as_(editor)

    for typed in (
        account_of(resident).mobile[:10],
        resident.volunteer_no[:-1],
        "%",
        "林小满",
        resident.volunteer_no + "%",
    ):
        page = browser.post("/desk/people", {"typed": typed}, 422 if len(typed) < 8 else 200)
        assert resident.volunteer_no not in page.text.replace(typed, "")


def test_the_number_does_not_stand_in_the_address(browser, editor, resident):
    browser.as_(editor)

    page = look_up(browser, account_of(resident).mobile)

    assert page.path == "/desk/people"


def test_every_look_up_is_written_down(browser, editor, resident):
    browser.as_(editor)
    look_up(browser, resident.volunteer_no)
    look_up(browser, "13700000000")

    rows = session.scalars(
        select(AuditRow).where(AuditRow.action == "accounts.look_up").order_by(AuditRow.id)
    ).all()
    assert [(row.actor_id, row.object_id) for row in rows] == [(editor.id, resident.id), (editor.id, None)]


def test_fifty_a_day_are_enough(browser, editor, resident, clock_at):
    browser.as_(editor)
    with factories.committed():
        for _ in range(people.LOOKUPS_A_DAY):
            session.add(
                AuditRow(at=clock_at.instant, actor_id=editor.id, action="accounts.look_up", outcome="done")
            )

    assert look_up(browser, resident.volunteer_no, 422).has("今天已经查了 50 次")
    clock_at.move(hours=14)
    browser.as_(editor).get("/desk/people")
    look_up(browser, resident.volunteer_no)


def test_a_person_of_ones_own_area_is_opened_masked_and_that_is_written_down(browser, editor, resident):
    browser.as_(editor)
    page = look_up(browser, resident.volunteer_no)

    page = browser.get(page.links["打开"])

    mobile = account_of(resident).mobile
    assert page.has("林*", resident.volunteer_no, "清泉社区", f"{mobile[:3]}****{mobile[-4:]}")
    assert resident.name not in page.text
    assert mobile not in page.text
    opened = session.scalars(select(AuditRow).where(AuditRow.action == "accounts.open_person")).one()
    assert (opened.actor_id, opened.object_id) == (editor.id, resident.id)


def test_a_manager_may_appoint_somebody_from_elsewhere_and_sees_no_more(browser, outsider, resident):
    browser.as_(outsider)

    page = browser.get(f"/desk/people/{resident.volunteer_no}")

    assert page.has("林*", "任命职责")
    assert "清泉社区" not in page.text
    assert session.scalar(select(func.count(AuditRow.id)).where(AuditRow.action == "accounts.look_up")) == 1


def test_a_manager_disables_and_enables(browser, manager, resident, clock_at):
    browser.as_(manager)
    address = f"/desk/people/{resident.volunteer_no}"

    page = browser.submit(f"{address}/disable", "停用账号", reason="misused")
    assert page.has("账号停用了")
    assert account_of(resident).disabled_at == clock_at.instant
    browser.submit(address, "恢复账号")

    assert account_of(resident).disabled_at is None
    row = session.scalars(select(AuditRow).where(AuditRow.action == "accounts.disable")).one()
    assert row.detail == {"reason": "misused"}


def test_who_cannot_be_disabled(browser, manager, community, editor, resident):
    street_manager = factories.make_person(area=community)
    factories.make_account(person=street_manager)
    factories.appoint(street_manager, Role.manager, community.parent)

    browser.as_(street_manager)
    browser.post(f"/desk/people/{manager.volunteer_no}/disable", {"reason": "misused"}, 403)
    browser.post(f"/desk/people/{street_manager.volunteer_no}/disable", {"reason": "misused"}, 403)
    browser.as_(editor)
    browser.post(f"/desk/people/{resident.volunteer_no}/disable", {"reason": "misused"}, 403)

    assert all(account_of(person).disabled_at is None for person in (manager, street_manager, resident))


@pytest.mark.parametrize("path", ["", "/code", "/appoint", "/disable"])
def test_outsider_wrong_role_and_missing(browser, community, resident, reviewer, auditor, path):
    address = f"/desk/people/{resident.volunteer_no}{path}"
    stranger = factories.make_person()
    factories.make_account(person=stranger)
    factories.appoint(stranger, Role.editor, stranger.area)

    browser.as_(stranger)
    browser.get(address, 403 if path in {"/appoint", "/disable"} else 404)
    browser.as_(reviewer)
    browser.get(address, 403)
    browser.as_(auditor)
    browser.get(address, 403)
    browser.as_(resident)
    browser.get(address, 404)


def test_enabling_is_a_post(browser, manager, resident):
    browser.as_(manager)
    browser.get(f"/desk/people/{resident.volunteer_no}/enable", 405)
    browser.post("/desk/people/WJ777777/enable", status=404)
