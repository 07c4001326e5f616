"""The month in numbers: what counts, for whom, on the page and in the file."""

from datetime import timedelta

import pytest

from board import clock
from board.areas.models import Level
from board.audit.models import AuditRow
from board.db import session
from board.desk import report
from board.positions.words import Category
from board.signups.models import State
from tests.factories import (
    make_area,
    make_attendance,
    make_list,
    make_person,
    make_position,
    make_shift,
    make_signup,
)
from tests.queries import counted
from tests.records.served import recorded
from tests.taken_away import rows_of

REPORT = "/desk/report"
MONTH = "2026-11"  # it is 23 November


@pytest.fixture
def listed(community):
    return make_list(area=community)


def position(listed, *categories, **values):
    return make_position(opportunity_list=listed, categories=categories or (Category.care,), **values)


def yesterday(of, **values):
    return make_shift(position=of, starts_in=timedelta(days=-1), **values)


def november(area):
    session.rollback()
    return report.of_month(area, clock.today().replace(day=1))


def test_it_counts_what_is_published_and_not_cancelled(community, listed):
    counts = position(listed)
    make_shift(position=counts, starts_in=timedelta(days=3), quota=4)
    make_shift(position=counts, starts_in=timedelta(days=4), quota=6)
    make_shift(position=counts, starts_in=timedelta(days=5), cancelled_at=counts.created_at)
    make_shift(position=counts, starts_in=timedelta(days=20))
    for state in ("draft", "in_review", "cancelled"):
        make_shift(position=position(listed, state=state), starts_in=timedelta(days=3))

    total = november(community).total

    assert (total.positions, total.shifts, total.places) == (1, 2, 10)


def test_a_month_begins_and_ends_at_midnight_in_shanghai(community, listed, clock_at):
    first = position(listed)
    now = make_shift(position=first, starts_in=timedelta(days=1)).starts_at
    midnight = now.replace(hour=16, minute=0) + timedelta(days=6)  # 00:00 on 1 December, in UTC
    make_shift(position=first, starts_at=midnight - timedelta(minutes=1))
    make_shift(position=first, starts_at=midnight)

    assert november(community).total.shifts == 2


def test_places_are_filled_as_far_as_they_are_advertised(community, listed):
    full = make_shift(position=position(listed), starts_in=timedelta(days=3), quota=1, places=3)
    for _ in range(2):
        make_signup(shift=full)
    empty = make_shift(position=full.position, starts_in=timedelta(days=4), quota=3)
    make_signup(shift=empty, state=State.waiting)

    total = november(community).total

    assert (total.places, total.filled, total.filled_percent) == (4, 1, 25)


def test_somebody_who_has_three_places_is_one(community, listed, resident):
    first = position(listed)
    for days in (2, 3, 4):
        make_signup(shift=make_shift(position=first, starts_in=timedelta(days=days)), person=resident)
    make_signup(shift=first.shifts[0], state=State.withdrawn)

    assert november(community).total.people == 1


def test_attendance_is_of_those_with_a_place_on_shifts_that_are_over(community, listed):
    over = yesterday(position(listed))
    came, too, excused, stayed_away, _ = (make_signup(shift=over).person for _ in range(5))
    make_attendance("arrived", shift=over, person=came)
    make_attendance("arrived", shift=over, person=too)
    make_attendance("excused", shift=over, person=excused)
    make_attendance("absent", shift=over, person=stayed_away)
    make_attendance("arrived", shift=over, person=make_person())
    running = make_shift(position=over.position, starts_in=timedelta(minutes=-5))
    make_attendance("arrived", shift=running, person=make_signup(shift=running).person)

    total = november(community).total

    assert (total.arrived, total.absent, total.attendance_percent) == (2, 1, 67)


def test_a_position_of_two_categories_counts_in_both_and_once_in_all(community, listed, resident):
    both = yesterday(position(listed, Category.care, Category.culture), quota=5)
    one = yesterday(position(listed, Category.culture), quota=3)
    none = yesterday(make_position(opportunity_list=listed, categories=()), quota=2)
    for shift in (both, one, none):
        make_signup(shift=shift, person=resident)

    found = november(community)

    assert [(word, line.positions, line.places, line.people) for word, line in found.by_category] == [
        ("文化艺术", 2, 8, 1),
        ("关爱特殊群体", 1, 5, 1),
        (report.NO_CATEGORY, 1, 2, 1),
    ]
    assert (found.total.positions, found.total.places, found.total.people) == (3, 10, 1)


