"""A row of a sheet in the words of the review page."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from board import clock, dates
from board.areas.workdays import Calendar
from board.imports.models import Upload
from board.positions import schedule
from board.positions.schedule import Span
from board.reading.lists import Asked

_WEEKDAYS: Final = "一二三四五六日"
_FEW: Final = 5
_CELL: Final = re.compile(r"([A-Z]+)(\d+)")


def source(upload: Upload, rows: int) -> str:
    """从“清单.xlsx”读出 12 行"""
    return f"从“{upload.file_name}”读出 {rows} 行" if upload.file_name else f"从粘贴的表格读出 {rows} 行"


def where_it_stands(asked: Asked, sheet: str) -> str:
    """原表 Sheet1 第 9 行 E 列写着: what comes before the quoted cell, or that there is none."""
    found = _CELL.fullmatch(asked.cell)
    if found is None:
        return "原表写着" if asked.said else "原表没有写"
    place = f"原表 {sheet} 第 {found[2]} 行 {found[1]} 列"
    return f"{place}写着" if asked.said else f"{place}空着"


def times(spans: Sequence[Span]) -> list[tuple[str, str]]:
    """Days with their weekdays, and hours with the number of shifts, a pair for each time of day."""
    by_hours: dict[tuple[time, time], list[date]] = {}
    for span in spans:
        starts, ends = clock.local(span.starts_at), clock.local(span.ends_at)
        by_hours.setdefault((starts.time(), ends.time()), []).append(starts.date())
    return [(days(sorted(on)), _hours(starts, ends, len(on))) for (starts, ends), on in by_hours.items()]


def _hours(starts: time, ends: time, shifts: int) -> str:
    crossing = "次日 " if ends <= starts else ""
    count = f"，{shifts} 班" if shifts > 1 else ""
    return f"{starts:%H:%M}–{crossing}{ends:%H:%M}{count}"


def days(on: Sequence[date]) -> str:
    """`12月5日 周六`; `12月5、12日 周六`; `12月5日 周六、8日 周二`; `12月1日至31日 每天`. No day is passed over."""
    if len(on) == 1:
        return dates.day(on[0])
    year = f"{on[0].year}年" if "年" in dates.day(on[0]) else ""
    if (len({day.weekday() for day in on}) == 1 and len(on) <= _FEW) or _is_regular(on):
        return year + schedule.days_in_words(on)
    return year + _one_by_one(on)


def _is_regular(on: Sequence[date]) -> bool:
    """Every such weekday between the first and the last, and enough of them to say so."""
    weekdays = {day.weekday() for day in on}
    all_of_them = [
        day
        for n in range((on[-1] - on[0]).days + 1)
        if (day := on[0] + timedelta(days=n)).weekday() in weekdays
    ]
    return len(on) > _FEW and all_of_them == list(on)


def _one_by_one(on: Iterable[date]) -> str:
    said, month = [], 0
    for day in on:
        named = f"{day.month}月{day.day}日" if day.month != month else f"{day.day}日"
        said.append(f"{named} 周{_WEEKDAYS[day.weekday()]}")
        month = day.month
    return "、".join(said)


def warnings(spans: Iterable[Span], calendar: Calendar, now: datetime) -> list[str]:
    """What to look at twice: holidays among the days, and shifts that have begun."""
    spans = list(spans)
    on = sorted({clock.local(span.starts_at).date() for span in spans})
    holidays = [day for day in on if calendar.is_holiday(day)]
    begun = sum(span.starts_at <= now for span in spans)
    said = [f"{days(holidays)} 放假"] if holidays else []
    return [*said, f"有 {begun} 班已经过去"] if begun else said


def short(text: str, most: int = 12) -> str:
    """The beginning of a long text."""
    return text if len(text) <= most else f"{text[:most]}…"
