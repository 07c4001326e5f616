"""Times written for a cell are read back as the same times, whatever they are."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board import clock
from board.imports import phrasing
from board.phrases.when import Frame, read_times
from board.positions.schedule import Span

pytestmark = pytest.mark.no_database

MONDAY = date(2026, 11, 23)
DECEMBER = (date(2026, 12, 1), date(2026, 12, 31))

days = st.dates(date(2026, 11, 24), date(2027, 11, 20))
quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
runs = st.builds(
    lambda first, step, count: [first + timedelta(days=step * n) for n in range(count)],
    days, st.sampled_from([1, 1, 7, 7, 14, 2]), st.integers(1, 20),
)  # fmt: skip
chosen = st.one_of(st.lists(days, min_size=1, max_size=8, unique=True), runs)


@st.composite
def spans(draw):
    """What a position may have: a few times of day, each on some days. Times that overlap are asked about
    when they are read, so there are none."""
    found = []
    for _ in range(draw(st.integers(1, 3))):
        starts, ends = draw(quarters), draw(quarters)
        for day in draw(chosen):
            begin = datetime.combine(day, starts, clock.SHANGHAI)
            end = datetime.combine(day + timedelta(days=ends <= starts), ends, clock.SHANGHAI)
            span = Span(begin.astimezone(UTC), end.astimezone(UTC))
            if not any(span.starts_at < one.ends_at and one.starts_at < span.ends_at for one in found):
                found.append(span)
    return sorted(found)


@settings(max_examples=100, deadline=None)
@given(spans())
def test_any_times_are_read_back(wanted):
    said = phrasing.phrase(wanted)

    for frame in (Frame(MONDAY), Frame(MONDAY, DECEMBER), Frame(MONDAY, year=2026)):
        times = read_times(said, frame)
        assert (times.problem, [Span(*one) for one in times.spans]) == ("", wanted), said


def of(*on, starts="09:00", ends="11:00"):
    wall = time.fromisoformat(starts), time.fromisoformat(ends)
    crossing = timedelta(days=wall[1] <= wall[0])
    return [
        Span(clock.at(day, wall[0]), clock.at(day + crossing, wall[1])) for day in map(date.fromisoformat, on)
    ]


def test_a_few_days_are_named_with_the_month_once():
    said = phrasing.phrase(of("2026-12-05", "2026-12-12", "2027-01-02"))

    assert said == "2026年12月5日、12日、2027年1月2日 09:00-11:00"


def test_many_days_are_a_rule_when_none_is_left_out():
    every = [f"2026-12-{n:02d}" for n in range(1, 32)]

    assert phrasing.phrase(of(*every)) == "2026年12月1日至2026年12月31日 每天 09:00-11:00"
    assert "每" not in phrasing.phrase(of(*every[:10], *every[11:]))


def test_past_midnight_says_the_next_day():
    assert phrasing.phrase(of("2026-12-05", starts="22:00", ends="02:00")) == "2026年12月5日 22:00-次日02:00"


def test_no_times_are_no_words():
    assert phrasing.phrase([]) == ""
