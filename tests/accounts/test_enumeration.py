"""Nobody learns from us whether a mobile has an account."""

import re
from statistics import median
from time import perf_counter

import pytest

from board.accounts.queries import account_of
from tests.accounts.inbox import code_sent_to, texts
from tests.pages import Browser

UNKNOWN = "13912345678"


def seen(page, mobile):
    """The page without what is new in every answer."""
    body = page.body.decode().replace(mobile, "MOBILE").replace(f"{mobile[:3]}****{mobile[-4:]}", "MASKED")
    body = re.sub(r'name="(?:csrf_token|once)"[^>]*value="[^"]+"', "TOKEN", body)
    return page.status, page.path, body, {k for k, _ in page.headers if k != "X-Request-ID"}


@pytest.fixture
def known(resident):
    return account_of(resident).mobile


@pytest.mark.parametrize("start", ["/register", "/forgot"])
def test_asking_for_a_code_looks_the_same(app, known, start):
    pages = [
        seen(Browser(app).submit(start, "发验证码", mobile=mobile), mobile) for mobile in (known, UNKNOWN)
    ]

    assert pages[0] == pages[1]
    assert len(texts(known)) == len(texts(UNKNOWN)) == 1


@pytest.mark.parametrize("start", ["/register", "/forgot"])
def test_a_wrong_code_looks_the_same(app, known, start):
    pages = []
    for mobile in (known, UNKNOWN):
        browser = Browser(app)
        browser.submit(start, "发验证码", mobile=mobile)
        code = "000000" if code_sent_to(mobile) != "000000" else "111111"
        pages.append(seen(browser.submit(None, "下一步", 422, code=code), mobile))

    assert pages[0] == pages[1]


def test_a_wrong_password_looks_the_same(app, known):
    pages = [
        seen(Browser(app).submit("/sign-in", "登录", 422, mobile=mobile, password="not this one"), mobile)
        for mobile in (known, UNKNOWN)
    ]

    assert pages[0] == pages[1]


def test_a_code_from_the_desk_looks_the_same(app, known):
    pages = [
        seen(Browser(app).submit("/forgot/desk", "下一步", 422, mobile=mobile, code="123456"), mobile)
        for mobile in (known, UNKNOWN)
    ]

    assert pages[0] == pages[1]


def test_a_wrong_password_takes_as_long(app, known, clock_at):
    took = {known: [], UNKNOWN: []}
    for _ in range(5):
        for mobile, times in took.items():
            clock_at.move(hours=1)
            browser = Browser(app)
            browser.get("/sign-in")
            began = perf_counter()
            browser.submit(None, "登录", 422, mobile=mobile, password="not this one")
            times.append(perf_counter() - began)

    assert 0.5 < median(took[known]) / median(took[UNKNOWN]) < 2


def test_only_the_phone_itself_tells_that_it_has_an_account(app, known):
    Browser(app).submit("/register", "发验证码", mobile=known)
    Browser(app).submit("/forgot", "发验证码", mobile=UNKNOWN)

    assert "已有账号" in texts(known)[0]
    assert "用来注册" in texts(UNKNOWN)[0]


def test_registering_with_a_known_number_leads_to_a_new_password(app, known, resident):
    browser = Browser(app)
    browser.submit("/register?next=/me/profile", "发验证码", mobile=known)
    page = browser.submit(None, "下一步", code=code_sent_to(known))
    assert page.path.startswith("/forgot/password")

    page = browser.submit(None, "设新密码，登录", password="竹影清风慢慢走路")

    assert page.path == "/me/profile"
    assert page.value_of("name") == resident.name


def test_a_new_password_for_an_unknown_number_leads_to_registering(app, engine):
    browser = Browser(app)
    browser.submit("/forgot", "发验证码", mobile=UNKNOWN)

    page = browser.submit(None, "下一步", code=code_sent_to(UNKNOWN))

    assert page.path == "/register/details"


def test_a_new_mobile_that_has_an_account_looks_the_same(app, known, official):
    pages = []
    for mobile in (known, UNKNOWN):
        browser = Browser(app).as_(official)
        pages.append(
            seen(
                browser.submit("/me/mobile", "发验证码", mobile=mobile, password="竹影清风-2026-慢慢走"),
                mobile,
            )
        )

    assert pages[0] == pages[1]
    assert not re.search(r"\d{6}", texts(known)[0])
