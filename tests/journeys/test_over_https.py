"""A real browser over https, through nginx as shipped: sign in, sign up, and what cookies it got."""

import pytest

from board.accounts.queries import account_of
from board.db import session
from board.signups.models import Signup
from tests import factories
from tests.faults.conftest import board, position
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.dealt]
__all__ = ["board", "position"]  # fixtures: the board as it is shipped


@pytest.fixture
def phone(chromium, board):
    """A page of Chromium that takes our own certificate for a real one."""
    context = chromium.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, locale="zh-CN", ignore_https_errors=True
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def press(page, words):
    with page.expect_navigation():
        page.locator(f"button:has-text('{words}'):visible, a:has-text('{words}'):visible").first.click()


def test_somebody_signs_in_and_signs_up_over_https(phone, board, position, resident):
    front, _ = board
    mobile, wrong = account_of(resident).mobile, []
    phone.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)

    phone.goto(f"{front.https}/positions/{position.number}")
    phone.locator("input[name=shift]").first.check()
    press(phone, "去报名")
    phone.get_by_label("手机号", exact=True).fill(mobile)
    phone.get_by_label("密码", exact=True).fill(factories.PASSWORD)
    phone.locator("form button:has-text('登录')").click()
    phone.locator("input[name=agree]").check()
    press(phone, "确认报名")

    assert "报名成功" in phone.inner_text("body")
    session.rollback()
    assert factories.count_rows(Signup) == 1
    cookies = {cookie["name"]: cookie for cookie in phone.context.cookies()}
    assert {"__Host-signin", "__Host-form", "__Host-browser"} == set(cookies)
    for cookie in cookies.values():
        assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "localhost")
    assert wrong == [], "the browser blocked or missed something"
