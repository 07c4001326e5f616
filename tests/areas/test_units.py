"""The tree of units, and the calendar."""

from datetime import date

from sqlalchemy import select

from board.areas import queries
from board.areas.models import CalendarDay, DayKind, Unit
from board.db import session
from tests import factories


def test_adding_a_unit_at_the_top_and_below(browser, manager):
    browser.as_(manager).submit("/desk/units/add", "加上", name="区教育局")
    top = session.scalars(select(Unit)).one()

    browser.submit(f"/desk/units/{top.id}/add", "加上", name="区实验小学")

    assert [(unit.name, unit.depth) for unit in queries.units()] == [("区教育局", 1), ("区实验小学", 2)]


def test_a_name_is_given_once_on_one_level(browser, manager):
    factories.make_unit("区教育局")

    page = browser.as_(manager).submit("/desk/units/add", "加上", status=422, name="区教育局")

    assert page.has("已经有叫这个名字的单位")


def test_moving_a_unit_takes_along_those_below(browser, manager):
    old, new = factories.make_unit("旧局"), factories.make_unit("新局")
    school = factories.make_unit("小学", parent=old)
    room = factories.make_unit("教务处", parent=school)

    browser.as_(manager).submit(f"/desk/units/{school.id}/move", "移过去", parent=new.id)

    assert room.path == f"{new.id}/{school.id}/{room.id}/"


def test_a_unit_is_not_moved_below_itself(browser, manager):
    top = factories.make_unit("局")
    below = factories.make_unit("科", parent=top)

    page = browser.as_(manager).get(f"/desk/units/{top.id}/move")

    assert str(below.id) not in [node.attributes["value"] for node in page.tree.css("option")]


def test_a_retired_unit_leaves_the_choosers(browser, manager):
    unit = factories.make_unit("局")

    browser.as_(manager).press("停用", f"/desk/units/{unit.id}")

    assert unit not in queries.units_in_use()
    assert unit in queries.units()


def test_days_are_pasted(browser, manager):
    browser.as_(manager).submit(
        "/desk/calendar/2027", "录入", days="10-01 至 10-03 放假 国庆节\n2027-10-09 上班 国庆节调休\n"
    )

    kept = session.scalars(select(CalendarDay).order_by(CalendarDay.day)).all()
    assert [(row.day.day, row.kind) for row in kept] == [
        (1, DayKind.holiday), (2, DayKind.holiday), (3, DayKind.holiday), (9, DayKind.workday),
    ]  # fmt: skip
    assert "先按周末算" not in browser.page.text


def test_a_line_that_is_not_understood_is_quoted(browser, manager):
    page = browser.as_(manager).submit("/desk/calendar/2027", "录入", status=422, days="国庆放七天")

    assert page.has("第 1 行“国庆放七天”没看懂")
    assert factories.count_rows(CalendarDay) == 0


def test_a_day_is_taken_out(browser, manager):
    browser.as_(manager).submit("/desk/calendar/2027", "录入", days="01-01 放假 元旦")

    browser.press("去掉")

    assert session.get(CalendarDay, date(2027, 1, 1)) is None


def test_who_may_not(browser, manager, outsider, editor):
    unit = factories.make_unit("局")

    browser.as_(editor).get("/desk/units", status=403)
    browser.as_(outsider).get(f"/desk/units/{unit.id}", status=403)
    browser.as_(manager).get("/desk/units/999999", status=404)
    browser.as_(manager).get(f"/desk/units/{unit.id}/retire", status=405)
