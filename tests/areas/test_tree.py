"""The tree of areas: loaded as often as one likes, edited by managers, nothing ever lost."""

import pytest
from sqlalchemy import select

from board.accounts.models import Role
from board.areas import loading, queries
from board.areas.models import Area, CalendarDay
from board.db import session
from tests import factories


def load():
    count = loading.load_tree()
    session.commit()
    return count


def test_the_shipped_tree_is_the_whole_district():
    count = load()

    assert count == 105
    levels = [area.level for area in queries.tree()]
    assert (levels.count("street"), levels.count("town")) == (6, 3)
    assert (levels.count("community"), levels.count("village")) == (79, 16)


def test_loading_again_changes_nothing():
    load()
    area = queries.area_with("510115003006") if _has("510115003006") else queries.tree()[5]
    renamed = area.code

    def rename():
        from board.areas import services

        services.rename_area(area, "新名字")
        session.commit()

    rename()

    assert load() == 0
    assert queries.area_with(renamed).name == "新名字"


def _has(code):
    return session.scalar(select(Area.id).where(Area.code == code)) is not None


def test_the_calendar_loads_once():
    assert loading.load_calendar() == 73
    session.commit()

    assert loading.load_calendar() == 0
    session.rollback()
    assert factories.count_rows(CalendarDay) == 73


def test_adding_an_area(browser, manager, street):
    page = browser.as_(manager).submit(
        f"/desk/areas/{street.code}/add",
        "加上",
        name="新社区",
        code="５１０１１５００３９９９",
        level="community",
    )

    added = queries.area_with("510115003999")
    assert page.has("新社区加好了")
    assert added.path == f"{street.path}510115003999/"


def test_a_code_is_given_once(browser, manager, street, community):
    browser.as_(manager)

    page = browser.submit(
        f"/desk/areas/{street.code}/add",
        "加上",
        status=422,
        name="新社区",
        code=community.code,
        level="community",
    )

    assert page.has("这个代码已经有了")


@pytest.mark.parametrize("code", ["51011500399", "5101150039999", "51011500399X"])
def test_a_code_has_twelve_digits(browser, manager, street, code):
    browser.as_(manager)

    page = browser.submit(
        f"/desk/areas/{street.code}/add", "加上", status=422, name="新社区", code=code, level="community"
    )

    assert page.has("区划代码是 12 位数字")


def test_renaming(browser, manager, community):
    browser.as_(manager).submit(f"/desk/areas/{community.code}/rename", "改名", name="清泉一社区")

    assert community.name == "清泉一社区"


def test_positions_are_found_by_the_new_name(browser, manager, community):
    position = factories.make_position(area=community)
    factories.make_shift(position=position)

    browser.as_(manager).submit(f"/desk/areas/{community.code}/rename", "改名", name="银杏里社区")

    assert browser.get("/?q=银杏里").has(position.title)


def test_moving_takes_along_what_hangs_on_it(browser, manager, editor, community):
    elsewhere = factories.make_area("town", parent=community.parent.parent)
    position = factories.make_position(area=community)

    browser.as_(manager).submit(f"/desk/areas/{community.code}/move", "移过去", parent=elsewhere.code)

    assert community.path == f"{elsewhere.path}{community.code}/"
    assert position.area.lies_in(elsewhere)
    browser.as_(editor).get(f"/desk/positions/{position.number}")


def test_moving_something_that_has_parts_rewrites_their_paths(community, street):
    from board.areas import services

    other = factories.make_area("district", code="510199000000")
    services.move_area(street, other)
    session.commit()

    assert community.path == f"{other.path}{street.code}/{community.code}/"


def test_a_retired_area_leaves_the_choosers_and_keeps_everything(browser, manager, editor, community):
    position = factories.make_position(area=community)

    browser.as_(manager).press("停用", f"/desk/areas/{community.code}")

    assert community not in queries.in_use()
    browser.as_(editor).get(f"/desk/positions/{position.number}")
    assert community.code not in [
        node.attributes["value"] for node in browser.get("/desk/lists/new").tree.css("option")
    ]


def test_retiring_waits_for_the_parts(browser, manager, street, community):
    page = browser.as_(manager).press("停用", f"/desk/areas/{street.code}")

    assert page.has("下面还有在用的社区或村")
    assert street.retired_at is None


def test_restoring(browser, manager, community):
    browser.as_(manager).press("停用", f"/desk/areas/{community.code}")

    browser.press("恢复")

    assert community.retired_at is None


def test_who_may_not(browser, community, outsider, editor, manager):
    address = f"/desk/areas/{community.code}"

    browser.as_(outsider).get(address, status=404)
    browser.as_(editor).get(address, status=403)
    browser.as_(manager).get("/desk/areas/999999999999", status=404)
    browser.as_(manager).get(f"{address}/retire", status=405)


def test_a_manager_of_a_community_manages_only_it(browser, community, resident, street):
    factories.appoint(resident, Role.manager, community)

    page = browser.as_(resident).get("/desk/areas")

    assert community.name in page.text
    browser.get(f"/desk/areas/{street.code}", status=404)
    browser.get("/desk/units", status=403)
