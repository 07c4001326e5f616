from sqlalchemy import select

from board.accounts.models import SignIn
from board.db import session


def test_signing_out_ends_the_sign_in_everywhere(browser, resident, clock_at):
    browser.as_(resident)
    copied = browser.client.get_cookie(browser.app.config["SIGN_IN_COOKIE"]).value

    page = browser.submit("/me/profile", "退出登录")

    assert page.path == "/signed-out"
    assert page.h1 == "已退出登录"
    assert not browser.is_signed_in
    assert session.scalar(select(SignIn.ended_at)) == clock_at.instant
    browser.client.set_cookie(browser.app.config["SIGN_IN_COOKIE"], copied, secure=True)
    assert browser.get("/me/profile").path.startswith("/sign-in")


def test_the_browser_forgets_our_pages(browser, resident):
    browser.as_(resident)
    data = {"csrf_token": browser.token()}

    answer = browser.client.post(
        "/sign-out", base_url="https://localhost", data=data, headers={"Referer": "https://localhost/"}
    )

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Location"] == "/signed-out"


def test_signing_out_needs_a_form_token(browser, resident):
    browser.as_(resident)

    browser.post("/sign-out", {"csrf_token": "made up"}, 400)
    browser.get("/sign-out", 405)

    assert browser.get("/me/profile").path == "/me/profile"


def test_signing_out_twice_is_no_mistake(browser, resident):
    browser.as_(resident)
    browser.post("/sign-out")

    assert browser.post("/sign-out").path == "/signed-out"
