import pytest
from sqlalchemy import select

from board.accounts.queries import account_of
from board.audit.models import AuditRow
from board.db import session
from tests import factories
from tests.accounts.inbox import MOBILE, code_sent_to, texts
from tests.pages import Browser

pytestmark = pytest.mark.dealt


def ask(browser, mobile=MOBILE, status=200, password=factories.PASSWORD):
    return browser.submit("/me/mobile", "发验证码", status, mobile=mobile, password=password)


def test_the_code_goes_to_the_new_number_and_the_old_one_is_told(browser, resident):
    earlier = account_of(resident).mobile
    browser.as_(resident)

    ask(browser)
    page = browser.submit(None, "下一步", code=code_sent_to(MOBILE))

    assert page.path == "/me/profile"
    assert account_of(resident).mobile == MOBILE
    assert "尾号 0001" in texts(earlier)[-1]
    assert (
        session.scalar(select(AuditRow.outcome).where(AuditRow.action == "accounts.change_mobile")) == "done"
    )


def test_the_password_is_needed(browser, resident):
    browser.as_(resident)

    assert ask(browser, status=422, password="not this one").has("现在的密码不对")

    assert texts(MOBILE) == []


def test_somebody_elses_number_is_told_and_nothing_changes(browser, resident, official):
    taken = account_of(official).mobile
    browser.as_(resident)

    ask(browser, taken)

    assert "没有改动" in texts(taken)[0]
    assert account_of(resident).mobile != taken


def test_a_number_taken_meanwhile_is_refused(browser, resident, official):
    browser.as_(resident)
    ask(browser)
    with factories.committed():
        account_of(official).mobile = MOBILE

    page = browser.submit(None, "下一步", 422, code=code_sent_to(MOBILE))

    assert page.has("已经有自己的账号")
    assert account_of(resident).mobile != MOBILE


def test_the_code_is_good_for_this_account_only(browser, app, resident, official):
    browser.as_(resident)
    ask(browser)
    mark = browser.client.get_cookie("__Host-browser").value
    other = Browser(app).as_(official)
    other.client.set_cookie("__Host-browser", mark, secure=True)

    other.submit("/me/mobile/code", "下一步", 422, code=code_sent_to(MOBILE))

    assert account_of(official).mobile != MOBILE
