"""Instants as people in Wenjiang read them: words for sentences and pages."""

from datetime import date, datetime

from board import clock

_WEEKDAYS = "一二三四五六日"
_FAR_AHEAD_DAYS = 183


def local_day(instant: datetime) -> date:
    """The date it is in Wenjiang then."""
    return clock.local(instant).date()


def weekday(day: date) -> str:
    return f"周{_WEEKDAYS[day.weekday()]}"


def day(when: date) -> str:
    """11月28日 周六; with the year for past years and for days over six months ahead."""
    today = clock.today()
    far = when.year < today.year or (when - today).days > _FAR_AHEAD_DAYS
    return f"{f'{when.year}年' if far else ''}{when.month}月{when.day}日 {weekday(when)}"


def clock_time(instant: datetime) -> str:
    return clock.local(instant).strftime("%H:%M")


def moment(instant: datetime) -> str:
    """11月28日 周六 18:00"""
    return f"{day(local_day(instant))} {clock_time(instant)}"


def time_range(starts_at: datetime, ends_at: datetime) -> str:
    """19:00–21:00, or 22:00–次日 02:00 across midnight."""
    next_day = "次日 " if local_day(ends_at) != local_day(starts_at) else ""
    return f"{clock_time(starts_at)}–{next_day}{clock_time(ends_at)}"


def shift_words(starts_at: datetime, ends_at: datetime) -> str:
    """12月5日 周六 09:00–11:00"""
    return f"{day(local_day(starts_at))} {time_range(starts_at, ends_at)}"
