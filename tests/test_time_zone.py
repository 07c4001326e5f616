"""The server's own time zone changes nothing that people read or that is stored."""

import time

import pytest
from sqlalchemy import select

from board.db import session
from board.positions.models import Shift
from tests import factories

ZONES = ("Asia/Shanghai", "UTC", "America/New_York", "Pacific/Kiritimati")


@pytest.fixture
def in_zone(monkeypatch):
    """Sets the machine's zone; it is itself again afterwards."""

    def move(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


def test_pages_and_rows_are_the_same_in_every_zone(browser, editor, community, in_zone):
    position = factories.make_position(opportunity_list=factories.make_list(area=community))
    factories.make_shift(position=position)

    seen = set()
    for zone in ZONES:
        in_zone(zone)
        session.rollback()
        pages = [browser.signed_out().get(path).text for path in ("/", f"/positions/{position.number}")]
        desk = browser.as_(editor).get(f"/desk/positions/{position.number}").text
        seen.add((*pages, desk, session.scalar(select(Shift.starts_at))))

    assert len(seen) == 1


@pytest.mark.no_database
def test_the_zone_really_changes(in_zone):
    local = set()
    for zone in ZONES:
        in_zone(zone)
        local.add(time.localtime(0).tm_hour)

    assert len(local) > 2
