"""Which days a list is for, from what its title or file name says: `2026年12月`, `第四季度`, `12月上旬`."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

Period = tuple[date, date]

_DIGITS: Final = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_YEAR: Final = r"(?:(?P<year>20\d\d)\s*[年./-]\s*)?"
_TO: Final = r"\s*(?:日|号)?\s*(?:至|到|—+|-+|~|–)\s*"
_MONTH: Final = r"(?P<month>1[0-2]|0?[1-9])"
_DAYS: Final = re.compile(
    rf"{_YEAR}{_MONTH}\s*[月./-]\s*(?P<day>\d{{1,2}}){_TO}(?:(?P<year2>20\d\d)\s*[年./-]\s*)?"
    r"(?:(?P<month2>1[0-2]|0?[1-9])\s*[月./-]\s*)?(?P<day2>\d{1,2})\s*(?:日|号|(?!\d))"
)
_MONTHS: Final = re.compile(
    rf"{_YEAR}{_MONTH}\s*月?\s*(?:份)?\s*(?:至|到|—+|-+|~|–|、|和)\s*(?:(?P<year2>20\d\d)\s*年\s*)?(?P<month2>1[0-2]|0?[1-9])\s*月(?!\s*\d)"
)
_PART: Final = re.compile(rf"{_YEAR}{_MONTH}\s*月(?:份)?\s*(?P<part>[上中下])旬")
_DAY: Final = re.compile(rf"{_YEAR}{_MONTH}\s*月\s*(?P<day>\d{{1,2}})\s*[日号]")
_WHOLE_MONTH: Final = re.compile(rf"{_YEAR}(?<!\d){_MONTH}\s*月(?!\s*\d{{1,2}}\s*[日号])")
_NUMERIC_MONTH: Final = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?:\s*[./_-]\s*(?P<month>1[0-2]|0?[1-9])|(?P<solid>0[1-9]|1[0-2]))(?!\s*[./-]?\d)"
)
_QUARTER: Final = re.compile(r"(?:(?P<year>20\d\d)\s*年?\s*)?第?(?P<quarter>[1-4])季度")
_HALF: Final = re.compile(r"(?:(?P<year>20\d\d)\s*年?\s*)?(?P<half>[上下])半年")
_ONLY_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)\s*年?(?!\s*\d)")
_FILLED: Final = re.compile(r"(?:填[报表制]|制表|发布|报送|更新|截[至止])\s*(?:时间|日期)?\s*[:：]?\s*")
_ONLY_A_DAY: Final = re.compile(r"^20\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?$")
_FILLED_ON: Final = re.compile(r"(20\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
_THIRDS: Final = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}


@dataclass(frozen=True)
class Naming:
    """What words say of a list's days: all of them, or the year alone."""

    period: Period | None = None
    year: int | None = None


def named_in(texts: Iterable[str], today: date) -> Naming:
    """The first text that names days counts; a year that is only in another one is put to it."""
    kept = [_plain(text) for text in texts if not is_filled_in(text)]
    year = next((int(found[1]) for text in kept if (found := _ONLY_YEAR.search(text))), None)
    years = {
        int(found)
        for text in kept
        for found in re.findall(r"(?<!\d)(20\d\d)(?=\s*[年./_-]|0[1-9]|1[0-2]|$)", text)
    }
    only = years.pop() if len(years) == 1 else None
    for text in kept:
        period = _period_in(text, year or only, today)
        if period is not None:
            return Naming(period, period[0].year)
    return Naming(None, year or only)


def without_days(text: str) -> str:
    """A file's name without the day on which somebody saved it."""
    return re.sub(r"20\d\d\s*[年./_-]?\s*\d{1,2}\s*[月./_-]?\s*\d{1,2}\s*日?(?!\d)", " ", text)


def is_filled_in(text: str) -> bool:
    """Does this say when the form was filled in, which is not when the list is for?"""
    return bool(_FILLED.match(text.strip()) or _ONLY_A_DAY.match(_plain(text).strip()))


