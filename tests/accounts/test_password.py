"""Changing one's own password, and the longer one the desk asks for."""

import pytest
from sqlalchemy import select

from board.accounts.models import Role
from board.accounts.queries import account_of, account_with
from board.audit.models import AuditRow
from board.db import session
from tests import factories
from tests.accounts.inbox import MOBILE, PASSWORD, details, prove

pytestmark = pytest.mark.dealt


def test_the_current_password_is_needed(browser, resident):
    browser.as_(resident)

    page = browser.submit("/me/password", "改密码", 422, current="not this one", password=PASSWORD)

    assert page.has("现在的密码不对")
    assert (
        session.scalar(select(AuditRow.outcome).where(AuditRow.action == "accounts.change_password"))
        == "refused"
    )


def test_guessing_the_current_password_is_slowed(browser, resident):
    browser.as_(resident)
    for _ in range(5):
        browser.submit("/me/password", "改密码", 422, current="not this one", password=PASSWORD)

    page = browser.submit("/me/password", "改密码", 422, current=factories.PASSWORD, password=PASSWORD)

    assert page.has("30 秒后再试")


def test_asking_ten_times_for_the_right_one_slows_nobody(browser, resident):
    browser.as_(resident)
    for number in range(10):
        browser.submit("/me/mobile", "发验证码", mobile=f"1380000{number:04d}", password=factories.PASSWORD)
        assert browser.page.path == "/me/mobile/code"


def test_somebody_appointed_with_a_short_password_changes_it_before_the_desk(browser, community):
    prove(browser)
    browser.submit(None, "注册", **details(community))
    person = account_with(MOBILE).person
    factories.appoint(person, Role.editor, community)

    page = browser.get("/desk/people")
    assert page.path == "/me/password?next=%2Fdesk%2Fpeople"
    assert page.has("工作人员的密码要 12 位以上")
    page = browser.submit(None, "改密码", 422, current=PASSWORD, password=PASSWORD + "啊")
    assert page.has("还差")
    page = browser.submit(None, "改密码", current=PASSWORD, password=PASSWORD * 2)

    assert page.path == "/desk/people"


def test_the_desk_takes_no_posts_with_a_short_password_either(browser, editor):
    with factories.committed():
        account_of(editor).short_password = True
    browser.as_(editor)

    assert browser.post("/desk/people", {"typed": "WJ000001"}).path.startswith("/me/password")
