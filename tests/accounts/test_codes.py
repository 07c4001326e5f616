import pytest
from sqlalchemy import select

import config
from board import audit, clock
from board.accounts import codes, upkeep
from board.accounts.models import Account, Code, Purpose
from board.accounts.queries import account_with
from board.audit.models import AuditRow
from board.db import begin_writing, session
from board.outbox.models import Fate, Message
from tests import factories
from tests.accounts.inbox import MOBILE, code_sent_to, details, prove, texts
from tests.pages import Browser

LIMITS = config.Settings()


def ask(mobile=MOBILE, browser="one browser", limits=LIMITS, address="192.0.2.7"):
    with audit.following(audit.Trail(address=address)):
        try:
            codes.ask(mobile, browser, limits)
            session.commit()
        finally:
            session.rollback()


def wrong(mobile=MOBILE):
    return "000000" if code_sent_to(mobile) != "000000" else "111111"


def test_a_code_lives_ten_minutes(browser, clock_at, community):
    browser.submit("/register", "发验证码", mobile=MOBILE)
    clock_at.move(minutes=9, seconds=59)
    assert browser.submit(None, "下一步", code=code_sent_to(MOBILE)).path == "/register/details"

    other = Browser(browser.app)
    other.submit("/register", "发验证码", mobile=MOBILE)
    clock_at.move(minutes=10)

    assert other.submit(None, "下一步", 422, code=code_sent_to(MOBILE)).has("10 分钟")


def test_a_code_bears_five_tries(browser):
    browser.submit("/register", "发验证码", mobile=MOBILE)

    for left in (4, 3, 2, 1):
        assert browser.submit(None, "下一步", 422, code=wrong()).has(f"还可以试 {left} 次")
    assert browser.submit(None, "下一步", 422, code=wrong()).has("再发一条新的")

    browser.submit(None, "下一步", 422, code=code_sent_to(MOBILE))
    assert browser.get("/register/details").path == "/register"


def test_the_fifth_try_may_be_right(browser):
    browser.submit("/register", "发验证码", mobile=MOBILE)
    for _ in range(4):
        browser.submit(None, "下一步", 422, code=wrong())

    page = browser.submit(None, "下一步", code=code_sent_to(MOBILE))

    assert page.path == "/register/details"


def test_a_code_works_in_no_other_browser(browser, app):
    browser.submit("/register", "发验证码", mobile=MOBILE)
    other = Browser(app)
    other.submit("/register", "发验证码", mobile="13800000002")

    other.submit(None, "下一步", 422, code=code_sent_to(MOBILE))

    assert other.get("/register/details").path == "/register"


def test_a_code_works_once(browser, community, clock_at):
    prove(browser)
    code = code_sent_to(MOBILE)
    browser.submit(None, "注册", **details(community))
    browser.post("/sign-out")
    clock_at.move(seconds=61)

    assert browser.get("/register/code").path == "/register"
    browser.post("/register/code", {"code": code})
    browser.post(
        "/register/details",
        {k: "y" if v is True else v for k, v in details(community, kind="resident").items()},
        422,
    )

    assert not browser.is_signed_in


def test_a_code_for_a_new_mobile_does_not_set_a_password(browser, resident):
    browser.as_(resident)
    browser.submit("/me/mobile", "发验证码", mobile=MOBILE, password=factories.PASSWORD)
    code = code_sent_to(MOBILE)

    browser.client.delete_cookie(browser.app.config["SIGN_IN_COOKIE"])
    browser.post("/forgot/code", {"code": code})
    assert browser.page.path == "/forgot"
    browser.post("/forgot/password", {"password": "另外一个很长的密码"}, 422)

    assert session.scalar(select(Code.used_at)) is None


def test_a_newer_code_ends_the_older(browser, clock_at):
    browser.submit("/register", "发验证码", mobile=MOBILE)
    older = code_sent_to(MOBILE)
    clock_at.move(seconds=61)
    browser.submit("/register", "发验证码", mobile=MOBILE)
    newer = code_sent_to(MOBILE)

    if older != newer:
        browser.submit(None, "下一步", 422, code=older)
    assert browser.submit("/register/code", "下一步", code=newer).path == "/register/details"


