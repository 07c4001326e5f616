"""Which days are meant: those named, or all that a rule names between two days."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from board.phrases.frame import Frame, Written
from board.phrases.text import Unclear, quoted

MOST_DAYS: Final = 100
_FAR: Final = timedelta(days=800)
_WEEKDAYS: Final = "一二三四五六日"


class TooManyDays(Unclear):
    """More days than are laid out at once."""

    def __init__(self) -> None:
        super().__init__(f"一次最多 {MOST_DAYS} 班。请把日子写短一些，分几行写。")


@dataclass
class Said:
    """What was said about days, before it is known which they are."""

    words: str = ""
    single: list[Written] = field(default_factory=list)
    ranges: list[tuple[date, date]] = field(default_factory=list)
    months: list[tuple[date, date]] = field(default_factory=list)
    claims: list[tuple[Written | None, tuple[int, ...]]] = field(default_factory=list)
    weekdays: set[int] = field(default_factory=set)
    every: bool = False
    daily: bool = False
    workdays: bool = False
    fortnight: bool = False
    every_other: bool = False
    monthly: bool = False
    month_days: list[int] = field(default_factory=list)
    ordinals: list[tuple[int, int]] = field(default_factory=list)
    begins: date | None = None
    until: date | None = None
    count: int | None = None
    times_a_day: int | None = None  # 每天两班
    spans_a_day: int = 1
    without_every: str = ""
    feasts: list[str] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)

    @property
    def is_rule(self) -> bool:
        rules = (self.weekdays, self.daily, self.workdays, self.every_other, self.month_days, self.ordinals)
        return any(rules)

    @property
    def is_bounded(self) -> bool:
        return bool(self.ranges or self.months or self.begins or self.until)

    @property
    def is_anything(self) -> bool:
        return bool(self.is_rule or self.is_bounded or self.single or self.fortnight or self.monthly)

    def guess(self, why: str) -> None:
        if why and why not in self.guesses:
            self.guesses.append(why)


def days_of(said: Said, frame: Frame) -> list[date]:
    """The days in order; Unclear if they may be others. What is a guess is noted with what was said."""
    _check_claims(said)
    if said.feasts and (said.is_rule or not (said.single or said.ranges)):
        raise Unclear(f"{quoted(said.feasts[0])}是几月几日？请写公历的日子，如 2027年1月1日 9:00-11:00。")
    days = _by_rule(said, frame) if said.is_rule else _listed(said)
    if not days:
        raise Unclear(f"{quoted(said.words)}里一天也没有，请核对日期和星期。")
    if len(days) > MOST_DAYS:
        raise TooManyDays
    return days


def _check_claims(said: Said) -> None:
    """12月12日(周六): the day and the weekday must agree."""
    for written, weekdays in said.claims:
        named = [written] if written is not None and len(weekdays) == 1 else said.single
        if not named:
            raise Unclear(
                f"{quoted(said.words)}是哪几天？请写清，如 12月5日、12日，或 12月1日至31日 每周六。"
            )
        if {one.day.weekday() for one in named} != set(weekdays):
            one = named[-1]
            raise Unclear(
                f"{quoted(one.said)}（{one.day.year}年）是周{_WEEKDAYS[one.day.weekday()]}，和写的星期不一样，请核对。"
            )


def _listed(said: Said) -> list[date]:
    if said.months and not (said.single or said.ranges):
        raise Unclear(f"{quoted(said.words)}是哪几天？请写上，如 12月5日、12日，或 12月每天。")
    if said.months or said.begins or said.until or said.fortnight or said.monthly:
        raise Unclear(f"{quoted(said.words)}是哪几天？请写清，如 12月5日、12日，或 12月1日至31日 每周六。")
    days = {one.day for one in said.single} | set(_all_of(said.ranges))
    if said.ranges:
        said.guess("这几天按每天都有算")
    if len(days) < len(said.single):
        said.guess("有一天写了两次，只算一次")
    _check_count(said, len(days))
    return sorted(days)


def _by_rule(said: Said, frame: Frame) -> list[date]:
    if said.single:
        return _single_by_rule(said)
    _check_one_rule(said)
    if said.without_every and not said.is_bounded:
        said.guess(f"没写“每”，按每{said.without_every.replace('天', '日')}算")
    first, last = _bounds(said, frame)
    begins = max(first, frame.today)
    found = list(_within(_spans(said, first, last), _rule(said, first), limit=_limit(said)))
    if said.fortnight:
        found = _second_weeks(said, found)
    if said.every_other and found:
        said.guess(f"隔一天，按从 {found[0].month}月{found[0].day}日 算起")
    kept = [day for day in found if day >= begins]
    if not kept:
        return found  # all past, or none: days_of says which
    if len(kept) < len(found):
        said.guess("已经过去的日子没有算")
    if said.count is not None and said.begins is None:
        _check_count(said, len(found))
    return _counted(said, kept, frame) if said.begins else kept


def _check_one_rule(said: Said) -> None:
    """每月5日、每周六 are two rules; and 12月、1月5日至20日 are two sorts of bounds."""
    by_month = bool(said.ordinals or said.month_days)
    by_week = bool(said.weekdays or said.workdays)
    rules = by_month + by_week + said.every_other
    if rules > 1 or (said.fortnight and (said.workdays or by_month)) or (said.every_other and said.daily):
        raise Unclear(f"{quoted(said.words)}有两个规律。请分开写，如 12月5日、12日、13日 9:00-11:00。")
    if said.ranges and said.months:
        raise Unclear(
            f"{quoted(said.words)}从哪天到哪天？请只写一次，如 12月1日至12月31日 每周六 9:00-11:00。"
        )


def _counted(said: Said, days: list[date], frame: Frame) -> list[date]:
    """每周六（12月4日起，共4次): so many from that day on."""
    if said.count is None:
        return days
    if said.spans_a_day > 1:
        raise Unclear(f"{said.count} 次是 {said.count} 天，还是一天算几次？请写从哪天到哪天。")
    days = days[: said.count]
    if len(days) < said.count:
        _check_count(said, len(days))
    if days[0] != said.begins:
        said.guess(f"从那天起的第一次，按 {days[0].month}月{days[0].day}日 算")
    if frame.period is not None and days[-1] > frame.period[1]:
        said.guess(f"最后一次是 {days[-1].month}月{days[-1].day}日，不在清单的日期里")
    return days


def _single_by_rule(said: Said) -> list[date]:
    """每周六（12月5日、12日）: the days named, if the rule allows each."""
    days = sorted({one.day for one in said.single} | set(_all_of(said.ranges)))
    only_weekdays = not (said.workdays or said.fortnight or said.every_other or said.ordinals or said.monthly)
    if not only_weekdays or said.begins or said.until or said.months or (said.every and len(days) == 1):
        raise Unclear(
            f"{quoted(said.words)}又有日期又有规律。请只写一种，如 12月5日、12日，或 12月1日至31日 每周六。"
        )
    for day in days:
        if said.weekdays and day.weekday() not in said.weekdays:
            raise Unclear(
                f"{day.month}月{day.day}日是周{_WEEKDAYS[day.weekday()]}，和写的星期不一样，请核对。"
            )
    _check_count(said, len(days))
    return days


def _bounds(said: Said, frame: Frame) -> tuple[date, date]:
    named = said.ranges or said.months
    if named:
        first, last = min(named)[0], max(named, key=lambda pair: pair[1])[1]
        return max(first, said.begins or first), min(last, said.until or last)
    first_day = said.begins or (frame.period[0] if frame.period else frame.today if said.until else None)
    last_day = said.until or (said.begins + _FAR if said.begins and said.count else None)
    last_day = last_day or (frame.period[1] if frame.period else None)
    if first_day is None or last_day is None:
        raise Unclear(f"{quoted(said.words)}从哪天到哪天？请写上，如 12月1日至12月31日 每周六 9:00-11:00。")
    if not (said.begins or frame.period):
        said.guess("没写从哪天起，按从今天起算")
    return first_day, last_day


def _spans(said: Said, first: date, last: date) -> list[tuple[date, date]]:
    named = said.ranges or said.months or [(first, last)]
    return [(max(begin, first), min(end, last)) for begin, end in named]


def _limit(said: Said) -> int:
    return said.count if said.begins and said.count and not said.fortnight else MOST_DAYS * 3


def _rule(said: Said, first: date) -> Callable[[date], bool]:
    weekdays = set(said.weekdays)
    if said.workdays:
        weekdays |= {0, 1, 2, 3, 4}
        said.guess("工作日按周一至周五算，放假和调休请核对")
    if said.ordinals or said.month_days:
        return lambda day: day.day in said.month_days or _is_ordinal(day, said.ordinals)
    if said.every_other:
        return lambda day: (day - first).days % 2 == 0
    if weekdays:
        return lambda day: day.weekday() in weekdays
    return lambda day: True


def _is_ordinal(day: date, ordinals: Iterable[tuple[int, int]]) -> bool:
    which = (day.day - 1) // 7 + 1
    is_last = (day + timedelta(days=7)).month != day.month
    return any(day.weekday() == weekday and (n == which or (n == -1 and is_last)) for weekday, n in ordinals)


def _within(
    spans: Iterable[tuple[date, date]], fits: Callable[[date], bool], *, limit: int
) -> Iterator[date]:
    found = 0
    for day in _all_of(spans):
        if fits(day):
            found += 1
            yield day
        if found == limit:
            return


def _all_of(spans: Iterable[tuple[date, date]]) -> Iterator[date]:
    seen: set[date] = set()
    for first, last in sorted(spans):
        if last - first > _FAR:
            raise TooManyDays
        for n in range((last - first).days + 1):
            day = first + timedelta(days=n)
            if day not in seen:
                seen.add(day)
                yield day


def _second_weeks(said: Said, days: list[date]) -> list[date]:
    """Every second week from the first such day."""
    if not days:
        return []
    monday = days[0] - timedelta(days=days[0].weekday())
    said.guess(f"隔周，按从 {days[0].month}月{days[0].day}日 算起")
    return [day for day in days if (day - monday).days // 7 % 2 == 0]


def _check_count(said: Said, days: int) -> None:
    if said.count is not None and said.count not in {days, days * said.spans_a_day}:
        raise Unclear(f"写的是 {said.count} 次，日子却有 {days} 天。请写清是哪几天。")
