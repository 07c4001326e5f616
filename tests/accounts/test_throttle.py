"""Guessing is slowed; nobody is locked out."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from board import db
from board.accounts import passwords, throttle
from board.accounts.models import Failure, KnownBrowser
from board.accounts.queries import account_of
from board.db import session
from tests import factories
from tests.accounts.inbox import PASSWORD, code_sent_to
from tests.pages import Browser

HERE = "192.0.2.7"


def guess(browser, mobile, status=422, password="not this one"):
    return browser.submit("/sign-in", "登录", status, mobile=mobile, password=password)


@pytest.fixture
def mobile(resident):
    return account_of(resident).mobile


@pytest.fixture
def hashes(monkeypatch):
    """Counts the guesses that reach the hash, without its cost."""
    reached = []
    monkeypatch.setattr(
        passwords, "fits", lambda kept, typed: reached.append(typed) or typed == factories.PASSWORD
    )
    return reached


def test_five_wrong_guesses_are_free_then_each_waits_longer(browser, mobile, clock_at, hashes):
    for _ in range(5):
        assert guess(browser, mobile).has("手机号或密码不对")

    assert guess(browser, mobile).has("30 秒后再试", "用短信验证码设新密码")
    clock_at.move(seconds=30)
    assert guess(browser, mobile).has("手机号或密码不对")
    assert guess(browser, mobile).has("1 分钟后再试")
    assert len(hashes) == 6


def test_the_right_password_is_slowed_too_but_not_longer_than_it_says(browser, mobile, clock_at, hashes):
    for _ in range(5):
        guess(browser, mobile)
    assert guess(browser, mobile, password=factories.PASSWORD).has("30 秒后再试")

    clock_at.move(seconds=30)
    guess(browser, mobile, 200, password=factories.PASSWORD)

    assert browser.is_signed_in


def test_at_most_a_hundred_guesses_a_day_reach_the_hash(mobile, clock_at, hashes):
    for number in range(24 * 12):
        clock_at.move(minutes=5)
        known = {1: "a known browser", 2: "another one"}.get(number % 3)
        try:
            throttle.count_guess(mobile, f"198.51.100.{number % 250}", known)
        except throttle.TooManyGuesses:
            continue
        hashes.append("reached")

    assert 20 < len(hashes) <= 100


def test_a_hundred_at_once_get_no_further_than_one_after_the_other(engine, mobile):
    def try_one(number):
        with db.scope():
            try:
                throttle.count_guess(mobile, f"198.51.100.{number}", None)
            except throttle.TooManyGuesses:
                return 0
            return 1

    with ThreadPoolExecutor(8) as pool:
        reached = sum(pool.map(try_one, range(40)))

    assert reached == throttle.FREE


def test_a_browser_that_signed_in_before_is_not_slowed_by_others(browser, app, mobile, hashes):
    guess(browser, mobile, 200, password=factories.PASSWORD)
    browser.post("/sign-out")
    attacker = Browser(app)
    for _ in range(6):
        guess(attacker, mobile)
    assert guess(attacker, mobile, password=factories.PASSWORD).has("后再试")

    guess(browser, mobile, 200, password=factories.PASSWORD)

    assert browser.is_signed_in


def test_a_known_browser_is_slowed_by_its_own_wrong_guesses(browser, mobile, hashes):
    guess(browser, mobile, 200, password=factories.PASSWORD)
    browser.post("/sign-out")

    for _ in range(5):
        guess(browser, mobile)

    assert guess(browser, mobile, password=factories.PASSWORD).has("30 秒后再试")


def test_an_account_knows_its_four_newest_browsers(app, mobile, clock_at, hashes):
    for _ in range(6):
        clock_at.move(minutes=1)
        guess(Browser(app), mobile, 200, password=factories.PASSWORD)

    assert session.scalar(select(func.count(KnownBrowser.id))) == 4


def test_a_code_by_sms_always_lets_the_owner_in(browser, app, mobile, hashes):
    attacker = Browser(app)
    for _ in range(6):
        guess(attacker, mobile)
    assert guess(browser, mobile, password=factories.PASSWORD).has("后再试")

    browser.submit("/forgot", "发验证码", mobile=mobile)
    browser.submit(None, "下一步", code=code_sent_to(mobile))
    browser.submit(None, "设新密码，登录", password=PASSWORD)

    assert browser.is_signed_in


def test_three_hundred_people_behind_one_address_sign_in_within_five_minutes(engine, clock_at):
    for number in range(300):
        clock_at.move(seconds=1)
        mobile = f"1380000{number:04d}"
        if number % 10 == 0:
            throttle.count_guess(mobile, HERE, None)
        throttle.take_back(throttle.count_guess(mobile, HERE, None))

    assert session.scalar(select(func.count(Failure.id))) == 30 * 3


def test_one_address_that_guesses_at_everybody_is_slowed(engine):
    for number in range(throttle.NETWORK_A_WHILE):
        throttle.count_guess(f"1380000{number:04d}", HERE, None)

    with pytest.raises(throttle.TooManyGuesses):
        throttle.count_guess("13900000000", HERE, None)
    throttle.count_guess("13900000000", "198.51.100.9", None)


def test_an_ipv6_household_is_one_address(engine):
    assert (
        throttle.network("2001:db8:1:2::1") == throttle.network("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    )
    assert throttle.network("::ffff:192.0.2.7") == HERE
    assert throttle.network("2001:db8:1:3::1") != throttle.network("2001:db8:1:2::1")


def test_guesses_from_everywhere_at_everybody_are_slowed(engine, monkeypatch):
    monkeypatch.setattr(throttle, "DISTRICT_A_WHILE", 20)
    for number in range(20):
        throttle.count_guess(f"1380000{number:04d}", f"198.51.100.{number}", None)

    with pytest.raises(throttle.TooManyGuesses):
        throttle.count_guess("13900000000", "203.0.113.1", None)
    throttle.count_guess("13900000000", "203.0.113.1", "a known browser")


def test_signing_in_counts_nothing(browser, mobile):
    guess(browser, mobile, 200, password=factories.PASSWORD)

    assert session.scalar(select(func.count(Failure.id))) == 0


def test_what_is_counted_holds_no_number(browser, mobile):
    guess(browser, mobile)

    assert all(mobile not in key and len(key) == 64 for key in session.scalars(select(Failure.key)))


def test_unknown_numbers_are_slowed_alike(browser, engine, hashes):
    for _ in range(5):
        assert guess(browser, "13712345678").has("手机号或密码不对")

    assert guess(browser, "13712345678").has("30 秒后再试")


def test_no_more_than_two_hashes_run_at_once(monkeypatch, engine):
    running, most = [], []

    class Slow:
        def hash(self, _):
            running.append(1)
            most.append(len(running))
            time.sleep(0.01)
            running.pop()
            return "x"

    monkeypatch.setattr(passwords, "_hasher", Slow())
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(passwords.hash_of, ["x"] * 16))

    assert max(most) <= 2


def test_whoever_waits_too_long_for_a_hash_is_told_to_try_again(monkeypatch, engine):
    monkeypatch.setattr(passwords, "_PATIENCE", 0.01)
    with passwords._a_turn(), passwords._a_turn(), pytest.raises(passwords.TooManyAtOnce):
        passwords.hash_of("anything")
