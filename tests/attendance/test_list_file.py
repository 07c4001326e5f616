"""Who came to the shifts of a list, as a file: numbers by shift, and people."""

from datetime import date, time, timedelta

import pytest

from board.audit.models import AuditRow
from board.db import session
from tests.factories import make_attendance, make_list, make_person, make_position, make_shift, make_signup
from tests.queries import counted
from tests.taken_away import rows_of


@pytest.fixture
def listed(community):
    return make_list(area=community, title="十二月清单")


@pytest.fixture
def held(listed):
    """A shift of yesterday, 10:00 to 12:00, with five places."""
    position = make_position(opportunity_list=listed, title="助老送餐", item=1)
    return make_shift(position=position, starts_in=timedelta(days=-1), quota=5)


def address(listed):
    return f"/desk/lists/{listed.number}/attendance.xlsx"


def take(browser, person, listed):
    page = browser.as_(person).get(address(listed))
    return rows_of(page, "按班次"), rows_of(page, "按人")


def test_it_counts_who_came_of_those_with_a_place(browser, editor, listed, held):
    came, stayed_away, excused, unknown = (make_signup(shift=held).person for _ in range(4))
    make_attendance("arrived", shift=held, person=came)
    make_attendance("absent", shift=held, person=stayed_away)
    make_attendance("excused", shift=held, person=excused)
    make_attendance("arrived", shift=held, person=make_person(), review="no_signup")

    by_shift, by_person = take(browser, editor, listed)

    assert by_shift[1][3:] == [
        "要几人",
        "报上",
        "到",
        "未到岗",
        "请过假",
        "没记",
        "没报名来的",
        "到岗率（%）",
    ]
    assert by_shift[2][3:] == [5, 4, 1, 1, 1, 1, 1, 50]
    assert sorted(row[5] or "" for row in by_person[2:7]) == ["", "到了", "未到岗", "没报名来的", "请过假"]
    assert unknown.volunteer_no in [row[4] for row in by_person[2:7]]


def test_a_person_has_the_day_and_when_they_came_and_went(browser, editor, listed, held):
    person = make_signup(shift=held, person=make_person(name="+86小满")).person
    make_attendance("arrived", shift=held, person=person)
    make_attendance("left", shift=held, person=person)

    row = take(browser, editor, listed)[1][2]

    assert row[0] == "助老送餐"
    assert row[1].date() == date(2026, 11, 22)
    assert row[2:] == [
        "10:00–12:00",
        "+86小满",
        person.volunteer_no,
        "到了",
        time(10),
        time(12),
        "点名",
        None,
    ]


def test_a_shift_that_is_not_over_has_no_rate_yet(browser, editor, listed, held):
    make_shift(position=held.position, starts_in=timedelta(days=3))

    by_shift = take(browser, editor, listed)[0]

    assert by_shift[3][3:] == [10, 0, 0, 0, 0, None, 0, None]


def test_drafts_and_what_was_cancelled_are_not_in_it(browser, editor, listed, held, clock_at):
    make_shift(position=held.position, starts_in=timedelta(days=-2), cancelled_at=held.starts_at)
    make_shift(position=make_position(opportunity_list=listed, state="draft"))

    assert len(take(browser, editor, listed)[0]) == 4  # title, headings, the shift, what the rate means


def test_it_costs_the_same_however_many_came(browser, editor, listed, held, engine):
    make_attendance("arrived", shift=held, person=make_signup(shift=held).person)
    browser.as_(editor).get(address(listed))
    with counted(engine) as few:
        browser.get(address(listed))
    for _ in range(4):
        make_attendance("arrived", shift=held, person=make_signup(shift=held).person)
    make_shift(position=make_position(opportunity_list=listed))

    with counted(engine) as many:
        browser.get(address(listed))

    assert len(many) <= len(few)


def test_who_takes_it_away_is_written_down_and_nobody_else_gets_it(
    browser, listed, reviewer, outsider, manager
):
    browser.as_(reviewer).get(address(listed))
    browser.as_(outsider).get(address(listed), 404)
    browser.as_(manager).get(address(listed), 403)
    browser.as_(reviewer).get("/desk/lists/none/attendance.xlsx", 404)
    browser.post(address(listed), status=405)

    row = session.query(AuditRow).filter_by(action="attendance.export_list").one()
    assert (row.actor_id, row.object_id) == (reviewer.id, listed.id)