def filled_on(texts: Iterable[str]) -> date | None:
    """The day on which the sheet says that it was filled in."""
    for text in texts:
        found = _FILLED_ON.search(_plain(text)) if is_filled_in(text) else None
        day = _day(*map(int, found.groups())) if found else None
        if day is not None:
            return day
    return None


def month_of(year: int, month: int) -> Period:
    """The first and the last day of a month."""
    first = date(year, month, 1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def month_after(day: date) -> Period:
    following = day.replace(day=1) + timedelta(days=32)
    return month_of(following.year, following.month)


def _plain(text: str) -> str:
    """Half-width, with figures for 十二月, 第四季度 and 二〇二六年."""
    words = unicodedata.normalize("NFKC", text)
    words = re.sub(
        r"[〇零一二三四五六七八九]{4}(?=年)", lambda m: "".join(str(_DIGITS[x]) for x in m[0]), words
    )
    words = re.sub(r"十([一二])?(?=月)", lambda m: str(10 + _DIGITS.get(m[1] or "零", 0)), words)
    return re.sub(
        r"(?<![一二三四五六七八九十])([一二三四五六七八九])(?=月|季度)", lambda m: str(_DIGITS[m[1]]), words
    )


def _period_in(text: str, year: int | None, today: date) -> Period | None:
    for pattern, make in _WAYS:
        found = pattern.search(text)
        period = make(found, year, today) if found else None
        if period is not None:
            return period
    return None


def _days(found: re.Match[str], year: int | None, today: date) -> Period | None:
    start_year = _year(found, year, int(found["month"]), today)
    month = int(found["month2"] or found["month"])
    end_year = int(found["year2"] or (start_year + 1 if month < int(found["month"]) else start_year))
    first = _day(start_year, int(found["month"]), int(found["day"]))
    last = _day(end_year, month, int(found["day2"]))
    return (first, last) if first and last and first <= last else None


def _months(found: re.Match[str], year: int | None, today: date) -> Period | None:
    first, last = int(found["month"]), int(found["month2"])
    start_year = _year(found, year, last if last > first else first, today)
    end_year = int(found["year2"] or (start_year + 1 if last < first else start_year))
    period = (month_of(start_year, first)[0], month_of(end_year, last)[1])
    return period if period[0] < period[1] else None


def _part_of_month(found: re.Match[str], year: int | None, today: date) -> Period:
    first, last = month_of(_year(found, year, int(found["month"]), today), int(found["month"]))
    begins, ends = _THIRDS[found["part"]]
    return first.replace(day=begins), first.replace(day=min(ends, last.day))


def _one_day(found: re.Match[str], year: int | None, today: date) -> Period | None:
    day = _day(_year(found, year, int(found["month"]), today), int(found["month"]), int(found["day"]))
    return (day, day) if day else None


def _whole_month(found: re.Match[str], year: int | None, today: date) -> Period:
    return month_of(_year(found, year, int(found["month"]), today), int(found["month"]))


def _numeric_month(found: re.Match[str], year: int | None, today: date) -> Period:
    return month_of(int(found["year"]), int(found["month"] or found["solid"]))


def _quarter(found: re.Match[str], year: int | None, today: date) -> Period:
    last = 3 * int(found["quarter"])
    of_year = _year(found, year, last, today)
    return month_of(of_year, last - 2)[0], month_of(of_year, last)[1]


def _half(found: re.Match[str], year: int | None, today: date) -> Period:
    last = 6 if found["half"] == "上" else 12
    of_year = _year(found, year, last, today)
    return month_of(of_year, last - 5)[0], month_of(of_year, last)[1]


def _year(found: re.Match[str], year: int | None, month: int, today: date) -> int:
    """The year that is written; else the one in which this month is not over yet."""
    return int(found["year"] or year or (today.year if month >= today.month else today.year + 1))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_Make = Callable[[re.Match[str], int | None, date], Period | None]
_WAYS: Final[tuple[tuple[re.Pattern[str], _Make], ...]] = (
    (_DAYS, _days),
    (_MONTHS, _months),
    (_PART, _part_of_month),
    (_WHOLE_MONTH, _whole_month),
    (_QUARTER, _quarter),
    (_HALF, _half),
    (_NUMERIC_MONTH, _numeric_month),
    (_DAY, _one_day),
)
