"""Days and hours in several columns, put together; or asked about where they do not go together."""

from datetime import date, datetime, time

import pytest

from tests.reading.grids import asked, rows_of, sheet, times

pytestmark = pytest.mark.no_database

ONE = "12-05 09:00-11:00"
SATURDAYS = "12-05 09:00-11:00, 12-12 09:00-11:00, 12-19 09:00-11:00, 12-26 09:00-11:00"
NINE = datetime.fromisoformat("2026-12-05 09:00")


def row(headings, *values):
    (found,) = rows_of(sheet([["2026年12月清单"], ["岗位", "人数", *headings.split()], ["扫雪", 2, *values]]))
    return found


@pytest.mark.parametrize(
    ("headings", "values", "expected"),
    [
        ("日期 时间", [date(2026, 12, 5), "9:00-11:00"], ONE),
        ("日期 时间", ["12月5日", "12月5日9:00-11:00"], ONE),
        ("日期 时间", ["12月5日至26日", "每周六 9:00-11:00"], SATURDAYS),
        ("日期 时间", ["每周六", "上午9点到11点"], SATURDAYS),
        ("日期 时段", ["12月5日、12日、19日、26日", "9:00-11:00"], SATURDAYS),
        ("日期 星期 时间", [date(2026, 12, 5), "周六", "9:00-11:00"], ONE),
        ("月份 日期 时间", ["12月", "12月5日", "9:00-11:00"], ONE),
        ("频次 时间", ["每周六", "9:00-11:00"], SATURDAYS),
        ("频次 时间", ["1次", "12月5日 9:00-11:00"], ONE),
        ("开始时间 结束时间", ["12月5日9:00", "12月5日11:00"], ONE),
        ("开始时间 结束时间", [NINE, "11:00"], ONE),
        ("开始时间 结束时间", [NINE, NINE.replace(hour=11)], ONE),
        ("时间 结束时间", ["12月5日 9:00", "11:00"], ONE),
        ("日期 开始 结束", [date(2026, 12, 5), time(9), time(11)], ONE),
        ("日期 开始 结束", [date(2026, 12, 5), time(22), time(2)], "12-05 22:00-12-06 02:00"),
        ("开始日期 开始时间 结束日期 结束时间", [date(2026, 12, 5), time(9), date(2026, 12, 5), time(11)], ONE),
        ("开始日期 结束日期 时段", [date(2026, 12, 5), date(2026, 12, 5), "9:00-11:00"], ONE),
        ("起始日期 截止日期 时段", ["12月5日", "12月6日", "9:00-11:00"], "12-05 09:00-11:00, 12-06 09:00-11:00"),
        ("服务时间 截止日期", ["每周六 9:00-11:00", "12月20日"], SATURDAYS),
        ("报名时间 服务时间 集合时间", ["12月1日", "12月5日 9:00-11:00", "8:45"], ONE),
    ],
)  # fmt: skip
def test_several_columns_say_one_thing(headings, values, expected):
    assert times(row(headings, *values)) == expected


@pytest.mark.parametrize(
    ("headings", "values", "cell"),
    [
        ("日期 时间", ["12月5日", "12月6日9:00-11:00"], "D3"),
        ("日期 星期 时间", [date(2026, 12, 5), "周日", "9:00-11:00"], "E3"),
        ("日期 时段", [date(2026, 12, 5), "上午"], "C3"),
        ("时段", ["9:00-11:00"], "C3"),
        ("日期 时间", [5, "9:00-11:00"], "D3"),
        ("开始时间 结束时间", [NINE, NINE.replace(hour=8)], "C3"),
        ("开始时间 结束时间", [NINE, None], "C3"),
        ("时间", [None], "C3"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_asked_about(headings, values, cell):
    found = row(headings, *values)

    assert found.shifts is None
    assert asked(found)["shifts"][0] == cell


def test_a_column_that_was_not_understood_makes_the_other_a_guess():
    found = row("日期 时间", "看天气", "12月5日 9:00-11:00")

    assert (times(found), "shifts" in found.guessed) == (ONE, True)
