"""The same days and hours in every style that people mix: read right, or asked about. Guesses too must be right."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.phrases.when import read_times
from tests.phrases.reading import DECEMBER, FRAMES, span

pytestmark = pytest.mark.no_database

MANY = settings(max_examples=200, deadline=None, derandomize=True)
WEEKDAYS = "一二三四五六日"
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)

one = st.sampled_from
december = st.dates(FIRST, LAST)
ONE_DAY = (
    "{0.month}月{0.day}日", "{0.month}月{0.day}", "{0.month}.{0.day}", "{0.month}/{0.day}", "{0.month}-{0.day:02}",
    "{0.month}月{0.day}号", "2026年{0.month}月{0.day}日", "2026.{0.month}.{0.day}", "2026-{0.month}-{0.day:02}",
)  # fmt: skip
NEXT_DAYS = (
    "{0.day}日",
    "{0.day}",
    "{0.day}号",
    "{0.month}.{0.day}",
    "{0.month}月{0.day}日",
    "{0.month}/{0.day}",
    "{0.month}.{0.day}日",
)
BETWEEN = ("、", ",", "，", ".", " ", "/", "和", "及", "；", "\n", "&", "+", "·", "与")
HOURS = (
    ("9:00-11:00", "9:00-11:00"),
    ("上午9点-11点", "9:00-11:00"),
    ("9-11点", "9:00-11:00"),
    ("下午2-4点", "14:00-16:00"),
    ("14:00—16:00", "14:00-16:00"),
)


def right_or_asked(said, meant):
    read = read_times(said, DECEMBER)
    assert read.problem or read.spans == tuple(meant), said
    return not read.problem


@MANY
@given(st.lists(december, min_size=2, max_size=4, unique=True).map(sorted), one(ONE_DAY), one(NEXT_DAYS), one(NEXT_DAYS[:2]), one(BETWEEN),
       one(["", " ", "，", ": ", "("]), one(HOURS))  # fmt: skip
def test_lists_of_days_in_any_style(days, first_form, next_form, last_form, between, gap, hours):
    said, meant = hours
    written = [form.format(day) for form, day in zip([first_form, *[next_form] * 2], days[:-1], strict=False)]
    written.append(last_form.format(days[-1]))

    right_or_asked(f"{between.join(written)}{gap}{said}", [span(day, meant) for day in days])


def spoken(at, form, *, part, twelve):
    hour, minute = divmod(at, 60)
    word = ("上午" if hour < 12 else "下午" if hour < 18 else "晚上") if part else ""
    shown = hour - 12 if twelve and hour > 12 else hour
    if form == "clock":
        return f"{word}{shown}:{minute:02}"
    return f"{word}{shown}{form}{'半' if minute and form == '点' else '30分' if minute else ''}"


@MANY
@given(
    st.sets(st.integers(12, 47), min_size=2, max_size=6).map(sorted),
    st.lists(st.tuples(one(["clock", "点", "时"]), st.booleans(), st.booleans()), min_size=3, max_size=3),
    one(["-", "—", "~", "至", "到"]),
    one(["、", "，", " ", "；", "和", "\n", "/"]),
)
def test_hours_of_a_day_in_any_style(edges, styles, till, between):
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    said = between.join(
        f"{spoken(start * 30, form, part=part, twelve=part and twelve)}{till}{spoken(end * 30, form, part=part, twelve=part)}"
        for (start, end), (form, part, twelve) in zip(pairs, styles, strict=False)
    )
    meant = [span(FIRST, f"{a // 2}:{a % 2 * 30:02}-{b // 2}:{b % 2 * 30:02}") for a, b in pairs]

    right_or_asked(f"12月1日 {said}", meant)


def between_days(a, b):
    return [a + timedelta(days=n) for n in range((b - a).days + 1)]


RULES = (
    ("{rule} 9:00-11:00", lambda a, b: between_days(FIRST, LAST)),
    ("12月{rule}9:00-11:00", lambda a, b: between_days(FIRST, LAST)),
    ("{a}至{b}，{rule} 9:00-11:00", between_days),
    ("{rule} 9:00-11:00（{a}至{b}）", between_days),
    ("9:00-11:00 {rule}（{a}~{b}）", between_days),
    ("从{a}起{rule}9:00-11:00", lambda a, b: between_days(a, LAST)),
    ("{rule}9:00-11:00（至{b}止）", lambda a, b: between_days(FIRST, b)),
    ("{rule}9:00-11:00，{a}除外", lambda a, b: [day for day in between_days(FIRST, LAST) if day != a]),
    (
        "{rule} 9:00-11:00（除{a}、{b}外）",
        lambda a, b: [day for day in between_days(FIRST, LAST) if day not in {a, b}],
    ),
    (
        "{rule}（{a}、{b}休息）9:00-11:00",
        lambda a, b: [day for day in between_days(FIRST, LAST) if day not in {a, b}],
    ),
)


@MANY
@given(
    st.sets(st.integers(0, 6), min_size=1, max_size=4).map(sorted),
    st.lists(december, min_size=2, max_size=2, unique=True).map(sorted),
    one(["周", "星期", "礼拜"]),
    one(ONE_DAY),
    one(RULES),
)
def test_rules_in_any_style(weekdays, ends, week, form, pattern):
    written, days = pattern
    rule = f"每{week}{'、'.join(WEEKDAYS[n] for n in weekdays)}"
    said = written.format(rule=rule, a=form.format(ends[0]), b=form.format(ends[1]))

    right_or_asked(said, [span(day, "9:00-11:00") for day in days(*ends) if day.weekday() in weekdays])


def test_these_styles_are_mostly_read_and_not_asked_about():
    for days in ("12月5日、12日", "12.5、12.12", "2026-12-05，12-12", "12/5 12/12", "12月5号和12号"):
        for said, meant in HOURS:
            assert right_or_asked(f"{days} {said}", [span(date(2026, 12, day), meant) for day in (5, 12)])


PIECES = (
    ("12月5日", "12月5、12日", "12.5-12.12", "5日", "12月", "12月26日(周六)", "即日起至12月20日", "12月5日起",
     "12月5日至7日、10日", "1月1日", "明天", ""),
    ("每周六", "周一至周五", "每天", "隔周周六", "周末", "每月5日、15日", "每月第一个周六", "周六、周日起", "隔天", "每晚", ""),
    ("9:00-11:00", "下午2-4点", "9:00-11:00、14:00-16:00", "22:00-次日6:00", "9:00开始，2小时", "12月6日11:00",
     "9:00-11:00；12月6日14:00-16:00"),
    ("（除12月12日外）", "，共4次", "（节假日除外）", "（至12月20日）", "（12月5日起，共3次）", "（每周六除外）", "（隔周）",
     "（冬至）", "，12月12日休息", ""),
)  # fmt: skip


@settings(max_examples=600, deadline=None, derandomize=True)
@given(
    st.tuples(*map(one, PIECES)),
    st.sampled_from(["", " ", "，"]),
    one([DECEMBER, FRAMES["new year"], FRAMES["none"]]),
)
def test_pieces_put_together_anyhow_are_answered(pieces, between, frame):
    read = read_times(between.join(pieces), frame)

    assert bool(read.problem) != bool(read.spans)
    assert all(frame.today <= starts.date() and starts < ends for starts, ends in read.spans)
