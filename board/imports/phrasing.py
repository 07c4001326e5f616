"""Times written as people write them in a cell, so that they are read back as the same times."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from board import clock
from board.phrases.when import Frame, read_times
from board.positions.schedule import Span

_WEEKDAYS: Final = "一二三四五六日"
_ENOUGH_FOR_A_RULE: Final = 6


def phrase(spans: Sequence[Span]) -> str:
    """`2026年12月5日、12日 09:00-11:00`: the shortest way of saying these times that is read back alike."""
    if not spans:
        return ""
    return next((said for said in _ways_of_saying(spans) if _is_read_back(said, spans)), _each_apart(spans))


def _is_read_back(said: str, spans: Sequence[Span]) -> bool:
    first = clock.local(min(span.starts_at for span in spans)).date()
    times = read_times(said, Frame(first))
    return not times.problem and sorted(times.spans) == sorted((s.starts_at, s.ends_at) for s in spans)


def _ways_of_saying(spans: Sequence[Span]) -> Iterator[str]:
    by_hours: dict[tuple[time, time], list[date]] = {}
    for span in sorted(spans):
        starts, ends = clock.local(span.starts_at), clock.local(span.ends_at)
        by_hours.setdefault((starts.time(), ends.time()), []).append(starts.date())
    groups = [(on, _hours(starts, ends)) for (starts, ends), on in by_hours.items()]
    yield "；".join(f"{_as_rule(on) or _listed(on)} {hours}" for on, hours in groups)
    yield "；".join(f"{_listed(on)} {hours}" for on, hours in groups)


def _each_apart(spans: Sequence[Span]) -> str:
    return "；".join(_one(clock.local(span.starts_at), clock.local(span.ends_at)) for span in sorted(spans))


def _one(starts: datetime, ends: datetime) -> str:
    return f"{_day(starts.date())} {_hours(starts.time(), ends.time())}"


def _hours(starts: time, ends: time) -> str:
    return f"{starts:%H:%M}-{'次日' if ends <= starts else ''}{ends:%H:%M}"


def _as_rule(on: Sequence[date]) -> str:
    """`2026年12月1日至2026年12月31日 每天`, if every such day is among them and there are enough to say so."""
    weekdays = sorted({day.weekday() for day in on})
    between = (on[0] + timedelta(days=n) for n in range((on[-1] - on[0]).days + 1))
    if len(on) < _ENOUGH_FOR_A_RULE or [day for day in between if day.weekday() in weekdays] != list(on):
        return ""
    named = "每天" if len(weekdays) == 7 else f"每{'、'.join(f'周{_WEEKDAYS[n]}' for n in weekdays)}"
    return f"{_day(on[0])}至{_day(on[-1])} {named}"


def _listed(on: Sequence[date]) -> str:
    said, before = [], date.min
    for day in on:
        same = (day.year, day.month) == (before.year, before.month)
        said.append(f"{day.day}日" if same else _day(day))
        before = day
    return "、".join(said)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
