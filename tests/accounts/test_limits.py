"""How long a sign-in lasts, and what ends it at once."""

import pytest

from board.accounts.models import Appointment
from board.accounts.queries import account_of
from board.accounts.signing import end_sign_ins
from board.db import session
from tests import factories
from tests.accounts.inbox import PASSWORD
from tests.pages import Browser


def is_signed_in(browser, path="/me/profile"):
    return browser.get(path).path == path


def test_a_resident_who_does_nothing_for_seven_days_signs_in_again(browser, resident, clock_at):
    browser.as_(resident)
    clock_at.move(days=6, hours=23)
    assert is_signed_in(browser)

    clock_at.move(days=7)

    assert not is_signed_in(browser)


def test_a_resident_signs_in_again_after_thirty_days(browser, resident, clock_at):
    browser.as_(resident)
    for _ in range(5):
        clock_at.move(days=5, hours=23)
        assert is_signed_in(browser)

    clock_at.move(days=1)

    assert not is_signed_in(browser)


def test_staff_who_do_nothing_for_half_an_hour_sign_in_again(browser, editor, clock_at):
    browser.as_(editor)
    clock_at.move(minutes=29)
    assert is_signed_in(browser)

    clock_at.move(minutes=30)

    assert not is_signed_in(browser)


def test_staff_sign_in_again_after_twelve_hours(browser, editor, clock_at):
    browser.as_(editor)
    for _ in range(24):
        clock_at.move(minutes=29)
        assert is_signed_in(browser)

    clock_at.move(minutes=25)

    assert not is_signed_in(browser)


def test_a_disabled_account_is_out_at_once(browser, resident, clock_at):
    browser.as_(resident)
    with factories.committed():
        account_of(resident).disabled_at = clock_at.instant

    assert not is_signed_in(browser)


def test_a_lost_role_is_lost_at_once(browser, editor, clock_at):
    browser.as_(editor)
    browser.get("/desk/people")
    with factories.committed():
        session.query(Appointment).filter_by(person_id=editor.id).one().ended_at = clock_at.instant

    browser.get("/desk/people", 404)


def test_a_new_password_ends_every_other_sign_in(browser, app, resident):
    browser.as_(resident)
    elsewhere = Browser(app).as_(resident)
    before = browser.client.get_cookie(app.config["SIGN_IN_COOKIE"]).value

    browser.submit("/me/password", "改密码", current=factories.PASSWORD, password=PASSWORD)

    assert is_signed_in(browser)
    assert browser.client.get_cookie(app.config["SIGN_IN_COOKIE"]).value != before
    assert not is_signed_in(elsewhere)


def test_a_sign_in_that_was_ended_elsewhere_is_over(browser, resident):
    browser.as_(resident)
    with factories.committed():
        end_sign_ins(account_of(resident))

    assert not is_signed_in(browser)


@pytest.mark.parametrize("cookie", ["", "x", "a" * 5000, "ü", "' OR 1=1"])
def test_a_made_up_cookie_is_nobody(browser, engine, cookie):
    browser.client.set_cookie(browser.app.config["SIGN_IN_COOKIE"], cookie, secure=True)

    assert browser.get("/me/profile").path.startswith("/sign-in")
