from argon2 import PasswordHasher
from sqlalchemy import func, select

from board.accounts.models import SignIn
from board.accounts.queries import account_of
from board.audit.models import AuditRow
from board.db import session
from tests import factories
from tests.accounts.inbox import MOBILE


def sign_in(browser, person, password=factories.PASSWORD, status=200, path="/sign-in"):
    return browser.submit(path, "登录", status, mobile=account_of(person).mobile, password=password)


def token(browser):
    return browser.client.get_cookie(browser.app.config["SIGN_IN_COOKIE"]).value


def test_mobile_and_password_sign_in(browser, resident):
    page = sign_in(browser, resident, path="/sign-in?next=/me/profile")

    assert page.path == "/me/profile"
    row = session.scalars(select(SignIn)).one()
    assert token(browser) not in row.token_hash
    assert len(token(browser)) >= 43
    assert (
        session.scalar(select(AuditRow.object_id).where(AuditRow.action == "accounts.sign_in"))
        == account_of(resident).id
    )


def test_a_wrong_password_signs_nobody_in_and_is_written_down(browser, resident):
    page = sign_in(browser, resident, "not this one at all", 422)

    assert not browser.is_signed_in
    assert page.has("手机号或密码不对", "忘了密码")
    refused = session.scalars(select(AuditRow).where(AuditRow.outcome == "refused")).one()
    assert (refused.action, refused.object_kind, refused.object_id) == (
        "accounts.sign_in",
        "accounts",
        account_of(resident).id,
    )


def test_each_sign_in_has_a_new_token_and_ends_the_one_before_it(browser, resident):
    sign_in(browser, resident)
    first = token(browser)
    browser.post("/sign-in", {"mobile": account_of(resident).mobile, "password": factories.PASSWORD})

    assert token(browser) != first
    browser.client.set_cookie(browser.app.config["SIGN_IN_COOKIE"], first, secure=True)
    assert browser.get("/me/profile").path.startswith("/sign-in")


def test_next_never_leads_off_the_site(browser, resident):
    for target in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "\\\\evil",
    ):
        page = sign_in(browser, resident, path=f"/sign-in?next={target}")
        assert page.path == "/"
        browser.signed_out()


def test_a_disabled_account_does_not_sign_in(browser, resident, clock_at):
    with factories.committed():
        account_of(resident).disabled_at = clock_at.instant

    page = sign_in(browser, resident, status=422)

    assert page.has("账号停用了")
    assert not browser.is_signed_in


def test_a_form_token_from_before_signing_in_is_worth_nothing_after(browser, resident):
    before = browser.token()
    sign_in(browser, resident)

    browser.post("/sign-out", {"csrf_token": before}, 400)

    assert browser.is_signed_in


def test_the_browser_is_marked_before_and_after(browser, resident):
    browser.get("/sign-in")
    mark = browser.client.get_cookie("__Host-browser").value
    sign_in(browser, resident)

    assert browser.client.get_cookie("__Host-browser").value == mark


def test_an_old_hash_is_renewed(browser, resident):
    with factories.committed():
        account_of(resident).password_hash = PasswordHasher(1, 8 * 1024, 1).hash(factories.PASSWORD)

    sign_in(browser, resident)

    assert account_of(resident).password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_page_for_somebody_signed_in_leads_there_after_signing_in(browser, resident):
    page = browser.get("/me/birth-month?next=/me/profile")
    assert page.path == "/sign-in?next=%2Fme%2Fbirth-month%3Fnext%3D%2Fme%2Fprofile"

    page = sign_in(browser, resident, path=page.path)

    assert page.path == "/me/birth-month?next=/me/profile"


def test_whatever_is_posted_the_answer_is_a_page(browser, engine):
    strange = [
        "",
        "\x00",
        "a" * 5000,
        "١٢٣",
        "😀",
        "%s%n",
        "' OR 1=1 --",
        "\ud800".encode("utf-8", "replace").decode(),
    ]

    for mobile in strange:
        for password in strange:
            browser.post("/sign-in", {"mobile": mobile, "password": password}, 422)
    browser.post("/sign-in", {}, 422)
    browser.post("/sign-in", {"mobile": [MOBILE, MOBILE], "password": ["x", "y"]}, 422)

    assert session.scalar(select(func.count(SignIn.id))) == 0
