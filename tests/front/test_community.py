"""One community's page."""

from datetime import timedelta

import pytest

from board import clock
from board.areas.models import Area
from board.db import begin_writing, session
from board.positions.words import State
from tests import factories

pytestmark = pytest.mark.dealt


def test_the_page_shows_open_positions_lists_and_whom_to_ask(browser, community):
    issued = factories.make_list(area=community, title="12月机会清单")
    position = factories.make_position(
        opportunity_list=issued,
        title="田园清洁",
        phone_public=True,
        contact_name="服务站",
        contact_phone="028-00001001",
    )
    factories.make_shift(position=position)
    factories.make_shift(position=factories.make_position(title="别处的岗位"))

    page = browser.get(f"/c/{community.code}")

    assert page.h1 == "清泉社区"
    assert page.all(".ticket-name") == ["田园清洁"]
    assert page.links["12月机会清单"] == f"/lists/{issued.number}"
    assert page.has("服务站", "028-00001001")


def test_drafts_and_their_lists_are_not_shown(browser, community):
    issued = factories.make_list(area=community, title="12月机会清单")
    factories.make_shift(position=factories.make_position(opportunity_list=issued, state=State.draft))

    page = browser.get(f"/c/{community.code}")

    assert "12月机会清单" not in page.text
    assert "现在没有正在招人的岗位。" in page.text


def test_a_retired_community_a_street_and_an_unknown_code_have_no_page(browser, community):
    begin_writing()
    session.get(Area, community.id).retired_at = clock.now() - timedelta(days=1)
    session.commit()

    for code in (community.code, community.parent.code, "999999999999", "%00"):
        browser.get(f"/c/{code}", status=404)


def test_only_get_is_answered(browser, community):
    browser.post(f"/c/{community.code}", status=405)
