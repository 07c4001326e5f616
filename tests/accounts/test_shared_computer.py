"""On a computer that others use too: out after five minutes, and nothing of it is remembered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board.accounts import signing
from board.accounts.models import KnownBrowser, SignIn
from board.accounts.queries import account_of
from board.db import session
from tests import factories
from tests.accounts.inbox import PASSWORD


@pytest.fixture
def library(browser, resident):
    """The computer in the library, with the resident signed in."""
    mobile = account_of(resident).mobile
    browser.submit("/sign-in", "登录", mobile=mobile, password=factories.PASSWORD, shared=True)
    return browser


def is_in(browser):
    return browser.get("/me/profile").path == "/me/profile"


def cookie(browser):
    return browser.client.get_cookie(browser.app.config["SIGN_IN_COOKIE"])


def test_five_minutes_without_a_press_end_it(library, clock_at):
    clock_at.move(minutes=4, seconds=59)
    assert is_in(library)

    clock_at.move(minutes=5)

    assert not is_in(library)


def test_whoever_goes_on_stays(library, clock_at):
    for _ in range(10):
        clock_at.move(minutes=3)
        assert is_in(library)


def test_the_cookie_goes_with_the_window_and_the_browser_stays_unknown(library):
    assert cookie(library).max_age is None
    assert cookie(library).expires is None
    assert session.scalars(select(SignIn.shared)).all() == [True]
    assert session.scalar(select(KnownBrowser.id)) is None


def test_a_new_password_does_not_make_it_longer(library, clock_at):
    library.submit("/me/password", "改密码", current=factories.PASSWORD, password=PASSWORD)
    assert cookie(library).max_age is None

    clock_at.move(minutes=5)

    assert not is_in(library)


def test_ones_own_phone_is_remembered(browser, resident, clock_at):
    mobile = account_of(resident).mobile
    browser.submit("/sign-in", "登录", mobile=mobile, password=factories.PASSWORD)
    assert cookie(browser).max_age == timedelta(days=30).total_seconds()

    clock_at.move(minutes=5)

    assert is_in(browser)


def test_without_the_limit_it_would_run_on(library, clock_at, monkeypatch):
    monkeypatch.setattr(signing, "SHARED_IDLE", timedelta(days=1))

    clock_at.move(minutes=5)

    assert is_in(library)
