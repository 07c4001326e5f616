"""A clerk's sheet with open ends: read, asked about, answered, saved; and sent once more."""

from pathlib import Path

import pytest

from board.db import session
from board.positions.models import OpportunityList, Position
from tests.factories import count_rows
from tests.journeys.conftest import WIDE
from tests.serving import cookies_for

pytestmark = [pytest.mark.browser, pytest.mark.dealt]

SHEET = Path(__file__).parents[2] / "board" / "demo" / "data" / "高山村公益岗位.xlsx"


@pytest.fixture
def clerk(window, editor):
    return window(cookies_for([editor])[0], size=WIDE)


def question(clerk, words):
    return clerk.page.locator(f".question:has-text('{words}')").first


def test_what_the_sheet_leaves_open_is_answered_on_one_page(clerk):
    clerk.go("/desk/imports/new")
    clerk.choose("file", SHEET)
    clerk.press("读表")
    clerk.look("sheet-asked")
    assert "时间待定" in clerk.read()
    assert "若干" in clerk.read()

    question(clerk, "若干").locator("input").fill("6")
    clerk.press("存草稿")
    assert "农产品直播助手" in clerk.read()
    clerk.look("sheet-saved")

    session.rollback()
    assert count_rows(OpportunityList) == 1
    assert session.query(Position).filter_by(title="森林防火巡山").one().quota == 6

    clerk.go("/desk/imports/new")
    clerk.choose("file", SHEET)
    clerk.press("读表")
    clerk.press("存草稿")

    session.rollback()
    assert count_rows(OpportunityList) == 1
    assert count_rows(Position) == 6
