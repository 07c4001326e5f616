"""A new password by a code, from the phone or from the desk."""

import pytest
from sqlalchemy import func, select

from board.accounts import people
from board.accounts.models import Account, Code, Role
from board.accounts.queries import account_of
from board.audit.models import AuditRow
from board.db import session
from tests import factories
from tests.accounts.inbox import PASSWORD, code_sent_to, texts
from tests.pages import Browser


@pytest.fixture
def mobile(resident):
    return account_of(resident).mobile


def handed_out(browser, staff, person, reason="no_sms", status=200):
    browser.as_(staff).get(f"/desk/people/{person.volunteer_no}/code")
    return browser.submit(None, "给验证码", status, reason=reason)


def digits_on(page):
    return page.tree.css_first(".desk-code").text(strip=True)


def test_a_code_by_sms_leads_to_a_new_password(browser, app, mobile, resident):
    elsewhere = Browser(app).as_(resident)
    before = account_of(resident).password_hash

    browser.submit("/forgot?next=/me/profile", "发验证码", mobile=mobile)
    browser.submit(None, "下一步", code=code_sent_to(mobile))
    page = browser.submit(None, "设新密码，登录", password=PASSWORD)

    assert page.path == "/me/profile"
    assert account_of(resident).password_hash != before
    assert elsewhere.get("/me/profile").path.startswith("/sign-in")
    assert (
        session.scalar(select(func.count(AuditRow.id)).where(AuditRow.action == "accounts.reset_password"))
        == 1
    )


def test_staff_need_twelve_signs(browser, editor):
    mobile = account_of(editor).mobile
    browser.submit("/forgot", "发验证码", mobile=mobile)
    browser.submit(None, "下一步", code=code_sent_to(mobile))

    assert browser.submit(None, "设新密码，登录", 422, password=PASSWORD).has("12 位以上")
    browser.submit(None, "设新密码，登录", password=PASSWORD * 2)

    assert browser.is_signed_in


def test_the_same_form_twice_gives_the_same_answer(browser, mobile):
    browser.submit("/forgot", "发验证码", mobile=mobile)
    browser.submit(None, "下一步", code=code_sent_to(mobile))
    mark = browser.client.get_cookie("__Host-browser").value

    for _ in range(2):
        assert browser.post("/forgot/password", {"password": PASSWORD}).path == "/"
        assert browser.is_signed_in
        browser.signed_out()
        browser.client.set_cookie("__Host-browser", mark, secure=True)

    assert (
        session.scalar(select(func.count(AuditRow.id)).where(AuditRow.action == "accounts.reset_password"))
        == 1
    )


def test_a_disabled_account_gets_no_new_password(browser, mobile, resident, clock_at):
    with factories.committed():
        account_of(resident).disabled_at = clock_at.instant
    before = account_of(resident).password_hash
    browser.submit("/forgot", "发验证码", mobile=mobile)
    browser.submit(None, "下一步", code=code_sent_to(mobile))

    assert browser.submit(None, "设新密码，登录", 422, password=PASSWORD).has("账号停用了")

    assert account_of(resident).password_hash == before


def test_the_desk_hands_a_code_out_and_its_owner_is_told(browser, app, editor, resident, mobile):
    page = handed_out(browser, editor, resident)

    phone = Browser(app)
    phone.submit("/forgot/desk", "下一步", mobile=mobile, code=digits_on(page))
    phone.submit(None, "设新密码，登录", password=PASSWORD)

    assert phone.is_signed_in
    assert "不是你要的，请马上联系社区" in texts(mobile)[0]
    assert digits_on(page) not in texts(mobile)[0]
    row = session.scalars(select(AuditRow).where(AuditRow.action == "accounts.hand_out_code")).one()
    assert (row.actor_id, row.detail["reason"]) == (editor.id, "no_sms")


