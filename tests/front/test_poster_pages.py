"""The pages around the posters: where they are fetched, and what stands there when nobody is invited any more."""

from datetime import timedelta

import pytest

from board.positions.words import State
from tests import factories

pytestmark = pytest.mark.dealt

OF_LIST = ("/lists/{}/print", "/lists/{}/poster.pdf", "/lists/{}/poster.png")
OF_POSITION = ("/positions/{}/poster", "/positions/{}/poster.pdf", "/positions/{}/poster.png")


@pytest.fixture
def position(community):
    return factories.make_shift(
        position=factories.make_position(area=community), starts_in=timedelta(days=7)
    ).position


def test_the_pages_offer_both_files(browser, position):
    number = position.opportunity_list.number

    of_list = browser.get(f"/lists/{number}/print").links
    of_position = browser.get(f"/positions/{position.number}/poster").links

    assert of_list["PDF，贴在墙上"] == f"/lists/{number}/poster.pdf"
    assert of_list["图片，发到群里"] == f"/lists/{number}/poster.png"
    assert of_position["PDF，贴在墙上"] == f"/positions/{position.number}/poster.pdf"
    assert of_position["图片，发到群里"] == f"/positions/{position.number}/poster.png"


def test_the_desk_leads_to_them(browser, position, editor):
    number = position.opportunity_list.number
    browser.as_(editor)

    assert browser.get(f"/desk/lists/{number}").links["海报"] == f"/lists/{number}/print"
    assert (
        browser.get(f"/desk/positions/{position.number}").links["海报"]
        == f"/positions/{position.number}/poster"
    )


@pytest.mark.parametrize("path", OF_LIST)
def test_a_list_that_is_over_says_so_instead(browser, position, clock_at, path):
    number = position.opportunity_list.number
    clock_at.move(days=8)

    page = browser.get(path.format(number), status=410)

    assert page.has("没有海报", "这张清单上的岗位都截止了")
    assert page.links["看这张清单"] == f"/lists/{number}"
    assert "海报" not in browser.get(f"/lists/{number}").links


@pytest.mark.parametrize("path", OF_POSITION)
def test_a_position_that_is_over_says_so_instead(browser, position, clock_at, path):
    clock_at.move(days=8)

    page = browser.get(path.format(position.number), status=410)

    assert page.has("这个岗位已经截止报名，没有海报可以印。")
    assert page.links["看这个岗位"] == f"/positions/{position.number}"


@pytest.mark.parametrize("path", OF_POSITION)
def test_a_cancelled_position_says_so_instead(browser, community, path):
    cancelled = factories.make_position(area=community, state=State.cancelled)
    factories.make_shift(position=cancelled)

    assert browser.get(path.format(cancelled.number), status=410).has("这个岗位取消了")


@pytest.mark.parametrize("state", [State.draft, State.in_review, State.returned])
def test_what_is_not_public_has_no_poster(browser, community, state):
    draft = factories.make_position(area=community, state=state)
    factories.make_shift(position=draft)

    for path in OF_LIST:
        browser.get(path.format(draft.opportunity_list.number), status=404)
    for path in OF_POSITION:
        browser.get(path.format(draft.number), status=404)


def test_an_unknown_number_does_not_exist_and_only_get_is_answered(browser, position):
    for path in (*OF_LIST, *OF_POSITION):
        browser.get(path.format("0000-0000"), status=404)
    for path in OF_LIST:
        browser.post(path.format(position.opportunity_list.number), status=405)
    for path in OF_POSITION:
        browser.post(path.format(position.number), status=405)
