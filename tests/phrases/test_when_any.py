"""Any days and hours, written in many ways, come back the same; and what is wrong is never read in silence."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.phrases.when import Frame, read_times
from tests.phrases.reading import TODAY, span

pytestmark = pytest.mark.no_database

NO_LIST = Frame(TODAY)
WEEKDAYS = "一二三四五六日"
FEW = settings(max_examples=120, deadline=None, derandomize=True)
FIGURES = str.maketrans("0123456789:-", "０１２３４５６７８９：－")

days = st.dates(TODAY, TODAY + timedelta(days=150))
several_days = st.lists(days, min_size=1, max_size=6, unique=True).map(sorted)
mornings = st.tuples(st.integers(6 * 12, 11 * 12 - 1), st.integers(1, 12)).map(lambda both: minutes(*both))
evenings = st.tuples(st.integers(14 * 12, 20 * 12), st.integers(1, 36)).map(lambda both: minutes(*both))
hours = mornings | evenings


def minutes(start, length):
    """In steps of five minutes."""
    return start * 5, (start + length) * 5


def clock_time(at):
    return f"{at // 60}:{at % 60:02}"


def plain(starts, ends):
    return f"{clock_time(starts)}-{clock_time(ends)}"


def padded(starts, ends):
    return f"{starts // 60:02}:{starts % 60:02}—{ends // 60:02}:{ends % 60:02}"


def spoken(at):
    hour, minute = divmod(at, 60)
    part = "上午" if hour < 12 else "下午" if hour < 18 else "晚上"
    return f"{part}{hour if hour <= 12 else hour - 12}点{'半' if minute == 30 else f'{minute:02}分' if minute else ''}"


def words(starts, ends):
    return f"{spoken(starts)}到{spoken(ends)}"


def official(starts, ends):
    return f"{starts // 60}时{starts % 60:02}分至{ends // 60}时{ends % 60:02}分"


def lasting(starts, ends):
    return f"{clock_time(starts)}开始，{ends - starts}分钟" if ends - starts >= 10 else plain(starts, ends)


def in_full(day):
    return f"{day.year}年{day.month}月{day.day}日"


def in_chinese(day):
    return f"{numeral(day.month)}月{numeral(day.day)}日"


def numeral(number):
    tens, ones = divmod(number, 10)
    return f"{'一二三'[tens - 1] if tens > 1 else ''}{'十' if tens else ''}{'一二三四五六七八九'[ones - 1] if ones else ''}"


ONE_DAY = (
    in_full,
    in_chinese,
    lambda day: f"{day.month}月{day.day}日",
    lambda day: f"{day.month}月{day.day}号",
    lambda day: f"{day.month}.{day.day}",
    lambda day: f"{day.month}/{day.day}",
    lambda day: f"{day.month:02}-{day.day:02}",
    date.isoformat,
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{in_full(day)}（星期{WEEKDAYS[day.weekday()]}）",
    lambda day: f"{day.month}月{day.day}日(周{WEEKDAYS[day.weekday()]})",
)
HOURS = (plain, padded, words, official, lasting)
BETWEEN = ("、", "，", ",", " ")


@FEW
@given(
    several_days,
    hours,
    st.sampled_from(ONE_DAY),
    st.sampled_from(HOURS),
    st.sampled_from(BETWEEN),
    st.booleans(),
)
def test_days_and_hours_come_back_the_same(some, times, day_form, hour_form, between, full_width):
    said = f"{between.join(map(day_form, some))} {hour_form(*times)}"
    read = read_times(said.translate(FIGURES) if full_width else said, NO_LIST)

    assert read.problem == ""
    assert read.spans == tuple(span(day, plain(*times)) for day in some)


@FEW
@given(
    days,
    st.integers(1, 40),
    st.sets(st.integers(0, 6), min_size=1),
    hours,
    st.sampled_from(["每周", "每星期"]),
)
def test_rules_between_two_days_come_back_the_same(first, length, weekdays, times, every):
    last = first + timedelta(days=length)
    named = "、".join(WEEKDAYS[n] for n in sorted(weekdays))
    meant = [first + timedelta(days=n) for n in range(length + 1) if (first.weekday() + n) % 7 in weekdays]
    read = read_times(f"{in_full(first)}至{in_full(last)} {every}{named} {plain(*times)}", NO_LIST)

    assert bool(read.problem) == (not meant)
    assert read.spans == tuple(span(day, plain(*times)) for day in meant)


@FEW
@given(
    st.lists(st.tuples(days, hours), min_size=1, max_size=5, unique_by=lambda each: each[0]),
    st.sampled_from("；;\n。"),
)
def test_other_hours_on_other_days_come_back_the_same(each, between):
    said = between.join(f"{in_full(day)} {plain(*times)}" for day, times in each)

    assert read_times(said, NO_LIST).spans == tuple(sorted(span(day, plain(*times)) for day, times in each))


@FEW
@given(days, hours, st.sampled_from(ONE_DAY), st.sampled_from([plain, padded, words, official]))
def test_an_end_before_the_start_is_asked_about(day, times, day_form, hour_form):
    assert read_times(f"{day_form(day)} {hour_form(times[1], times[0])}", NO_LIST).problem


@FEW
@given(days, st.integers(1, 6), hours)
def test_a_wrong_weekday_is_asked_about(day, off, times):
    wrong = WEEKDAYS[(day.weekday() + off) % 7]

    assert read_times(f"{in_full(day)}（周{wrong}）{plain(*times)}", NO_LIST).problem


@FEW
@given(st.dates(date(2024, 1, 1), TODAY - timedelta(days=1)), hours)
def test_a_day_that_is_over_is_asked_about(day, times):
    assert read_times(f"{in_full(day)} {plain(*times)}", NO_LIST).problem


MEANING_OTHERWISE = (
    "或",
    "不",
    "改期",
    "待定",
    "除外",
    "暂停",
    "视情况",
    "隔次",
    "另行通知",
    "凑齐人数后",
    "第",
    "半",
)


@FEW
@given(several_days, hours, st.sampled_from(MEANING_OTHERWISE), st.data())
def test_a_word_that_changes_the_meaning_is_never_passed_over(some, times, word, data):
    said = f"{'、'.join(map(in_full, some))} {plain(*times)}"
    at = data.draw(st.integers(0, len(said)))
    read = read_times(said[:at] + word + said[at:], NO_LIST)

    assert read.problem or read.guessed


@FEW
@given(days, hours, st.integers(0, 30), st.sampled_from("0123456789"))
def test_another_figure_is_another_time_or_a_question(day, times, at, figure):
    said = f"{in_full(day)} {padded(*times)}"
    place = [n for n, letter in enumerate(said) if letter.isdecimal()]
    changed = place[at % len(place)]
    read = read_times(said[:changed] + figure + said[changed + 1 :], NO_LIST)
    right = read_times(said, NO_LIST)

    assert read == right if said[changed] == figure else read.spans != right.spans


@FEW
@given(st.text(alphabet="0123456789年月日周一六每天上下午点半:-至、，；（）起共次除外 隔", max_size=40))
def test_whatever_is_typed_is_answered(said):
    read = read_times(said, NO_LIST)

    assert bool(read.problem) != bool(read.spans)