def test_a_code_from_the_desk_works_once_in_one_browser(browser, app, editor, resident, mobile):
    code = digits_on(handed_out(browser, editor, resident))
    phone = Browser(app)
    phone.submit("/forgot/desk", "下一步", mobile=mobile, code=code)

    Browser(app).submit("/forgot/desk", "下一步", 422, mobile=mobile, code=code)
    phone.submit("/forgot/password", "设新密码，登录", password=PASSWORD)
    phone.post("/sign-out")
    phone.submit("/forgot/desk", "下一步", 422, mobile=mobile, code=code)


def test_a_code_from_the_desk_lives_ten_minutes(browser, app, editor, resident, mobile, clock_at):
    code = digits_on(handed_out(browser, editor, resident))
    clock_at.move(minutes=10)

    Browser(app).submit("/forgot/desk", "下一步", 422, mobile=mobile, code=code)


def test_the_same_handing_out_twice_is_one(browser, editor, resident, mobile):
    browser.as_(editor)
    page = browser.get(f"/desk/people/{resident.volunteer_no}/code")
    once = page.value_of("once")
    answers = {
        digits_on(
            browser.post(f"/desk/people/{resident.volunteer_no}/code", {"reason": "no_sms", "once": once})
        )
        for _ in range(3)
    }

    assert len(answers) == 1
    assert len(texts(mobile)) == 1
    assert session.scalar(select(func.count(Code.id))) == 1


def test_a_reason_is_needed(browser, editor, resident):
    browser.as_(editor)

    browser.submit(f"/desk/people/{resident.volunteer_no}/code", "给验证码", 422)
    browser.post(f"/desk/people/{resident.volunteer_no}/code", {"reason": "made up"}, 422)


def test_an_editor_hands_none_to_staff(browser, editor, reviewer, resident):
    page = handed_out(browser, editor, reviewer, status=422)
    assert page.has("上级管理员")

    assert "给设新密码的验证码" not in browser.get(f"/desk/people/{reviewer.volunteer_no}").links
    assert session.scalar(select(Code)) is None


def test_a_manager_above_hands_one_to_staff_but_not_to_residents(browser, manager, reviewer, resident):
    digits_on(handed_out(browser, manager, reviewer))

    handed_out(browser, manager, resident, status=422)


def test_a_manager_must_stand_above_every_role(browser, community, reviewer, manager):
    street_manager = factories.make_person(area=community)
    factories.make_account(person=street_manager)
    factories.appoint(street_manager, Role.manager, community.parent)
    factories.appoint(reviewer, Role.auditor, community.parent.parent)

    handed_out(browser, street_manager, reviewer, status=422)
    digits_on(handed_out(browser, manager, reviewer))


def test_nobody_hands_one_to_themselves(browser, manager):
    handed_out(browser, manager, manager, status=422)


def test_outsider_resident_missing_and_get_only(browser, outsider, resident, editor, reviewer):
    address = f"/desk/people/{resident.volunteer_no}/code"
    browser.as_(resident)
    browser.get(address, 404)
    browser.as_(reviewer)
    browser.get(address, 403)
    browser.as_(editor)
    browser.get("/desk/people/WJ999999/code", 404)
    browser.get("/desk/people/%00/code", 404)
    browser.signed_out()
    assert browser.get(address).path.startswith("/sign-in")


def test_an_editor_of_another_community_does_not_find_the_page(browser, community, resident):
    elsewhere = factories.make_area(parent=community.parent)
    stranger = factories.make_person(area=elsewhere)
    factories.make_account(person=stranger)
    factories.appoint(stranger, Role.editor, elsewhere)

    browser.as_(stranger)
    browser.get(f"/desk/people/{resident.volunteer_no}/code", 404)
    browser.post(f"/desk/people/{resident.volunteer_no}/code", {"reason": "no_sms"}, 404)

    assert session.scalar(select(Code)) is None


def test_a_closed_account_gets_none(engine, editor, resident, clock_at):
    with factories.committed():
        session.scalar(select(Account).where(Account.person_id == resident.id)).closed_at = clock_at.instant

    assert not people.open_person(editor, resident.volunteer_no).can_hand_out
    session.rollback()
