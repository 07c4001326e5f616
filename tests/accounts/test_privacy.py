import pytest

from board.accounts import privacy

pytestmark = pytest.mark.dealt


def test_anybody_can_read_what_becomes_of_their_data(browser, engine):
    page = browser.get("/privacy")

    assert page.has("我的信息怎么用", privacy.VERSION_WORDS, "都不问身份证号", "你自己填，单独同意")
    assert page.headers["Cache-Control"] == "public, no-cache"
    assert not page.headers.getlist("Set-Cookie")


def test_somebody_signed_in_reads_it_too(browser, resident):
    browser.as_(resident)

    assert browser.get("/privacy").headers["Cache-Control"] == "no-store"
