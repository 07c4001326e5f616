"""Days of one month carried over into another, as a community would: pure, no queries."""

import calendar
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

WEEKDAYS: Final = "一二三四五六日"
# So often on one weekday, and never left out: it is served every week.
A_PATTERN: Final = 3


class By(StrEnum):
    """How a day finds its day in the other month."""

    weekday = "weekday"  # the second Saturday becomes the second Saturday
    date = "date"  # the 5th becomes the 5th


@dataclass(frozen=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    def after(self, count: int) -> "Month":
        """The month so many months later."""
        years, number = divmod(self.year * 12 + self.number - 1 + count, 12)
        return Month(years, number + 1)

    def __sub__(self, other: "Month") -> int:
        return (self.year - other.year) * 12 + self.number - other.number

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(self.last.day)]

    def on(self, weekday: int) -> list[date]:
        """Its Mondays (0), Tuesdays …"""
        return [day for day in self.days if day.weekday() == weekday]

    @property
    def words(self) -> str:
        return f"{self.year}年{self.number}月"


@dataclass(frozen=True)
class Carried:
    """Where days went: the new days, and a sentence for whatever is not as it was."""

    days: tuple[date, ...]
    remarks: tuple[str, ...]


def carry(days: Collection[date], months: int, by: By, *, also: Collection[date] = ()) -> Carried:
    """These days, so many months on. A weekly habit stays weekly, a daily one daily, however many such
    days the other month has. `also`: days that were meant too, though nobody served (cancelled)."""
    new: set[date] = set()
    remarks: list[str] = []
    for month in sorted({Month.of(day) for day in days}, key=lambda month: month.first):
        there = [day for day in days if Month.of(day) == month]
        meant = {day for day in (*days, *also) if Month.of(day) == month}
        target = month.after(months)
        for moved, remark in _month(sorted(there), meant, target, by):
            new.update(moved)
            remarks += [remark] if remark else []
    return Carried(tuple(sorted(new)), tuple(remarks))


_Moved = Iterator[tuple[Iterable[date], str]]


def _month(there: list[date], meant: set[date], target: Month, by: By) -> _Moved:
    source = Month.of(there[0])
    if meant >= set(source.days):
        yield target.days, _differs("天", len(source.days), len(target.days), target)
        return
    if by == By.date:
        yield from _by_date(there, target)
        return
    for weekday in sorted({day.weekday() for day in there}):
        on = [day for day in there if day.weekday() == weekday]
        if len(on) >= A_PATTERN and meant >= set(source.on(weekday)):
            yield _every_week(weekday, source, target)
        else:
            yield from _nth(on, target)


def _every_week(weekday: int, source: Month, target: Month) -> tuple[Iterable[date], str]:
    before, after = source.on(weekday), target.on(weekday)
    return after, _differs(f"个周{WEEKDAYS[weekday]}", len(before), len(after), target)


def _differs(what: str, before: int, after: int, target: Month) -> str:
    if before == after:
        return ""
    return f"原来每{what.removeprefix('个')}都有，共 {before} {what}；{target.number}月有 {after} {what}，都排上了"


def _by_date(days: Iterable[date], target: Month) -> _Moved:
    for day in days:
        if day.day <= target.last.day:
            yield [target.first.replace(day=day.day)], ""
        else:
            yield [], f"{target.number}月没有 {day.day} 日，{day.month}月{day.day}日那一班没有排"


def _nth(days: Iterable[date], target: Month) -> _Moved:
    for day in days:
        nth, choice = (day.day - 1) // 7, target.on(day.weekday())
        if nth < len(choice):
            yield [choice[nth]], ""
        else:
            word = f"第 {nth + 1} 个周{WEEKDAYS[day.weekday()]}"
            yield [], f"{target.number}月没有{word}，{day.month}月{day.day}日那一班没有排"


def period(first: date, last: date, months: int) -> tuple[date, date]:
    """A list's days, so many months on: whole months stay whole, other days keep their date."""
    begin, end = Month.of(first).after(months), Month.of(last).after(months)
    whole = first.day == 1 and last == Month.of(last).last
    until = end.last if whole else end.first.replace(day=min(last.day, end.last.day))
    return begin.first.replace(day=min(first.day, begin.last.day)), until


_NUMERALS: Final = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTH: Final = re.compile(r"(?:(?P<year>\d{4}) ?年 ?)?(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九]) ?月")


def retitle(title: str, source: Month, target: Month) -> str:
    """The title with its month moved on; one that names another month, or none, stays as it is."""

    def moved(match: re.Match[str]) -> str:
        word, year = match["month"], match["year"]
        number = int(word) if word.isdigit() else _NUMERALS.index(word)
        if number != source.number or (year and int(year) != source.year):
            return match[0]
        month = str(target.number) if word.isdigit() else _NUMERALS[target.number]
        return f"{target.year}年{month}月" if year else f"{month}月"

    return _MONTH.sub(moved, title)
