"""The exact strings people read."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from board import clock, dates, rounding
from board.web import filters

pytestmark = pytest.mark.no_database


def at(text):
    """An instant given on a Wenjiang wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI).astimezone(UTC)


@pytest.fixture(autouse=True)
def sunday_in_november():
    with clock.standing_at(lambda: at("2026-11-22 10:00")):
        yield


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-11-28 08:30", "11月28日 周六"),
        ("2026-01-05 08:30", "1月5日 周一"),
        ("2025-12-31 23:30", "2025年12月31日 周三"),
        ("2027-01-15 08:30", "1月15日 周五"),
        ("2027-05-22 08:30", "5月22日 周六"),
        ("2027-05-23 08:30", "2027年5月23日 周日"),
    ],
)
def test_a_day_names_its_year_only_when_it_is_past_or_far(text, written):
    assert dates.day(at(text)) == written


def test_a_day_is_that_of_wenjiang_and_not_of_utc():
    just_past_midnight = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)

    assert dates.day(just_past_midnight) == "11月28日 周六"
    assert dates.iso_day(just_past_midnight) == "2026-11-28"


def test_a_plain_date_is_a_day_too():
    assert dates.day(date(2026, 11, 28)) == "11月28日 周六"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-11-22 23:59", "今天 11月22日 周日"),
        ("2026-11-23 00:00", "明天 11月23日 周一"),
        ("2026-11-24 09:00", "后天 11月24日 周二"),
        ("2026-11-25 09:00", "11月25日 周三"),
        ("2026-11-21 09:00", "11月21日 周六"),
    ],
)
def test_the_three_nearest_days_say_so(text, written):
    assert dates.near_day(at(text)) == written


def test_a_near_day_can_stand_as_a_word_alone():
    assert dates.near_word(at("2026-11-24 09:00")) == "后天"
    assert dates.near_word(at("2026-11-25 09:00")) == ""


def test_a_time_range_is_two_clock_times():
    assert dates.time_range(at("2026-11-28 19:00"), at("2026-11-28 21:00")) == "19:00–21:00"


def test_a_time_range_over_midnight_says_the_next_day():
    assert dates.time_range(at("2026-12-05 22:00"), at("2026-12-06 02:00")) == "22:00–次日 02:00"
    assert dates.time_range(at("2026-12-05 22:00"), at("2026-12-07 02:00")) == "22:00–12月7日 02:00"


def test_when_has_day_and_times():
    assert dates.when(at("2026-11-28 08:30"), at("2026-11-28 11:30")) == "11月28日 周六 08:30–11:30"
    assert dates.when(at("2026-12-05 22:00"), at("2026-12-06 02:00")) == "12月5日 22:00–次日 02:00"


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2026, 11, 23), date(2026, 11, 29), "11月23日至29日"),
        (date(2026, 11, 30), date(2026, 12, 6), "11月30日至12月6日"),
        (date(2026, 12, 28), date(2027, 1, 3), "12月28日至1月3日"),
        (date(2026, 11, 23), date(2026, 11, 23), "11月23日"),
        (date(2025, 11, 24), date(2025, 11, 30), "2025年11月24日至30日"),
        (date(2025, 12, 29), date(2026, 1, 4), "2025年12月29日至2026年1月4日"),
    ],
)
def test_a_range_of_days_repeats_nothing(first, last, written):
    assert dates.day_range(first, last) == written


def test_parts_of_a_date_stand_alone():
    saturday = at("2026-12-05 09:05")

    assert dates.clock_time(saturday) == "09:05"
    assert dates.month(saturday) == "12月"
    assert dates.day_number(saturday) == 5
    assert dates.weekday(saturday) == "周六"
    assert dates.long_month(saturday) == "2026年12月"
    assert dates.iso(saturday) == "2026-12-05T09:05+08:00"
    assert dates.long_date(at("2026-06-10 09:00")) == "2026年6月10日"


@pytest.mark.parametrize(
    ("minutes", "written"),
    [
        (0, "0"),
        (15, "0"),
        (16, "0.5"),
        (45, "0.5"),
        (46, "1"),
        (120, "2"),
        (150, "2.5"),
        (166, "3"),
    ],
)
def test_hours_go_by_halves_after_the_first_quarter(minutes, written):
    assert rounding.hours(minutes) == f"{written} 小时"


def test_numbers_have_a_comma_from_four_digits():
    assert filters.count(286) == "286"
    assert filters.count(1286) == "1,286"


def test_counting_ends_at_a_thousand():
    assert filters.capped(999) == "999"
    assert filters.capped(1000) == "1,000"
    assert filters.capped(1001) == "1000+"


def test_people_are_masked():
    assert filters.masked_mobile("13800001234") == "138****1234"
    assert filters.masked_mobile(None) == ""
    assert filters.masked_mobile("12345") == "****"


def test_templates_know_every_filter():
    app = Flask(__name__)
    filters.register(app)

    shown = app.jinja_env.from_string("{{ starts|day }} {{ starts|time_range(ends) }}")

    starts, ends = at("2026-11-28 19:00"), at("2026-11-28 21:30")
    assert shown.render(starts=starts, ends=ends) == "11月28日 周六 19:00–21:30"
