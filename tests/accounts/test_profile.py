import pytest
from sqlalchemy import select

from board.accounts.models import Kind
from board.audit.models import AuditRow
from board.db import session
from tests import factories

pytestmark = pytest.mark.dealt


def test_name_and_community_can_be_changed(browser, resident, community):
    elsewhere = factories.make_area(name="高山村", parent=community.parent)
    browser.as_(resident)

    page = browser.submit("/me/profile", "保存资料", name="林小满满", area_id=elsewhere.id)

    assert page.has("资料改好了")
    assert (resident.name, resident.area_id) == ("林小满满", elsewhere.id)
    assert session.scalar(select(AuditRow.detail).where(AuditRow.action == "accounts.change_profile")) == {}


def test_an_official_who_becomes_a_resident_has_no_unit(browser, official):
    browser.as_(official)

    browser.submit("/me/profile", "保存资料", kind="resident")

    assert (official.kind, official.unit_id) == (Kind.resident, None)


def test_no_field_but_those_asked_is_taken(browser, resident, community):
    browser.as_(resident)
    before = (resident.volunteer_no, resident.created_at)

    browser.post("/me/profile", {
        "name": "林小满", "area_id": community.id, "kind": "resident", "unit_id": "", "volunteer_no": "WJ000000",
        "id": "1", "birth_month": "1950-01-01", "closed_at": "2026-01-01", "contact_mobile": "13800000000",
        "person_id": "1", "account.mobile": "13800000000",
    })  # fmt: skip

    assert (resident.volunteer_no, resident.created_at) == before
    assert (resident.birth_month, resident.closed_at, resident.contact_mobile) == (None, None, None)


def test_a_mistake_keeps_what_was_typed_and_changes_nothing(browser, resident):
    browser.as_(resident)
    name = resident.name

    page = browser.submit("/me/profile", "保存资料", 422, name="王")

    assert page.value_of("name") == "王"
    assert resident.name == name


def test_the_page_is_for_oneself_only(browser, resident):
    assert browser.get("/me/profile").path == "/sign-in?next=%2Fme%2Fprofile"
    for address in (
        "/me/mobile",
        "/me/password",
        "/me/sign-ins",
        "/me/data",
        "/me/data.json",
        "/me/birth-month",
    ):
        assert browser.get(address).path.startswith("/sign-in")
