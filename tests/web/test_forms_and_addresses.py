"""Forged forms, other hosts, other sites."""

import pytest
from sqlalchemy import select

from board.audit.models import AuditRow
from board.db import session
from board.web.addresses import is_ours
from tests.engines import ORIGIN
from tests.pages import Browser

pytestmark = pytest.mark.dealt

OURS = ("/", "/me", "/positions/2612-0001?shift=3&shift=4", "/desk/lists/510115-2026-12")
ELSEWHERE = (
    None, "", "me", "//evil.example", "/\\evil.example", "https://evil.example/", "\\\\evil.example",
    "javascript:alert(1)", "/\tevil", "/%0a\nLocation: x", "///evil.example", "http:/evil.example",
)  # fmt: skip


@pytest.mark.no_database
@pytest.mark.parametrize("target", OURS)
def test_our_own_addresses_are_ours(target):
    assert is_ours(target)


@pytest.mark.no_database
@pytest.mark.parametrize("target", ELSEWHERE)
def test_every_other_address_is_not(target):
    assert not is_ours(target)


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_signing_in_never_leads_off_the_site(browser, target):
    page = browser.get(f"/sign-in?next={target}")

    assert "evil" not in "".join(str(form.attributes.get("action")) for form in page.tree.css("form"))


def test_a_form_without_a_token_is_refused_and_written_down(browser, resident):
    browser.as_(resident)

    browser.post("/inbox/read", status=400, token=False)

    assert session.scalars(select(AuditRow.detail).where(AuditRow.outcome == "refused")).all() == [
        {"rule": "CSRF"}
    ]


def test_a_token_of_another_sign_in_is_worth_nothing(app, browser, resident, official):
    theirs = Browser(app).as_(official)
    stolen = theirs.token()
    their_session = theirs.client.get_cookie(app.config["SESSION_COOKIE_NAME"]).value
    browser.as_(resident)
    browser.client.set_cookie(app.config["SESSION_COOKIE_NAME"], their_session, secure=True)

    browser.post("/inbox/read", {"csrf_token": stolen}, status=400)


def test_a_form_sent_from_another_site_is_refused(browser, resident):
    browser.as_(resident)
    data = {"csrf_token": browser.token()}

    answer = browser.client.post(
        "/inbox/read", base_url=ORIGIN, data=data, headers={"Referer": "https://evil.example/"}
    )

    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1", "[::1]"])
def test_an_unknown_host_is_refused(app, host):
    answer = app.test_client().get("/", base_url=f"https://{host}")

    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers


def test_the_form_session_needs_https_and_is_unreadable_for_scripts(browser):
    answer = browser.client.get("/sign-in", base_url=ORIGIN)

    cookies = answer.headers.getlist("Set-Cookie")
    assert any(cookie.startswith("__Host-form=") for cookie in cookies)
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
        assert "Domain" not in cookie
