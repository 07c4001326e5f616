"""Entering a year's holidays and make-up workdays."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete

from board import audit
from board.areas.models import CalendarDay, DayKind
from board.db import begin_writing, session
from board.errors import RuleBroken

WORDS = {"放假": DayKind.holiday, "休": DayKind.holiday, "上班": DayKind.workday, "班": DayKind.workday}
_DAY = r"(?:(\d{4})[-年./])?(\d{1,2})[-月./](\d{1,2})日?"
_LINE = re.compile(rf"^{_DAY}(?:\s*(?:至|到|~|～|—|–)\s*{_DAY})?\s*(\S+)\s+(\S.*)$")
LONGEST_STRETCH = 31


class UnreadLine(RuleBroken):
    """One pasted line is not a day, a kind and a name."""

    def __init__(self, number: int, line: str, why: str) -> None:
        super().__init__(f"第 {number} 行“{line[:30]}”{why}", field="days")


@dataclass(frozen=True)
class Entry:
    """One line, read: these days are of this kind."""

    day: date
    kind: DayKind
    name: str


def read(text: str, year: int) -> list[Entry]:
    """What was pasted, a line each: `10-01 至 10-07 放假 国庆节` or `2027-10-09 上班 国庆节调休`."""
    entries: list[Entry] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            entries.extend(_read_line(number, line.strip(), year))
    return entries


def _read_line(number: int, line: str, year: int) -> Iterable[Entry]:
    found = _LINE.match(line)
    if found is None:
        raise UnreadLine(
            number, line, "没看懂。每行写：日子、放假或上班、名称，如 10-01 至 10-07 放假 国庆节。"
        )
    kind = WORDS.get(found[7])
    if kind is None:
        raise UnreadLine(number, line, "里要写“放假”或“上班”。")
    try:
        first = date(int(found[1] or year), int(found[2]), int(found[3]))
        last = date(int(found[4] or year), int(found[5]), int(found[6])) if found[5] else first
    except ValueError:
        raise UnreadLine(number, line, "里的日子不存在，请核对。") from None
    if first.year != year or last.year != year:
        raise UnreadLine(number, line, f"不是 {year} 年的日子。")
    if not 0 <= (last - first).days < LONGEST_STRETCH:
        raise UnreadLine(number, line, "的起止日子反了或太长，请核对。")
    return [
        Entry(first + timedelta(days=n), kind, found[8].strip()[:40]) for n in range((last - first).days + 1)
    ]


def enter(entries: Iterable[Entry]) -> int:
    """These days are in the calendar; a day entered before takes what is written now."""
    begin_writing()
    count = 0
    for entry in entries:
        session.merge(CalendarDay(day=entry.day, kind=entry.kind, name=entry.name))
        count += 1
    audit.record("calendar.enter", days=count)
    return count


def remove(day: date) -> None:
    """The day follows its weekday again."""
    begin_writing()
    session.execute(delete(CalendarDay).where(CalendarDay.day == day))
    audit.record("calendar.remove", day=day.isoformat())
