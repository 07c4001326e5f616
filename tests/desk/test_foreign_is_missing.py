"""What belongs to another community answers as what does not exist: same page, as quickly."""

import re
from statistics import median
from time import perf_counter

import pytest

from tests import factories
from tests.pages import Browser

pytestmark = pytest.mark.dealt

ROUNDS = 15


@pytest.fixture
def pairs(community, editor):
    """Addresses of this community's rows, each beside one that leads nowhere."""
    position = factories.make_position(
        opportunity_list=factories.make_list(area=community), written_by=editor
    )
    shift = factories.make_shift(position=position)
    number = position.opportunity_list.number
    return {
        "list": (f"/desk/lists/{number}", f"/desk/lists/{number[:6]}-2026-12-999"),
        "position": (f"/desk/positions/{position.number}", "/desk/positions/2611-0001"),
        "shift": (f"/desk/shifts/{shift.id}", f"/desk/shifts/{shift.id + 999}"),
        "roster": (f"/desk/shifts/{shift.id}/roster", f"/desk/shifts/{shift.id + 999}/roster"),
    }


def seen(page):
    return page.status, re.sub(r"404-[0-9a-f]{16}", "NUMBER", page.text), len(page.body)


def seconds(browser, path):
    began = perf_counter()
    browser.client.get(path, base_url="https://localhost")
    return perf_counter() - began


@pytest.mark.parametrize("kind", ["list", "position", "shift", "roster"])
def test_a_stranger_cannot_tell_them_apart(app, outsider, pairs, kind):
    browser = Browser(app).as_(outsider)
    foreign, missing = pairs[kind]

    pages = [seen(browser.get(path, 404)) for path in (foreign, missing)]
    took = [(seconds(browser, foreign), seconds(browser, missing)) for _ in range(ROUNDS)]

    assert pages[0][:2] == pages[1][:2]
    there, nowhere = (median(times) for times in zip(*took, strict=True))
    assert 0.4 < there / nowhere < 2.5


def test_to_its_own_editor_the_same_address_is_a_page(app, editor, pairs):
    browser = Browser(app).as_(editor)

    for foreign, missing in pairs.values():
        assert seen(browser.get(foreign))[0] == 200
        browser.get(missing, 404)
