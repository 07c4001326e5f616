"""A long sheet is read while its clerk waits, and nothing is lost when the clerk is called away."""

import pytest
from sqlalchemy import select

from board.db import session
from board.imports import worker
from board.positions.models import Position
from board.positions.words import State
from tests.factories import count_rows
from tests.imports import files
from tests.serving import cookies_for

pytestmark = [pytest.mark.browser, pytest.mark.dealt]
ROWS = 20
BLANK_LINES = b"\n" * 140_000  # a sheet too long to be read while it is sent


def look_without_reloading(clerk, name):
    """The page as it stands; looking takes longer than it waits before it reloads."""

    def still(route):
        answer = route.fetch()
        route.fulfill(response=answer, headers={k: v for k, v in answer.headers.items() if k != "refresh"})

    clerk.page.route("**/desk/imports/*", still)
    clerk.page.reload()
    clerk.look(name)
    clerk.page.unroute("**/desk/imports/*")
    clerk.page.reload()


def test_a_long_sheet_is_read_beside_the_server_and_waits_for_its_clerk(window, editor, tmp_path):
    clerk = window(cookies_for([editor])[0])
    sheet = tmp_path / "十二月清单.csv"
    sheet.write_bytes(files.csv(*(f"图书角第{n}组管理员" for n in range(ROWS))) + BLANK_LINES)
    clerk.go("/desk/imports/new")

    clerk.choose("file", sheet)
    clerk.press("读表")
    assert "正在读“十二月清单.csv”" in clerk.read()
    look_without_reloading(clerk, "import-reading")
    session.rollback()
    worker.read_next()
    session.rollback()
    # The page reloads itself, by its header and without script.
    clerk.page.get_by_role("button", name="存草稿").wait_for(timeout=8000)
    assert count_rows(Position) == 0

    back = window(cookies_for([editor])[0])
    back.go("/desk")
    back.press("接着核对")
    back.press("存草稿")

    session.rollback()
    assert set(session.scalars(select(Position.state))) == {State.draft}
    assert count_rows(Position) == ROWS


def test_a_sheet_that_cannot_be_read_says_why_beside_the_field(window, editor, tmp_path):
    clerk = window(cookies_for([editor])[0])
    picture = tmp_path / "清单.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 200)
    clerk.go("/desk/imports/new")

    clerk.choose("file", picture)
    clerk.press("读表")

    clerk.look("import-refused")
    assert "图片" in clerk.read()
