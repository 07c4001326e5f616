"""Nobody learns from us whether a mobile has an account."""

import re
from time import process_time

import pytest

from board.accounts import claiming, passwords
from board.accounts.queries import account_of
from board.errors import RuleBroken
from tests import factories
from tests.accounts.inbox import code_sent_to, texts
from tests.pages import Browser

pytestmark = pytest.mark.dealt

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


def sign_in(browser, mobile):
    return browser.submit("/sign-in", "登录", 422, mobile=mobile, password="not this one")


def ask_for_a_code(path):
    return lambda browser, mobile: browser.submit(path, "发验证码", mobile=mobile)


def type_a_desk_code(browser, mobile):
    return browser.submit("/forgot/desk", "下一步", 422, mobile=mobile, code="123456")


# Whatever page asks for somebody's number belongs in here.
PAGES = {
    "/sign-in": sign_in, "/register": ask_for_a_code("/register"), "/forgot": ask_for_a_code("/forgot"),
    "/forgot/desk": type_a_desk_code,
}  # fmt: skip
ROUNDS = 7


def ratio_of_times(app, clock_at, send, one, other):
    """What the answer costs for the one, by the other: the processor's time at its least, in turns,
    so that whatever else this machine does tells in neither."""
    took = {one: [], other: []}
    for _ in range(ROUNDS):
        for number, times in took.items():
            clock_at.move(hours=1)
            browser = Browser(app)
            times.append(seconds(send, browser, number))
    return min(took[one]) / min(took[other])


def seconds(send, browser, number):
    began = process_time()
    send(browser, number)
    return process_time() - began


@pytest.mark.parametrize("path", PAGES)
def test_it_takes_as_long(app, known, clock_at, path):
    assert 0.4 < ratio_of_times(app, clock_at, PAGES[path], known, UNKNOWN) < 2.5


def test_without_a_hash_for_nobody_the_time_would_tell(app, known, clock_at, monkeypatch):
    fits = passwords.fits
    monkeypatch.setattr(passwords, "fits", lambda kept, typed: kept is not None and fits(kept, typed))

    assert ratio_of_times(app, clock_at, sign_in, known, UNKNOWN) > 2.5


def test_another_sentence_for_nobody_would_be_seen(app, known, monkeypatch):
    fits = passwords.fits

    def talkative(kept, typed):
        if kept is None:
            raise RuleBroken("没有这个账号。")
        return fits(kept, typed)

    monkeypatch.setattr(passwords, "fits", talkative)

    pages = [seen(sign_in(Browser(app), mobile), mobile) for mobile in (known, UNKNOWN)]
    assert pages[0] != pages[1]


@pytest.mark.parametrize("column", ["disabled_at", "closed_at"])
def test_an_account_that_ended_looks_like_none(app, known, resident, clock_at, column):
    with factories.committed():
        setattr(account_of(resident), column, clock_at.instant)

    pages = [seen(sign_in(Browser(app), mobile), mobile) for mobile in (known, UNKNOWN)]
    assert pages[0] == pages[1]


# Claiming a record: numbers of records are guessable, so nothing may tell one from another


def claim(browser, number):
    return browser.submit("/me/claim", "认领", 422, volunteer_no=number, code="000000")


@pytest.fixture
def numbers(community, resident):
    """Of a record with a code, one without, somebody with an account, and nobody."""
    with_code, without = factories.make_person(area=community), factories.make_person(area=community)
    give_code(with_code)
    return [with_code.volunteer_no, without.volunteer_no, resident.volunteer_no, "WJ777777"]


def give_code(person):
    """As the desk does, on a form sent before."""
    with factories.committed():
        claiming._give(person, "918273", person)


def test_a_wrong_claim_looks_the_same(app, official, numbers):
    browser = Browser(app).as_(official)

    pages = [seen(claim(browser, number), number) for number in numbers]

    assert pages[1:] == pages[:1] * 3


def test_a_wrong_claim_takes_as_long(app, official, numbers, clock_at):
    def send(browser, number):
        return claim(browser.as_(official), number)

    assert 0.4 < ratio_of_times(app, clock_at, send, numbers[1], numbers[3]) < 2.5


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
