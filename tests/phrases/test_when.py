"""What a cell says of days and hours: the rules behind the corpus, one by one."""

from datetime import date, timedelta

import pytest

from board import clock
from board.phrases.when import Frame, read_day_list, read_times
from tests.phrases.reading import DECEMBER, TODAY, span

pytestmark = pytest.mark.no_database

NO_LIST = Frame(TODAY)


def asked(said, frame=DECEMBER):
    times = read_times(said, frame)
    assert times.spans == ()
    return times.problem


def days(said, frame=DECEMBER):
    return [clock.local(starts).day for starts, _ in read_times(said, frame).spans]


def test_spans_are_instants_of_shanghai():
    (one,) = read_times("12月5日 9:00-11:00", DECEMBER).spans

    assert one == span(date(2026, 12, 5), "9:00-11:00")
    assert one[0].utcoffset() == timedelta(hours=8)


def test_a_rule_without_a_list_asks_from_when_to_when():
    assert "从哪天到哪天" in asked("每周六 19:00-21:00", NO_LIST)


def test_days_without_hours_ask_for_the_hours():
    assert "没写几点到几点" in asked("12月每天")


def test_a_time_without_an_end_asks_for_it():
    assert asked("2026-12-15 09:00") == "写了“09:00”开始，没写几点结束。请补上，如 9:00-11:00。"


def test_hours_without_days_ask_for_the_days():
    assert "没写哪几天" in asked("9:00-11:00")


def test_nothing_asks_for_everything():
    assert "没有写时间" in asked(" 　，")


def test_a_weekday_that_does_not_fit_names_the_right_one():
    assert "周六" in asked("12月12日(周日)14:00-17:00")


def test_an_end_before_the_start_says_how_to_write_the_next_day():
    assert "22:00-次日2:00" in asked("12月5日 11:00-9:00")


def test_a_day_that_is_over_is_named_with_its_year():
    assert asked("2026年11月5日 9:00-11:00").startswith("2026年11月5日已经过去了")


def test_today_is_not_over():
    assert days("11月22日 9:00-11:00", NO_LIST) == [22]


def test_a_day_that_does_not_exist_says_why():
    assert "2 月没有 30 日" in asked("2月30日 9:00-11:00")


def test_the_word_that_is_not_understood_is_quoted():
    assert "“月圆之夜”" in asked("月圆之夜，12月5日 9:00-11:00")


def test_more_than_a_hundred_are_asked_about():
    assert "一次最多 100 班" in asked("每天 8:00-9:00、10:00-11:00、13:00-14:00、15:00-16:00")


def test_a_hundred_are_read():
    first, last = date(2026, 12, 1), date(2027, 3, 10)

    assert len(read_times("每天 9:00-11:00", Frame(TODAY, (first, last))).spans) == 100


def test_what_is_over_of_a_list_is_left_out_and_said():
    times = read_times("每周六 9:00-11:00", Frame(TODAY, (date(2026, 11, 1), date(2026, 11, 30))))

    assert [starts.day for starts, _ in times.spans] == [28]
    assert "已经过去" in times.guessed


def test_a_list_that_is_over_is_asked_about():
    october = Frame(TODAY, (date(2026, 10, 1), date(2026, 10, 31)))

    assert "已经过去了" in asked("每周六 9:00-11:00", october)


def test_new_years_day_is_no_working_day_of_a_rule_without_holidays():
    january = Frame(TODAY, (date(2027, 1, 1), date(2027, 1, 10)))
    times = read_times("每天 9:00-11:00（节假日除外）", january)

    assert [starts.day for starts, _ in times.spans] == list(range(2, 11))
    assert "元旦前后" in times.guessed


def test_every_second_week_keeps_its_weeks_when_some_are_over():
    november = Frame(TODAY, (date(2026, 11, 1), date(2026, 12, 31)))

    assert days("隔周周六 9:00-11:00", november) == [5, 19]  # 7 and 21 November are over


def test_days_alone_are_read_without_hours():
    assert read_day_list("5 6", DECEMBER) == [date(2026, 12, 5), date(2026, 12, 6)]


def test_the_same_phrase_reads_otherwise_in_another_list():
    january = Frame(TODAY, (date(2027, 1, 1), date(2027, 1, 31)))

    assert days("每周六 9:00-11:00") == [5, 12, 19, 26]
    assert days("每周六 9:00-11:00", january) == [2, 9, 16, 23, 30]
