"""A day of guessing at one account, through the page."""

import pytest

from board.accounts import passwords, throttle
from board.accounts.queries import account_of
from tests import factories
from tests.accounts.inbox import PASSWORD, code_sent_to
from tests.accounts.phones import CountedHasher, Phone
from tests.pages import Browser

pytestmark = pytest.mark.dealt

A_DAY, GUESSES, SOAK_GUESSES = 24 * 60 * 60, 300, 10_000
MOST = 100


@pytest.fixture
def hasher(monkeypatch):
    counted = CountedHasher()
    monkeypatch.setattr(passwords, "_hasher", counted)
    return counted


def guess_all_day(app, clock_at, mobile, number, *, meanwhile):
    """So many wrong passwords over a day, from everywhere; `meanwhile` is called every three hours."""
    phones = [Phone(app, f"198.51.100.{n}") for n in range(50)]
    for n in range(number):
        if n % (number // 8) == 0:
            meanwhile()
        assert phones[n % 50].sign_in(mobile, f"guess {n}") == 422
        clock_at.move(seconds=A_DAY / number)


def owner_comes(app, mobile, phone):
    """On the phone that was here before, without waiting."""

    def come():
        assert phone.sign_in(mobile, factories.PASSWORD) == 303
        phone.client.delete_cookie(app.config["SIGN_IN_COOKIE"])
        phone.client.delete_cookie(app.config["SESSION_COOKIE_NAME"])

    return come


def check_a_day(app, clock_at, resident, hasher, number):
    mobile = account_of(resident).mobile
    come = owner_comes(app, mobile, Phone(app, "203.0.113.5"))

    guess_all_day(app, clock_at, mobile, number, meanwhile=come)

    assert 20 < hasher.wrong <= MOST
    come()
    new_phone = Browser(app)
    new_phone.submit("/forgot", "发验证码", mobile=mobile)
    new_phone.submit(None, "下一步", code=code_sent_to(mobile))
    new_phone.submit(None, "设新密码，登录", password=PASSWORD)
    assert new_phone.is_signed_in, "a phone that was never here gets in by SMS"


def test_a_day_of_guesses_hardly_reaches_the_hash_and_the_owner_gets_in(app, clock_at, resident, hasher):
    check_a_day(app, clock_at, resident, hasher, GUESSES)


@pytest.mark.soak
def test_ten_thousand_guesses_in_a_day(app, clock_at, resident, hasher):
    check_a_day(app, clock_at, resident, hasher, SOAK_GUESSES)


def test_without_the_count_they_would_all_reach_it(app, clock_at, resident, hasher, monkeypatch):
    monkeypatch.setattr(throttle, "_refuse_before", lambda *_: None)

    guess_all_day(app, clock_at, account_of(resident).mobile, MOST + 50, meanwhile=lambda: None)

    assert hasher.wrong == MOST + 50
