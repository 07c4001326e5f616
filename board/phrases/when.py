"""What a cell says about days and hours, as spans; or the question to ask."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from board import clock
from board.phrases.asides import Asides, set_aside
from board.phrases.atoms import Atom, Kind, atoms
from board.phrases.days import MOST_DAYS, Said, TooManyDays, days_of
from board.phrases.frame import Frame as Frame
from board.phrases.frame import Written
from board.phrases.leaving_out import without, without_holidays
from board.phrases.reading_days import last_named, read_days
from board.phrases.reading_hours import SaidHours, read_hours
from board.phrases.text import LONGEST, Unclear, plain, quoted

_OF_HOURS: Final = {Kind.time, Kind.part, Kind.next_day, Kind.half_day, Kind.gather, Kind.lasts}
_OF_EITHER: Final = {
    Kind.comma, Kind.slash, Kind.till, Kind.begins, Kind.starts, Kind.repeats, Kind.about, Kind.feast, Kind.ends,
}  # fmt: skip
_DATED: Final = {Kind.day, Kind.relative}
_LEADING: Final = {"约", "大约", "大概"}

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Times:
    """What a phrase means: spans in order, Asia/Shanghai; `guessed` says why it may not be so;
    with a `problem`, the sentence that asks, there are no spans."""

    spans: tuple[Span, ...] = ()
    guessed: str = ""
    problem: str = ""


@lru_cache(maxsize=4096)
def read_times(said: str, frame: Frame) -> Times:
    """`每周六 19:00-21:00`: read right, or asked about; never silently wrong."""
    try:
        return _Phrase(_shortened(said), frame).times()
    except Unclear as unclear:
        return Times(problem=str(unclear))


def read_day_list(said: str, frame: Frame) -> list[date]:
    """The days alone, of a phrase without hours: `12月5日、12日`, `每周二、周四`, `5 6`. Unclear if they may be others."""
    phrase = _Phrase(_bare_numbers(_shortened(said)), frame)
    if phrase.hours:
        raise Unclear("这里只写哪几天，不写几点。")
    return phrase.days_alone()


def _shortened(said: str) -> str:
    if len(said) > LONGEST:
        raise Unclear("写得太长了。请只写哪几天、几点到几点，如 12月5日、12日 9:00-11:00。")
    return plain(said)


def _bare_numbers(text: str) -> str:
    numbers = text.replace("、", " ").replace(",", " ").split()
    bare = all(number.isdecimal() and len(number) < 3 for number in numbers)
    return "、".join(f"{number}日" for number in numbers) if bare else text


@dataclass
class _Group:
    """Days, and the hours they are served."""

    days: list[Atom] = field(default_factory=list)
    hours: list[Atom] = field(default_factory=list)


class _Phrase:
    def __init__(self, text: str, frame: Frame) -> None:
        if not text.strip(" ,;、()"):
            raise Unclear("没有写时间。请写哪几天、几点到几点，如 12月5日、12日 9:00-11:00。")
        self.frame = frame
        self.aside: Asides = set_aside(text)
        self.guesses = list(self.aside.guesses)
        self.runs = _runs(list(atoms(self.aside.rest)))
        self.hours = [run for of_hours, run in self.runs if of_hours]

    def times(self) -> Times:
        spans: list[Span] = []
        before: Written | None = None
        bounds = Said()
        taken: set[date] = set()
        for group in _groups(self.runs):
            said = read_days(group.days, self.frame, before)
            before = last_named(said, before)
            hours = read_hours(group.hours, self.frame, before)
            bounds = self._within(said, bounds)
            days = self._days(said, hours)
            self._refuse_past(days)
            self._note_shared(days, taken, said)
            spans = _together(spans, _spans(days, hours))
            self.guesses += [*said.guesses, *hours.guesses]
        return Times(tuple(spans), "".join(f"{why}。" for why in dict.fromkeys(self.guesses)))

    def days_alone(self) -> list[date]:
        said = read_days([atom for _, run in self.runs for atom in run], self.frame)
        return self._days(said, SaidHours())

    def _within(self, said: Said, bounds: Said) -> Said:
        """12月1日至31日 周一至周五 …，周末 …: the days named before bound what follows."""
        if said.is_bounded or said.single or not (said.is_rule and bounds.is_bounded):
            return said if said.is_bounded else bounds
        if not bounds.is_rule:
            raise Unclear(
                f"{quoted(said.words)}从哪天到哪天？请写上，如 12月1日至12月31日 每周六 9:00-11:00。"
            )
        said.ranges, said.months, said.begins, said.until = (
            bounds.ranges,
            bounds.months,
            bounds.begins,
            bounds.until,
        )
        said.guess(f"{quoted(said.words)}的起止日子和前面一样算")
        return bounds

    def _days(self, said: Said, hours: SaidHours) -> list[date]:
        if said.count is not None and hours.count is not None:
            raise Unclear("写了两个次数。请只写哪几天、几点到几点，如 12月5日、12日 9:00-11:00。")
        said.count = said.count if hours.count is None else hours.count
        said.spans_a_day = max(1, len(hours.hours))
        said.feasts += hours.feasts
        if said.times_a_day not in {None, said.spans_a_day}:
            raise Unclear(f"写的是每天 {said.times_a_day} 次，时间却有 {said.spans_a_day} 个。请核对。")
        if hours.last_day is not None and (said.is_rule or said.ranges or len(said.single) > 1):
            raise Unclear("又有几天，又写从一天的几点到另一天的几点。请写成 12月1日至3日 每天 9:00-11:00。")
        if not (said.is_anything or said.feasts):
            raise Unclear(
                "只写了几点，没写哪几天。请补上，如 12月5日、12日 9:00-11:00，或 每周六 9:00-11:00。"
            )
        days = days_of(said, self.frame)
        if self.aside.left_out:
            near = Written(days[0].replace(day=1), "", with_year=True)
            out = [read_days(list(atoms(words)), self.frame, near) for words in self.aside.left_out]
            days = without(days, said, out)
        return without_holidays(days, said) if self.aside.but_holidays else days

    def _refuse_past(self, days: Sequence[date]) -> None:
        if days[0] < self.frame.today:
            raise Unclear(f"{days[0].year}年{days[0].month}月{days[0].day}日已经过去了，请核对日期。")

    def _note_shared(self, days: Sequence[date], taken: set[date], said: Said) -> None:
        if said.is_rule and taken & set(days):
            said.guess("有的日子写了两次，按两个时间都有算")
        taken |= set(days)


def _runs(found: list[Atom]) -> list[tuple[bool, list[Atom]]]:
    """The atoms in runs that say hours (True) or days."""
    runs: list[tuple[bool, list[Atom]]] = []
    waiting: list[Atom] = []
    for at, atom in enumerate(found):
        if atom.kind in _OF_EITHER and (not runs or _leads_on(found, at)):
            waiting.append(atom)
            continue
        of_hours = atom.kind in _OF_HOURS or _ends_a_time(found, at)
        if runs and (atom.kind in _OF_EITHER or runs[-1][0] is of_hours):
            runs[-1][1].extend([*waiting, atom])
        else:
            runs.append((of_hours, [*waiting, atom]))
        waiting = []
    if waiting and runs:
        runs[-1][1].extend(waiting)
    return runs


def _leads_on(found: Sequence[Atom], at: int) -> bool:
    """约 9:00; 9:00-11:00（至12月19日）: it belongs to what follows."""
    to_a_day = found[at].kind is Kind.till and at + 1 < len(found) and found[at + 1].kind in _DATED
    return found[at].said in _LEADING or (to_a_day and not _ends_a_time(found, at + 1))


def _ends_a_time(found: Sequence[Atom], at: int) -> bool:
    """9:00至12月6日11:00: a day after 至 after a time, if that time does not end another already."""
    if found[at].kind not in _DATED or at < 2 or found[at - 1].kind is not Kind.till:
        return False
    before = [
        atom.kind for atom in found[: at - 1] if atom.kind not in {Kind.part, Kind.next_day, Kind.half_day}
    ]
    return before[-1:] == [Kind.time] and before[-2:-1] != [Kind.till]


def _groups(runs: Sequence[tuple[bool, list[Atom]]]) -> list[_Group]:
    hours = [run for of_hours, run in runs if of_hours]
    days = [run for of_hours, run in runs if not of_hours]
    if not hours:
        raise Unclear("没写几点到几点。请补上，如 9:00-11:00。")
    if len(hours) == 1:
        _check_both_sides(days)
        return [_Group([atom for run in days for atom in run], hours[0])]
    if len(days) != len(hours):
        raise Unclear("哪几天是哪个时间？请一天一天写清，如 12月5日 9:00-11:00；12月6日 14:00-16:00。")
    return [_Group(day, hour) for day, hour in zip(days, hours, strict=True)]


def _check_both_sides(days: Sequence[Sequence[Atom]]) -> None:
    """每周六 9:00-11:00（12月1日至31日） is one thing; 12月5日 9:00-11:00 12月6日 lacks hours."""
    rules = {Kind.weekdays, Kind.daily, Kind.workdays, Kind.every_other, Kind.ordinal, Kind.monthly}
    if len(days) == 2:
        ruled = [any(atom.kind in rules for atom in run) for run in days]
        if ruled[0] == ruled[1]:
            raise Unclear("后面的日子没写几点到几点。请补上，如 12月5日 9:00-11:00；12月6日 14:00-16:00。")


def _spans(days: Sequence[date], hours: SaidHours) -> list[Span]:
    if not hours.hours:
        raise Unclear("没写几点到几点。请补上，如 9:00-11:00。")
    if len(days) * len(hours.hours) > MOST_DAYS:
        raise TooManyDays
    return [(_at(day, each.starts), _at(day, each.ends)) for day in days for each in hours.hours]


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time.min, clock.SHANGHAI) + timedelta(minutes=minutes)


def _together(spans: Sequence[Span], added: Sequence[Span]) -> list[Span]:
    """All of them in order; those of two sayings may not overlap: 每天9:00-17:00，每周三9:00-12:00."""
    more = set(added)
    ordered = sorted([*spans, *added])
    if len(ordered) > MOST_DAYS:
        raise TooManyDays
    for earlier, later in pairwise(ordered):
        apart = earlier[1] <= later[0] or (earlier in more) is (later in more)
        if not apart:
            raise Unclear(
                f"{later[0].month}月{later[0].day}日有两个时间，前后重叠。请一天一天写清是哪个时间。"
            )
    return ordered
