"""Days of one month in another: by weekday, by date, every week, and what the other month lacks."""

from datetime import date

import pytest

from board.reuse.moving import By, Month, carry, period, retitle

pytestmark = pytest.mark.no_database
DECEMBER, JANUARY = Month(2026, 12), Month(2027, 1)


def of(month, *numbers):
    return [date(month.year, month.number, number) for number in numbers]


def numbers(carried):
    return [day.day for day in carried.days]


def test_the_second_saturday_becomes_the_second_saturday():
    carried = carry(of(DECEMBER, 12), 1, By.weekday)

    assert carried.days == (date(2027, 1, 9),)
    assert carried.remarks == ()


def test_the_fifth_becomes_the_fifth():
    assert carry(of(DECEMBER, 5, 19), 1, By.date).days == (date(2027, 1, 5), date(2027, 1, 19))


def test_every_saturday_becomes_every_saturday_however_many_there_are():
    carried = carry(of(DECEMBER, 5, 12, 19, 26), 1, By.weekday)

    assert numbers(carried) == [2, 9, 16, 23, 30]
    assert carried.remarks == ("原来每周六都有，共 4 个周六；1月有 5 个周六，都排上了",)


def test_five_fridays_become_four():
    carried = carry(of(JANUARY, 1, 8, 15, 22, 29), 1, By.weekday)

    assert numbers(carried) == [5, 12, 19, 26]
    assert carried.remarks == ("原来每周五都有，共 5 个周五；2月有 4 个周五，都排上了",)


def test_a_week_called_off_does_not_end_a_weekly_habit():
    carried = carry(of(DECEMBER, 5, 12, 26), 1, By.weekday, also=of(DECEMBER, 19))

    assert numbers(carried) == [2, 9, 16, 23, 30]


def test_some_saturdays_keep_their_places():
    assert numbers(carry(of(DECEMBER, 5, 19), 1, By.weekday)) == [2, 16]


def test_a_fifth_weekday_that_the_month_lacks_is_said():
    carried = carry(of(JANUARY, 29), 1, By.weekday)

    assert carried.days == ()
    assert carried.remarks == ("2月没有第 5 个周五，1月29日那一班没有排",)


def test_a_date_that_the_month_lacks_is_said():
    carried = carry(of(JANUARY, 5, 30), 1, By.date)

    assert numbers(carried) == [5]
    assert carried.remarks == ("2月没有 30 日，1月30日那一班没有排",)


@pytest.mark.parametrize("by", By)
def test_every_day_stays_every_day(by):
    carried = carry(Month(2027, 2).days, 1, by)

    assert len(carried.days) == 31
    assert carried.remarks == ("原来每天都有，共 28 天；3月有 31 天，都排上了",)


def test_days_of_two_months_each_go_on_by_themselves():
    carried = carry([date(2026, 12, 28), date(2027, 1, 4)], 1, By.date)

    assert carried.days == (date(2027, 1, 28), date(2027, 2, 4))


def test_a_list_of_a_whole_month_stays_one_and_other_days_keep_their_dates():
    assert period(date(2027, 1, 1), date(2027, 1, 31), 1) == (date(2027, 2, 1), date(2027, 2, 28))
    assert period(date(2026, 12, 7), date(2026, 12, 31), 2) == (date(2027, 2, 7), date(2027, 2, 28))
    assert period(date(2027, 1, 18), date(2027, 1, 24), 1) == (date(2027, 2, 18), date(2027, 2, 24))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026年12月慈善公益岗位机会清单", "2027年1月慈善公益岗位机会清单"),
        ("12月清单", "1月清单"),
        ("十二月志愿岗位", "一月志愿岗位"),
        ("2026 年 12 月清单", "2027年1月清单"),
        ("2026年11月和12月", "2026年11月和1月"),
        ("冬季清单", "冬季清单"),
    ],
)
def test_the_title_moves_on_with_the_month(before, after):
    assert retitle(before, DECEMBER, JANUARY) == after
