"""Pages for people who are not signed in: one for all, without a cookie, at most a second old."""

import gzip
import time

import pytest

from board.web import page_cache
from tests import factories
from tests.engines import ORIGIN
from tests.pages import Browser

PUBLIC = ("/", "/privacy")


@pytest.fixture
def visitor(app):
    """A browser without cookies, and without the test browser's patience."""
    for kept in app.extensions["kept_answers"]:
        kept.clear()

    def get(path="/", **headers):
        return app.test_client().get(
            path, base_url=ORIGIN, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )

    return get


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_sets_no_cookie_and_is_the_same_for_all(visitor, path):
    first, second = visitor(path), visitor(path)

    for answer in (first, second):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "public, no-cache"
        assert "cookie" not in answer.headers.get("Vary", "").lower()
        assert b"csrf" not in answer.data
    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]


def test_whoever_has_the_page_gets_304_without_a_body(visitor):
    tag = visitor().headers["ETag"]

    answer = visitor(If_None_Match=tag)

    assert (answer.status_code, answer.data) == (304, b"")
    assert "Content-Security-Policy" in answer.headers


def test_head_says_the_same_without_a_body(app, visitor):
    got = visitor()

    head = app.test_client().head("/", base_url=ORIGIN)

    assert head.data == b""
    assert head.headers["ETag"] == got.headers["ETag"]


def test_a_compressed_answer_is_the_same_page(visitor):
    plain, zipped = visitor(), visitor(Accept_Encoding="gzip")

    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data


def test_a_change_is_seen_after_a_second_at_the_latest(visitor):
    visitor()
    shift = factories.make_shift()

    time.sleep(page_cache.FRESH_SECONDS + 0.05)

    assert shift.position.title in visitor().text


def test_the_large_print_is_kept_apart(app, visitor):
    plain = visitor()
    client = app.test_client()
    client.set_cookie("elder", "1")

    large = client.get("/", base_url=ORIGIN)

    assert large.data != plain.data
    assert visitor().data == plain.data


def test_another_query_is_another_page(visitor):
    assert visitor("/?q=送餐").data != visitor("/").data


def test_a_signed_in_persons_page_is_never_kept(app, visitor, resident):
    theirs = Browser(app).as_(resident).get("/")

    answer = visitor()

    assert "no-store" in theirs.headers["Cache-Control"]
    assert resident.name[0] + "*" not in answer.text


def test_an_error_is_not_kept(visitor):
    assert visitor("/positions/none").status_code == 404
    assert "ETag" not in visitor("/positions/none").headers
