"""Hours are settled within ten workdays after the activity, by the calendar of workdays (Order 67, art. 11)."""

from datetime import date

import pytest

from board import clock
from board.accounts.models import Role
from board.areas import loading
from board.areas.workdays import Calendar
from board.db import session
from board.records import due, overdue
from tests.factories import appoint, make_account, make_attendance, make_person
from tests.records.served import confirm, tick


@pytest.mark.parametrize(
    ("ended", "due_on"), [(date(2026, 9, 30), date(2026, 10, 20)), (date(2026, 2, 13), date(2026, 3, 5))]
)
def test_holidays_and_weekend_workdays_are_counted(engine, ended, due_on):
    loading.load_calendar()
    session.commit()

    found = due.days_of([clock.at(ended, clock.local(clock.now()).time())])

    assert found == {ended: due_on}


@pytest.mark.no_database
def test_the_day_itself_does_not_count():
    assert due.workdays_after(Calendar(), date(2026, 11, 20), 1) == date(2026, 11, 23)


def test_the_desk_says_when_it_is_due_and_the_street_sees_what_is_overdue(
    browser, served, reviewer, street, clock_at
):
    at_the_street = make_account(person=make_person(area=street)).person
    appoint(at_the_street, Role.manager, street)
    tick()
    assert browser.as_(reviewer).get("/desk").has("时长：助老送餐", "2 人待确认", "12月7日 周一 到期")
    assert not browser.as_(at_the_street).get("/desk/hours").has("逾期没结清")

    clock_at.move(days=15)

    assert browser.as_(reviewer).get("/desk").has("时长逾期了：助老送餐")
    page = browser.as_(at_the_street).get("/desk/hours")
    assert page.has("逾期没结清", f"{served.position.area.name}：1 个班次逾期", "12月7日 周一 到期")
    confirm(served, reviewer)
    assert not browser.get("/desk/hours").has("逾期没结清")


def test_a_shift_on_which_somebody_never_checked_out_is_overdue_too(
    shift, resident, manager, outsider, clock_at
):
    make_attendance("arrived", shift=shift, person=resident)
    clock_at.move(days=13)
    assert overdue.by_area(manager, clock.today()) == []

    clock_at.move(days=2)

    assert [(row.area.id, row.shifts) for row in overdue.by_area(manager, clock.today())] == [
        (shift.position.area_id, 1)
    ]
    assert overdue.by_area(outsider, clock.today()) == []
