"""A cookie that somebody copied is dead from the moment its owner, or a manager, ends what it stands for.

Every case runs a second time with the hole planted that it is there to find: then the thief stays in.
"""

from datetime import timedelta

import pytest

from board.accounts import signing
from board.accounts import web as people
from board.accounts.models import Role, SignIn
from board.accounts.queries import account_of
from tests import factories
from tests.accounts.inbox import PASSWORD, code_sent_to
from tests.pages import Browser

pytestmark = pytest.mark.dealt


@pytest.fixture
def owner(app, resident):
    """The resident's own phone."""
    return Browser(app).as_(resident)


@pytest.fixture
def thief(app, owner):
    """Another browser with the owner's cookie."""
    return copied(app, owner)


def copied(app, browser):
    other = Browser(app)
    name = app.config["SIGN_IN_COOKIE"]
    other.client.set_cookie(name, browser.client.get_cookie(name).value, secure=True)
    return other


def is_in(browser, path="/me/profile"):
    """Does this browser get the page, and its posts done?"""
    read = browser.get(path).path == path
    written = not browser.post("/inbox/read").path.startswith("/sign-in")
    assert read == written
    return read


def by_signing_out(owner, **_):
    owner.submit("/me/profile", "退出登录")


def by_a_new_password(owner, **_):
    owner.submit("/me/password", "改密码", current=factories.PASSWORD, password=PASSWORD)


def by_a_forgotten_password(app, resident, **_):
    elsewhere, mobile = Browser(app), account_of(resident).mobile
    elsewhere.submit("/forgot", "发验证码", mobile=mobile)
    elsewhere.submit(None, "下一步", code=code_sent_to(mobile))
    elsewhere.submit(None, "设新密码，登录", password=PASSWORD)


def by_disabling(app, resident, manager, **_):
    Browser(app).as_(manager).submit(
        f"/desk/people/{resident.volunteer_no}/disable", "停用账号", reason="misused"
    )


def by_closing_the_account(owner, **_):
    owner.submit("/me/close", "注销账号", password=factories.PASSWORD)


def by_another_sign_in(owner, resident, **_):
    form = {"mobile": account_of(resident).mobile, "password": factories.PASSWORD}
    owner.post("/sign-in", form)


ENDINGS = [
    by_signing_out, by_a_new_password, by_a_forgotten_password, by_disabling, by_closing_the_account,
    by_another_sign_in,
]  # fmt: skip
endings = pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__)


@endings
def test_the_copy_is_dead_at_once(end, app, owner, thief, resident, manager):
    assert is_in(thief)

    end(app=app, owner=owner, resident=resident, manager=manager)

    assert not is_in(thief)


@endings
def test_with_the_hole_planted_the_thief_stays(end, app, owner, thief, resident, manager, monkeypatch):
    monkeypatch.setattr(SignIn, "is_active", True)

    end(app=app, owner=owner, resident=resident, manager=manager)

    assert is_in(thief)


def end_appointments(app, editor, manager):
    Browser(app).as_(manager).submit(f"/desk/people/{editor.volunteer_no}", "结束任命")


def test_a_lost_role_closes_the_desk_in_every_browser(app, editor, manager):
    office, phone = Browser(app).as_(editor), Browser(app).as_(editor)
    copy = copied(app, office)
    for browser in (office, phone, copy):
        assert browser.get("/desk").path == "/desk"

    end_appointments(app, editor, manager)

    for browser in (office, phone, copy):
        browser.get("/desk", 404)
        browser.get("/desk/lists", 404)
        browser.post("/desk/people", {"typed": "13900000000"}, 404)


def test_roles_that_are_remembered_would_keep_it_open(app, editor, manager, monkeypatch):
    office = Browser(app).as_(editor)
    end_appointments(app, editor, manager)
    monkeypatch.setattr(people, "roles", lambda: frozenset({Role.editor}))

    assert office.get("/desk").path == "/desk"


LIMITS = [
    ("resident", "IDLE", timedelta(days=7), timedelta(0)),
    ("resident", "LONGEST", timedelta(days=30), timedelta(days=5)),
    ("editor", "STAFF_IDLE", timedelta(minutes=30), timedelta(0)),
    ("editor", "STAFF_LONGEST", timedelta(hours=12), timedelta(minutes=25)),
]
limits = pytest.mark.parametrize(
    ("who", "name", "limit", "step"), LIMITS, ids=lambda v: v if isinstance(v, str) else ""
)


def use_until(browser, clock_at, until, step):
    """Seen every `step` (never, if there is none) until a minute before that moment."""
    end = clock_at.instant + until - timedelta(minutes=1)
    while step and clock_at.instant + step < end:
        clock_at.move_to(clock_at.instant + step)
        assert is_in(browser)
    clock_at.move_to(end)


@limits
def test_the_server_itself_ends_a_sign_in_at_its_limit(who, name, limit, step, app, clock_at, request):
    browser = Browser(app).as_(request.getfixturevalue(who))
    copy = copied(app, browser)
    use_until(browser, clock_at, limit, step)
    clock_at.move(minutes=1)

    assert not is_in(browser)
    assert not is_in(copy)


@limits
def test_a_minute_before_it_still_runs(who, name, limit, step, app, clock_at, request):
    browser = Browser(app).as_(request.getfixturevalue(who))
    use_until(browser, clock_at, limit, step)

    assert is_in(browser)


@limits
def test_without_that_limit_it_would_run_on(who, name, limit, step, app, clock_at, request, monkeypatch):
    monkeypatch.setattr(signing, name, timedelta(days=999))
    browser = Browser(app).as_(request.getfixturevalue(who))
    use_until(browser, clock_at, limit, step)
    clock_at.move(minutes=1)

    assert is_in(browser)
