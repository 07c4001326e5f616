"""When a position is served: days into spans, spans into shifts, rules into instants. No queries."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from board import clock, dates
from board.areas.workdays import Calendar
from board.errors import RuleBroken
from board.positions.models import Position, Shift
from board.positions.words import DayPart

LONGEST: Final = timedelta(hours=24)
MOST_AT_ONCE: Final = 100
EVENING: Final = time(18)
LATE_END: Final = time(19)


class TooLong(RuleBroken):
    sentence = "一班最长 24 小时。更长的请分成几班。"

    def __init__(self) -> None:
        super().__init__(field="ends")


class TooMany(RuleBroken):
    sentence = f"一次最多排 {MOST_AT_ONCE} 班，请把日子缩短一些，分几次排。"

    def __init__(self) -> None:
        super().__init__(field="last")


class UnreadDays(RuleBroken):
    """Something typed among the days is not a day."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text[:20]}”没看懂。日子这样写：12-05、12-12，或 12月5日、12日，或 每周六。", field="days"
        )


@dataclass(frozen=True, order=True)
class Span:
    """From one instant to another: what a shift will take."""

    starts_at: datetime
    ends_at: datetime


def span(day: date, starts: time, ends: time) -> Span:
    """That day from one wall-clock time to another; an end that is not later is on the next day."""
    last = day + timedelta(days=1) if ends <= starts else day
    made = Span(clock.at(day, starts), clock.at(last, ends))
    if made.ends_at - made.starts_at > LONGEST:
        raise TooLong
    return made


def days_between(first: date, last: date, weekdays: Collection[int]) -> list[date]:
    """The days from first to last that fall on these weekdays (Monday is 0); on every day if none is named."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return _not_too_many(day for day in days if not weekdays or day.weekday() in weekdays)


_PART = re.compile(r"^(?:(?P<year>\d{4})[-/.年])?(?:(?P<month>\d{1,2})[-/.月])?(?P<day>\d{1,2})日?$")
_SEPARATORS = re.compile(r"[\s,，、;；和]+")
_RANGE = re.compile(r"\s*(?:至|到|~|～|—)\s*")
_ASIDE = re.compile(r"[(（][^)）]*[)）]")
_EVERY = re.compile(r"每(?:天|日|(?:个)?(?:周|星期)(?P<days>[一二三四五六日天、，,和周星期]+))")
_WEEKDAYS = "一二三四五六日"


def chosen_days(typed: str, *, period: tuple[date, date]) -> list[date]:
    """The days somebody typed, as sheets have them: `12-05, 12-12`; `12月5日、12日`; `每周二、周四`;
    `12月1日至12日 每天`. What is in brackets is an aside; month and year carry on, at first the period's.
    """
    text = _ASIDE.sub(" ", typed)
    every = _EVERY.search(text)
    listed = _EVERY.sub(" ", text).strip()
    if every is None:
        return _not_too_many(sorted(set(_listed(listed, period[0]))))
    days = _listed(listed, period[0]) if listed else list(period)
    return days_between(min(days), max(days), _weekdays(every["days"] or ""))


def _weekdays(words: str) -> set[int]:
    return {_WEEKDAYS.index(letter) for letter in words.replace("天", "日") if letter in _WEEKDAYS}


def _listed(text: str, near: date) -> list[date]:
    found: list[date] = []
    for part in filter(None, _SEPARATORS.split(_RANGE.sub("至", text))):
        first, *rest = part.split("至")
        begin = _read_day(first, found[-1] if found else near.replace(day=1), near)
        end = _read_day(rest[0], begin, near) if rest else begin
        if len(rest) > 1 or not 0 <= (end - begin).days <= MOST_AT_ONCE:
            raise UnreadDays(part)
        found += [begin + timedelta(days=n) for n in range((end - begin).days + 1)]
    return found


def _read_day(text: str, before: date, near: date) -> date:
    match = _PART.match(text)
    if match is None:
        raise UnreadDays(text)
    year, month = int(match["year"] or before.year), int(match["month"] or before.month)
    if match["month"] and not match["year"] and month < near.month - 5 and year == near.year:
        year += 1  # 1月5日 on a list of December is next January
    try:
        return date(year, month, int(match["day"]))
    except ValueError:
        raise UnreadDays(text) from None


def _not_too_many(days: Iterable[date]) -> list[date]:
    kept = []
    for day in days:
        kept.append(day)
        if len(kept) > MOST_AT_ONCE:
            raise TooMany
    return kept


def day_parts(starts_at: datetime, ends_at: datetime, calendar: Calendar) -> tuple[DayPart, ...]:
    """What the filters call this time.

    Daytime: a workday, starting before 18:00. Evening: any day, starting from 18:00 on or ending
    after 19:00. Weekend: a Saturday or Sunday that is not worked. Holiday: a public holiday.
    """
    starts, ends = clock.local(starts_at), clock.local(ends_at)
    day = starts.date()
    late = ends.date() > day or ends.time() > LATE_END
    tests = (
        (DayPart.daytime, calendar.is_workday(day) and starts.time() < EVENING),
        (DayPart.evening, starts.time() >= EVENING or late),
        (DayPart.weekend, day.weekday() >= 5 and not calendar.is_workday(day)),
        (DayPart.holiday, calendar.is_holiday(day)),
    )
    return tuple(part for part, true in tests if true)


def new_shift(
    position: Position, when: Span, *, quota: int, minimum: int | None, calendar: Calendar
) -> Shift:
    """A shift of this position, with its instants reckoned."""
    shift = Shift(
        position_id=position.id,
        position=position,
        quota=quota,
        minimum=minimum,
        places=quota,
        taken=0,
        turn=0,
    )
    move(shift, when.starts_at, when.ends_at, calendar)
    return shift


def move(shift: Shift, starts_at: datetime, ends_at: datetime, calendar: Calendar) -> None:
    """The shift is at this time; everything that follows from its time is reckoned anew."""
    shift.starts_at, shift.ends_at = starts_at, ends_at
    shift.day_parts = day_parts(starts_at, ends_at, calendar)
    apply_rules(shift)


def apply_rules(shift: Shift) -> None:
    """Sign-up and free withdrawal end when the position's rules say."""
    shift.closes_at = shift.position.closing_of(shift.starts_at)
    shift.withdraw_until = shift.position.withdrawing_until(shift.starts_at)