def test_only_hashes_are_kept(engine):
    ask()

    kept = session.scalar(select(Code))
    assert code_sent_to(MOBILE) not in kept.code_hash
    assert len(kept.code_hash) == len(kept.browser_hash) == 64


def test_a_number_gets_a_code_a_minute_whoever_asks(engine, clock_at):
    ask()

    with pytest.raises(codes.TooSoon, match="60 秒后"):
        ask(browser="another browser")

    clock_at.move(seconds=60)
    ask(browser="another browser")
    assert len(texts(MOBILE)) == 2


def test_a_number_gets_ten_codes_a_day(engine, clock_at):
    for _ in range(10):
        ask()
        clock_at.move(minutes=2)

    with pytest.raises(codes.BudgetSpent, match="这个号码今天"):
        ask()

    clock_at.move(hours=24)
    ask()
    assert len(texts(MOBILE)) == 11


def test_an_address_gets_its_budget_and_ipv6_counts_by_its_household(engine):
    limits = config.Settings(sms_per_address=2)
    ask("13800000001", limits=limits, address="2001:db8:1:2::1")
    ask("13800000002", limits=limits, address="2001:db8:1:2:ffff::9")

    with pytest.raises(codes.BudgetSpent, match="这个网络"):
        ask("13800000003", limits=limits, address="2001:db8:1:2::77")

    ask("13800000003", limits=limits, address="2001:db8:1:3::1")


def test_the_day_has_its_budget_and_reaching_it_is_written_down(browser, monkeypatch):
    monkeypatch.setitem(browser.app.config, "SETTINGS", browser.app.config["SETTINGS"])
    limits = config.Settings(sms_per_day=1)
    ask("13800000009", limits=limits)

    with pytest.raises(codes.BudgetSpent, match="全区"):
        ask("13800000008", limits=limits)


def test_a_wrong_code_is_written_down_without_the_number(browser):
    browser.submit("/register", "发验证码", mobile=MOBILE)

    browser.submit(None, "下一步", 422, code=wrong())

    row = session.scalars(select(AuditRow).where(AuditRow.outcome == "refused")).one()
    assert row.action == "accounts.register_code"
    assert row.detail == {"rule": "WrongCode"}
    assert MOBILE not in str(session.scalars(select(AuditRow.detail)).all())


def test_a_code_that_was_never_asked_for_leads_back(browser):
    assert browser.get("/register/code").path == "/register"
    assert browser.get("/forgot/code").path == "/forgot"
    assert browser.get("/register/details").path == "/register"
    assert browser.get("/forgot/password").path == "/forgot"


def test_a_proven_code_waits_half_an_hour_for_its_form(browser, community, clock_at):
    prove(browser)
    clock_at.move(minutes=30)

    page = browser.post(
        "/register/details",
        {k: "y" if v is True else v for k, v in details(community, kind="resident").items()},
        422,
    )

    assert page.has("再发一条新的")
    assert account_with(MOBILE) is None


def test_old_codes_are_not_sent_and_their_text_is_wiped(engine, clock_at):
    ask()
    clock_at.move(minutes=11)

    for step in upkeep.STEPS:
        step()

    message = session.scalar(select(Message))
    assert (message.text, message.fate, message.problem) == ("", Fate.dead, "expired")


def test_codes_are_forgotten_after_two_days(engine, clock_at):
    ask()
    clock_at.move(days=2, seconds=1)

    upkeep.forget_old()

    assert session.scalar(select(Code)) is None


def test_a_new_password_ends_every_open_code(engine, resident):
    account = session.scalar(select(Account).where(Account.person_id == resident.id))
    ask(account.mobile)
    begin_writing()
    codes.void(account.mobile)
    session.commit()

    assert session.scalar(select(Code.used_at)) == clock.now()
    assert session.scalar(select(Code.purpose)) == Purpose.reset
