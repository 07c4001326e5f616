"""When a position is served: days into spans, spans into shifts, rules into instants. No queries."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from board import clock, dates
from board.areas.workdays import Calendar
from board.errors import RuleBroken
from board.phrases.days import TooManyDays
from board.phrases.text import Unclear
from board.phrases.when import Frame, read_day_list
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


_WEEKDAYS = "一二三四五六日"


def chosen_days(typed: str, *, period: tuple[date, date]) -> list[date]:
    """The days somebody typed, as sheets have them: `12-05, 12-12`; `12月5日、12日`; `每周二、周四`;
    `12月1日至12日 每天`. Month and year are the period's if they are not written.
    """
    try:
        return read_day_list(typed, Frame(clock.today(), period))
    except TooManyDays:
        raise TooMany from None
    except Unclear:
        raise UnreadDays(typed) from None


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
