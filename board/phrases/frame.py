"""What a phrase about time stands in, and which real day a written one is there."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from board.phrases.atoms import Atom
from board.phrases.text import Unclear, quoted

_HALF_A_YEAR: Final = timedelta(days=183)
_TURN_OF_YEAR: Final = 5  # months back that mean the next year: 12月28日、1月3日


@dataclass(frozen=True)
class Frame:
    """What a phrase stands in: the day it is read, and the list's days if the sheet names them."""

    today: date
    period: tuple[date, date] | None = None
    year: int | None = None  # the sheet's title or name says one, but no month

    @property
    def month(self) -> tuple[int, int] | None:
        """The one month the list is for."""
        if self.period is None:
            return None
        first, last = self.period
        return (first.year, first.month) if (first.year, first.month) == (last.year, last.month) else None


@dataclass(frozen=True)
class Written:
    """A day as it was written and as it is; `guessed` says what was not written."""

    day: date
    said: str
    with_year: bool
    guessed: str = ""


def real_day(atom: Atom, frame: Frame, before: Written | None, year: int = 0) -> Written:
    """The day that is meant: what is not written is the day's before it, else the list's, else the next."""
    written_year, month, day = atom.value
    year = written_year or year
    if not month:
        return _of_that_month(day, atom.said, frame, before)
    if year:
        return Written(_exists(year, month, day, atom.said), atom.said, with_year=True)
    if before is not None and (before.with_year or frame.year):
        turned = month < before.day.month - _TURN_OF_YEAR
        found = _exists(before.day.year + turned, month, day, atom.said)
        return Written(found, atom.said, with_year=before.with_year)
    found = _nearest(month, day, frame, atom.said)
    return Written(found, atom.said, with_year=False, guessed=_doubt(found, frame, atom.said))


def month_days(year: int, month: int, said: str = "") -> tuple[date, date]:
    """Its first and its last day."""
    first = _exists(year, month, 1, said or f"{month}月")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def real_month(atom: Atom, frame: Frame, year: int = 0) -> tuple[date, date]:
    """The month that is meant, as its first and last day: the one that has not ended."""
    written_year, month = atom.value
    year = written_year or year
    if not year and frame.period is None and frame.year is None:
        year = frame.today.year + (month < frame.today.month)
    return month_days(year or _nearest(month, 1, frame, atom.said).year, month, atom.said)


def month_from(today: date, ahead: int) -> tuple[date, date]:
    """This month, or the one after it."""
    first, last = month_days(today.year, today.month)
    following = last + timedelta(days=1)
    return month_days(following.year, following.month) if ahead else (first, last)


def day_from(today: date, atom: Atom) -> date:
    """今天, 后天; 本周六, 下周六: a week begins on Monday."""
    ahead, *weekday = atom.value
    if not weekday:
        return today + timedelta(days=ahead)
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=(7 if ahead == 200 else 0) + weekday[0])


def _of_that_month(day: int, said: str, frame: Frame, before: Written | None) -> Written:
    if before is not None:
        if day < before.day.day:
            raise Unclear(f"{quoted(said)}在{quoted(before.said)}后面，却更早。是下个月的，请写上几月。")
        found = _exists(before.day.year, before.day.month, day, said)
        return Written(found, said, before.with_year, before.guessed)
    if frame.month is None:
        raise Unclear(f"{quoted(said)}是几月的？请写上，如 12月5日。")
    return Written(_exists(*frame.month, day, said), said, with_year=False)


def _nearest(month: int, day: int, frame: Frame, said: str) -> date:
    if frame.period is not None:
        first, last = frame.period
        years = range(last.year + 1, first.year - 2, -1)
        found = [_exists(year, month, day, said) for year in years if _is_day(year, month, day)]
        if found:
            return min(found, key=lambda on: max(first - on, on - last, timedelta()))
        return _exists(first.year, month, day, said)
    if frame.year is not None:
        return _exists(frame.year, month, day, said)
    this_year = _exists(frame.today.year, month, min(day, 28) if month == 2 else day, said)
    return _exists(frame.today.year + (this_year < frame.today), month, day, said)


def _doubt(found: date, frame: Frame, said: str) -> str:
    if frame.period is not None:
        inside = frame.period[0] <= found <= frame.period[1]
        return "" if inside else f"{quoted(said)}不在清单的日期里，按 {found.year} 年算"
    if frame.year is None and found - frame.today > _HALF_A_YEAR:
        return f"{quoted(said)}没写年份，按 {found.year} 年算"
    return ""


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _exists(year: int, month: int, day: int, said: str) -> date:
    if not 1 <= month <= 12:
        raise Unclear(f"{quoted(said)}：没有 {month} 月，请核对日期。")
    if not _is_day(year, month, day):
        raise Unclear(f"{quoted(said)}：{year} 年 {month} 月没有 {day} 日，请核对日期。")
    return date(year, month, day)