def test_areas_below_are_summed_and_a_neighbour_is_not_in_it(community, street, listed, resident):
    beside = make_area(name="涌泉社区", parent=street)
    far = make_area(name="别处社区", parent=make_area(Level.street, parent=street.parent))
    for area in (community, beside, far):
        on = listed if area is community else make_list(area=area)
        make_signup(shift=yesterday(position(on), quota=2), person=resident)

    found = november(street)

    assert (found.total.places, found.total.people) == (4, 1)
    assert {name: line.places for name, line in found.by_area} == {"清泉社区": 2, "涌泉社区": 2}
    assert november(community).by_area == []


def test_the_page_shows_the_month_two_clicks_from_the_desk(browser, editor, listed):
    make_signup(shift=yesterday(position(listed), quota=4))

    page = browser.as_(editor).get(browser.get("/desk").links["月报"])

    assert page.h1 == "清泉社区2026年11月岗位月报"
    assert page.all(".counts > div") == ["岗位 1", "名额 4", "报满率% 25", "人 1", "到岗率% —"]
    assert page.has("关爱特殊群体", "怎么算的")


def test_another_month_and_one_without_shifts(browser, editor):
    page = browser.as_(editor).get(f"{REPORT}?month=2027-02")

    assert page.has("清泉社区2027年2月岗位月报", "这个月没有公布的班次")
    assert "2027年1月" in browser.get(page.links["上个月"]).h1


@pytest.mark.parametrize("month", ["", "2026-13", "x", "0001-01", "9999-12", "2026-11-05"])
def test_a_month_that_is_none_is_this_one(browser, editor, month):
    assert "2026年11月" in browser.as_(editor).get(f"{REPORT}?month={month}").h1


def test_the_file_says_the_same_as_the_page(browser, manager, community, listed):
    over = yesterday(position(listed, Category.care, Category.culture), quota=4)
    recorded(over, make_signup(shift=over).person, confirmed_by=manager)
    district = community.parent.parent

    page = browser.as_(manager).get(f"{REPORT}.xlsx?area={district.code}&month={MONTH}")

    by_category, by_area = rows_of(page, "按类别"), rows_of(page, "按地方")
    line = [1, 1, 4, 1, 25, 1, 1, 0, 100, 2, 120]
    assert by_category[1] == [
        "类别",
        "岗位",
        "班次",
        "名额",
        "报上",
        "报满率（%）",
        "人数",
        "到岗",
        "未到岗",
        "到岗率（%）",
        "服务时长（小时）",
        "服务时长（分钟）",
    ]
    assert by_category[2:5] == [["文化艺术", *line], ["关爱特殊群体", *line], ["合计", *line]]
    assert [community.parent.name, *line] in by_area
    row = session.query(AuditRow).filter_by(action="report.export").one()
    assert (row.object_id, row.detail) == (district.id, {"month": MONTH})


def test_a_thousand_positions_cost_as_many_statements_as_one(browser, editor, listed, engine):
    yesterday(position(listed))
    browser.as_(editor).get(REPORT)
    with counted(engine) as few:
        browser.get(REPORT)
    for _ in range(20):
        make_signup(shift=yesterday(position(listed, Category.care, Category.sport)))

    with counted(engine) as many:
        browser.get(REPORT)

    assert len(many) <= len(few)


def test_only_areas_of_ones_own_are_reported(
    browser, community, editor, outsider, auditor, manager, resident
):
    of_community = f"?area={community.code}"

    for path in (REPORT, f"{REPORT}.xlsx"):
        browser.as_(editor).get(path + of_community)
        browser.as_(manager).get(path + of_community)
        browser.as_(outsider).get(path + of_community, 404)
        browser.as_(editor).get(f"{path}?area={community.parent.code}", 404)
        browser.as_(editor).get(f"{path}?area=none", 404)
        browser.as_(auditor).get(path, 403)
        browser.as_(resident).get(path, 404)
        browser.as_(editor).post(path, status=405)
