"""Instants and days as people in Wenjiang read them. Instants come in UTC."""

from datetime import date, datetime, timedelta
from typing import Final

from board import clock

_WEEKDAYS: Final = "一二三四五六日"
_NEAR: Final = {0: "今天", 1: "明天", 2: "后天"}
_FAR_MONTHS: Final = 6


def day(when: datetime | date) -> str:
    """11月28日 周六; with the year when it is past or more than six months ahead."""
    return f"{_plain_day(local_day(when))} {weekday(when)}"


def near_day(when: datetime | date) -> str:
    """今天 11月22日 周日: the three nearest days say so."""
    return f"{near_word(when)} {day(when)}".strip()


def near_word(when: datetime | date) -> str:
    """今天, 明天, 后天, or nothing."""
    return _NEAR.get((local_day(when) - clock.today()).days, "")


def time_range(starts: datetime, ends: datetime) -> str:
    """19:00–21:00; past midnight 22:00–次日 02:00."""
    first, last = local_day(starts), local_day(ends)
    if last == first:
        between = ""
    elif last == first + timedelta(days=1):
        between = "次日 "
    else:
        between = f"{_plain_day(last)} "
    return f"{clock_time(starts)}–{between}{clock_time(ends)}"


def when(starts: datetime, ends: datetime) -> str:
    """11月28日 周六 08:30–11:30; over midnight 12月5日 22:00–次日 02:00."""
    same_day = local_day(starts) == local_day(ends)
    return f"{day(starts) if same_day else _plain_day(local_day(starts))} {time_range(starts, ends)}"


def day_range(first: datetime | date, last: datetime | date) -> str:
    """11月23日至29日, 11月30日至12月6日; both days are meant."""
    begin, end = local_day(first), local_day(last)
    if begin == end:
        return _plain_day(begin)
    if (begin.year, begin.month) == (end.year, end.month):
        return f"{_plain_day(begin)}至{end.day}日"
    if begin.year == end.year:
        return f"{_plain_day(begin)}至{end.month}月{end.day}日"
    if _needs_year(begin) or _needs_year(end):
        return f"{long_date(begin)}至{long_date(end)}"
    return f"{_plain_day(begin)}至{_plain_day(end)}"


def clock_time(when: datetime) -> str:
    """14:30"""
    return f"{clock.local(when):%H:%M}"


def long_date(when: datetime | date) -> str:
    """2026年6月10日: always with the year, for print."""
    on = local_day(when)
    return f"{on.year}年{on.month}月{on.day}日"


def month(when: datetime | date) -> str:
    """12月"""
    return f"{local_day(when).month}月"


def long_month(when: datetime | date) -> str:
    """2026年12月"""
    on = local_day(when)
    return f"{on.year}年{on.month}月"


def day_number(when: datetime | date) -> int:
    """28, for a ticket's stub."""
    return local_day(when).day


def weekday(when: datetime | date) -> str:
    """周六"""
    return f"周{_WEEKDAYS[local_day(when).weekday()]}"


def iso_day(when: datetime | date) -> str:
    """2026-11-28, for the datetime attribute of <time>."""
    return local_day(when).isoformat()


def iso(when: datetime) -> str:
    """2026-11-28T19:00+08:00, for the datetime attribute of <time>."""
    return clock.local(when).isoformat(timespec="minutes")


def moment(when: datetime) -> str:
    """11月28日 周六 18:00"""
    return f"{day(when)} {clock_time(when)}"


def near_moment(when: datetime) -> str:
    """今天 20:00; 明天 08:00; further away with the day."""
    return f"{near_word(when)} {clock_time(when)}" if near_word(when) else moment(when)


def local_day(when: datetime | date) -> date:
    """The date it is in Wenjiang then."""
    return clock.local(when).date() if isinstance(when, datetime) else when


def _plain_day(on: date) -> str:
    return long_date(on) if _needs_year(on) else f"{on.month}月{on.day}日"


def _needs_year(on: date) -> bool:
    today = clock.today()
    months_ahead = (on.year - today.year) * 12 + on.month - today.month
    far = months_ahead > _FAR_MONTHS or (months_ahead == _FAR_MONTHS and on.day > today.day)
    return on.year < today.year or far
