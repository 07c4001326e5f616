from sqlalchemy import select

from board.accounts.models import Account, Code, Failure, KnownBrowser, SignIn
from board.accounts.queries import account_of
from board.db import session
from board.outbox.models import Message
from tests import factories
from tests.accounts.inbox import code_sent_to, details, prove


def test_only_the_volunteer_number_stays(browser, resident, clock_at):
    mobile = account_of(resident).mobile
    browser.submit("/forgot", "发验证码", mobile=mobile)
    assert code_sent_to(mobile)
    browser.submit("/sign-in", "登录", 422, mobile=mobile, password="not this one")
    browser.submit("/sign-in", "登录", mobile=mobile, password=factories.PASSWORD)

    page = browser.submit("/me/close", "注销账号", password=factories.PASSWORD)

    assert page.path == "/signed-out"
    account = session.scalar(select(Account).where(Account.person_id == resident.id))
    assert (account.mobile, account.password_hash, account.closed_at) == (None, "", clock_at.instant)
    assert (resident.name, resident.contact_mobile, resident.birth_month, resident.unit_id) == (
        "",
        None,
        None,
        None,
    )
    assert resident.masked_name == resident.volunteer_no
    assert session.scalar(select(Code)) is None
    assert session.scalar(select(KnownBrowser)) is None
    assert session.scalar(select(Message).where(Message.address == mobile)) is None
    assert all(row.address is None and row.ended_at for row in session.scalars(select(SignIn)))
    assert all(len(row.key) == 64 for row in session.scalars(select(Failure)))


def test_the_number_can_register_anew(browser, resident, community):
    mobile = account_of(resident).mobile
    browser.as_(resident)
    browser.submit("/me/close", "注销账号", password=factories.PASSWORD)
    browser.signed_out()

    prove(browser, mobile)
    browser.submit(None, "注册", **details(community))

    assert browser.is_signed_in


def test_staff_are_first_released(browser, editor):
    browser.as_(editor)

    page = browser.submit("/me/close", "注销账号", 422, password=factories.PASSWORD)

    assert page.has("请先让上级管理员结束任命")
    assert editor.name


def test_the_password_is_asked(browser, resident):
    browser.as_(resident)

    browser.submit("/me/close", "注销账号", 422, password="not this one")

    assert resident.name
