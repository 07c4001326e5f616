import pytest
from sqlalchemy import select, update

from board.accounts import upkeep
from board.accounts.browsers import in_words
from board.accounts.models import SignIn
from board.db import session
from tests import factories
from tests.pages import Browser

pytestmark = pytest.mark.dealt


def test_other_browsers_can_be_signed_out(browser, app, resident):
    elsewhere = Browser(app).as_(resident)
    browser.as_(resident)

    with factories.committed():
        session.execute(update(SignIn).values(browser="安卓手机上的 微信"))

    page = browser.get("/me/sign-ins")
    assert page.text.count("就是这台") == 1
    browser.submit(None, "退出这台")

    assert elsewhere.get("/me/profile").path.startswith("/sign-in")
    assert browser.get("/me/profile").path == "/me/profile"


def test_somebody_elses_sign_in_is_not_found(browser, app, resident, official):
    Browser(app).as_(official)
    browser.as_(resident)
    theirs = session.scalar(
        select(SignIn.id).join(SignIn.account).where(SignIn.account.has(person_id=official.id))
    )

    browser.post(f"/me/sign-ins/{theirs}/end", status=404)
    browser.post("/me/sign-ins/999999/end", status=404)
    browser.post(f"/me/sign-ins/{2**70}/end", status=404)
    browser.get(f"/me/sign-ins/{theirs}/end", 405)

    assert session.get(SignIn, theirs).ended_at is None


def test_a_browser_is_told_in_words():
    assert in_words("Mozilla/5.0 (Linux; Android 14) Chrome/120 MicroMessenger/8.0") == "安卓手机上的 微信"
    assert (
        in_words("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17 Safari/604.1") == "苹果手机上的 Safari"
    )
    assert in_words("") == "浏览器"


def test_sign_ins_are_forgotten_sixty_days_after_their_last_use(browser, resident, clock_at):
    browser.as_(resident)
    clock_at.move(days=60, seconds=1)

    upkeep.forget_old()

    assert session.scalar(select(SignIn)) is None