def times_in_words(shifts: Sequence[Shift | Span]) -> list[str]:
    """When these shifts are, a line for each time of day: `12月5、12日 09:00–11:00，2 班`."""
    return list(_lines(shifts))


def _lines(shifts: Sequence[Shift | Span]) -> Iterator[str]:
    by_hours: dict[tuple[time, time], list[date]] = {}
    for shift in shifts:
        starts, ends = clock.local(shift.starts_at), clock.local(shift.ends_at)
        by_hours.setdefault((starts.time(), ends.time()), []).append(starts.date())
    for (starts_time, ends_time), days in by_hours.items():
        crossing = "次日 " if ends_time <= starts_time else ""
        hours = f"{starts_time:%H:%M}–{crossing}{ends_time:%H:%M}"
        count = f"，{len(days)} 班" if len(days) > 1 else ""
        yield f"{days_in_words(sorted(days))} {hours}{count}"


_FEW = 5


def days_in_words(days: Sequence[date]) -> str:
    """`12月5日 周六`; `12月5、12日`; `12月1日至31日 每天`; `12月1日至29日 周二、周四`."""
    if len(days) == 1:
        return f"{_day(days[0])} 周{_WEEKDAYS[days[0].weekday()]}"
    if len(days) <= _FEW:
        return f"{_run(days)}{_shared_weekday(days)}"
    first, last = days[0], days[-1]
    end = f"{last.day}日" if (first.year, first.month) == (last.year, last.month) else _day(last)
    weekdays = sorted({day.weekday() for day in days})
    every = (
        "每天" if len(days) == (last - first).days + 1 else "、".join(f"周{_WEEKDAYS[n]}" for n in weekdays)
    )
    return f"{_day(first)}至{end} {every}"


def _run(days: Sequence[date]) -> str:
    by_month: dict[tuple[int, int], list[date]] = {}
    for day in days:
        by_month.setdefault((day.year, day.month), []).append(day)
    return "、".join(
        f"{month}月{'、'.join(str(day.day) for day in some)}日" for (_, month), some in by_month.items()
    )


def _shared_weekday(days: Sequence[date]) -> str:
    weekdays = {day.weekday() for day in days}
    return f" 周{_WEEKDAYS[weekdays.pop()]}" if len(weekdays) == 1 else ""


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def span_in_words(when: Span) -> str:
    """`12月5日 周六 09:00–11:00`"""
    return dates.when(when.starts_at, when.ends_at)
