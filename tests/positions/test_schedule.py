"""Days into shifts, and rules into instants: no database needed."""

from datetime import date, time

import pytest

from board import clock
from board.areas.models import DayKind
from board.areas.workdays import Calendar
from board.positions import schedule
from board.positions.words import DayPart

pytestmark = pytest.mark.no_database

DECEMBER = date(2026, 12, 1)
PERIOD = (DECEMBER, date(2026, 12, 31))


def parts(day, starts, ends, calendar=Calendar()):  # noqa: B008 - immutable
    span = schedule.span(day, starts, ends)
    return set(schedule.day_parts(span.starts_at, span.ends_at, calendar))


def test_an_end_that_is_not_later_is_on_the_next_day():
    made = schedule.span(date(2026, 12, 5), time(22), time(2))

    assert made.ends_at == clock.at(date(2026, 12, 6), time(2))


def test_the_same_time_twice_is_a_whole_day_and_not_more():
    made = schedule.span(date(2026, 12, 5), time(9), time(9))

    assert (made.ends_at - made.starts_at) == schedule.LONGEST


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("12-05, 12-12", [(2026, 12, 5), (2026, 12, 12)]),
        ("12月5日、12日、19日", [(2026, 12, 5), (2026, 12, 12), (2026, 12, 19)]),
        ("12.6", [(2026, 12, 6)]),
        ("2026年12月8日", [(2026, 12, 8)]),
        ("5 6", [(2026, 12, 5), (2026, 12, 6)]),
        ("1月15日", [(2027, 1, 15)]),
        ("12-05 12-05", [(2026, 12, 5)]),
        ("12月12日(周六)", [(2026, 12, 12)]),
        ("2027年1月15日（农历腊八）", [(2027, 1, 15)]),
        ("每周六", [(2026, 12, 5), (2026, 12, 12), (2026, 12, 19), (2026, 12, 26)]),
        ("12月5日至7日", [(2026, 12, 5), (2026, 12, 6), (2026, 12, 7)]),
        ("12月1日至12月8日 每周二、周四", [(2026, 12, 1), (2026, 12, 3), (2026, 12, 8)]),
        ("12.30—1.1", [(2026, 12, 30), (2026, 12, 31), (2027, 1, 1)]),
    ],
)
def test_days_are_read_as_people_type_them(typed, days):
    assert schedule.chosen_days(typed, period=PERIOD) == [date(*day) for day in days]


@pytest.mark.parametrize("typed", ["12月", "二楼", "13-01", "2-30", "12-08至12-05", "时间待定", "1至2至3"])
def test_what_is_no_day_is_named(typed):
    with pytest.raises(schedule.UnreadDays, match="没看懂"):
        schedule.chosen_days(typed, period=PERIOD)


def test_chosen_weekdays_between_two_days():
    days = schedule.days_between(DECEMBER, date(2026, 12, 31), {1, 3})

    assert [day.day for day in days] == [1, 3, 8, 10, 15, 17, 22, 24, 29, 31]


def test_no_weekday_means_every_day():
    assert len(schedule.days_between(DECEMBER, date(2026, 12, 31), ())) == 31


def test_every_day_is_every_day_of_the_list():
    assert len(schedule.chosen_days("每日", period=PERIOD)) == 31


def test_more_than_a_hundred_at_once_are_refused():
    with pytest.raises(schedule.TooMany):
        schedule.days_between(DECEMBER, date(2027, 4, 1), ())


def test_a_saturday_evening_is_weekend_and_evening():
    assert parts(date(2026, 12, 5), time(19), time(21)) == {DayPart.weekend, DayPart.evening}


def test_an_afternoon_that_ends_late_is_daytime_and_evening():
    assert parts(date(2026, 12, 2), time(14), time(20)) == {DayPart.daytime, DayPart.evening}


def test_a_worked_sunday_is_daytime():
    calendar = Calendar({date(2026, 9, 20): DayKind.workday})

    assert parts(date(2026, 9, 20), time(9), time(11), calendar) == {DayPart.daytime}


def test_a_public_holiday_in_the_week_is_no_daytime():
    calendar = Calendar({date(2027, 1, 1): DayKind.holiday})

    assert parts(date(2027, 1, 1), time(9), time(11), calendar) == {DayPart.holiday}


def test_an_unknown_year_is_warned_of_and_goes_by_weekends():
    calendar = Calendar({date(2027, 1, 1): DayKind.holiday})

    assert calendar.warnings([date(2027, 5, 1)]) == ["2027 年的放假安排还没有录入，先按周末算。"]
    assert not calendar.is_workday(date(2027, 5, 1))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([5], "12月5日 周六"),
        ([5, 12, 19, 26], "12月5、12、19、26日 周六"),
        ([5, 8], "12月5、8日"),
        (list(range(1, 32)), "12月1日至31日 每天"),
        ([1, 3, 8, 10, 15, 17], "12月1日至17日 周二、周四"),
    ],
)
def test_days_in_words(days, words):
    assert schedule.days_in_words([date(2026, 12, day) for day in days]) == words
