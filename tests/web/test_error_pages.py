"""What people see when something does not work: plain words, a number to quote, a way on."""

import pytest
from flask import abort

from board import create_app
from board.web.access import open_to_all
from tests.engines import settings
from tests.faults import failing, passing_error
from tests.pages import Browser

pytestmark = pytest.mark.dealt

CODES = (400, 403, 404, 413, 422, 429, 500, 503)


@pytest.fixture
def breaking(engine):
    """The application, with an address for every error."""
    app = create_app(settings(engine.url))
    app.extensions["engine"].dispose()
    engine.bind()

    @app.get("/break/<int:code>")
    @open_to_all
    def break_here(code):
        abort(code)

    @app.get("/break/bug")
    @open_to_all
    def bug():
        raise ZeroDivisionError("林小满 13900001111")

    return Browser(app)


@pytest.mark.parametrize("code", CODES)
def test_every_error_has_its_page(breaking, code):
    page = breaking.get(f"/break/{code}", status=code)

    assert page.headers["X-Request-ID"] in page.text
    assert any(href and href.startswith("/") for href in page.links.values())
    assert "no-store" in page.headers["Cache-Control"]
    assert ("Retry-After" in page.headers) == (code == 503)


def test_a_bug_shows_and_logs_nothing_about_people(breaking, capsys):
    page = breaking.get("/break/bug", status=500)

    told = capsys.readouterr()
    assert "林小满" not in page.text + told.out + told.err
    assert "ZeroDivisionError" in told.err
    assert page.headers["X-Request-ID"] in told.err


def test_a_code_nobody_drew_a_page_for_is_an_error_all_the_same(breaking):
    breaking.get("/break/418", status=400)
    breaking.get("/break/502", status=500)


def test_a_wrong_method_says_which_are_right(browser, resident):
    browser.as_(resident)

    page = browser.get("/inbox/read", status=405)

    assert "POST" in page.headers["Allow"]


def test_a_form_larger_than_two_megabytes_is_refused(browser):
    browser.post("/sign-in", {"mobile": "1" * 3_000_000}, status=413)


@pytest.mark.parametrize("path", ["/", "/sign-in", "/me/signups"])
def test_a_database_out_of_reach_is_503_for_everybody(engine, browser, resident, path):
    browser.as_(resident)

    with failing(engine, passing_error(engine), times=99, on="SELECT"):
        page = browser.get(path, status=503)

    assert page.headers["Retry-After"]


def test_one_event_is_one_line(breaking, capsys):
    breaking.get("/break/404?x=%0A%0Dforged", status=404)

    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    assert "forged" not in lines[0]


def test_a_forged_form_while_the_database_is_away_is_503(engine, browser, resident):
    browser.as_(resident)

    with failing(engine, passing_error(engine), times=99, on="INSERT"):
        browser.post("/inbox/read", status=503, token=False)
