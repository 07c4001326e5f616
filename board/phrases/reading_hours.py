"""Atoms that say clock times, put together: 下午 2点 - 4点, 9:00 开始 2小时."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from board.phrases.atoms import Atom, Kind
from board.phrases.frame import Frame, Written, real_day
from board.phrases.hours import Hours, Moment, between, carried, lasting
from board.phrases.text import Unclear, quoted

_DATED: Final = {Kind.day, Kind.relative}
_IDLE: Final = {Kind.comma, Kind.ends}


@dataclass
class SaidHours:
    """The hours of a day, in order, and what else was said among them."""

    hours: list[Hours] = field(default_factory=list)
    count: int | None = None
    last_day: Written | None = None  # 12月5日22:00至12月6日6:00: the day it ends
    feasts: list[str] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)


def read_hours(atoms: Sequence[Atom], frame: Frame, before: Written | None = None) -> SaidHours:
    """What these atoms say about hours; `before` is the day they are of."""
    reader = _Reader(atoms, frame, before)
    while reader.at < len(atoms):
        reader.take()
    return reader.finish()


class _Reader:
    def __init__(self, atoms: Sequence[Atom], frame: Frame, before: Written | None) -> None:
        self.atoms = atoms
        self.frame = frame
        self.before = before
        self.at = 0
        self.found = SaidHours()
        self.opened: list[Moment] = []  # begun, and no word yet of when they end
        self.lasts: Atom | None = None
        self.gathering = False  # 9:00-9:30签到: hours of which nobody serves

    def kind(self, ahead: int = 0) -> Kind | None:
        at = self.at + ahead
        return self.atoms[at].kind if at < len(self.atoms) else None

    def next(self) -> Atom:
        self.at += 1
        return self.atoms[self.at - 1]

    def guess(self, why: str) -> None:
        if why and why not in self.found.guesses:
            self.found.guesses.append(why)

    def take(self) -> None:
        kind = self.kind()
        if kind in {Kind.time, Kind.part, Kind.next_day}:
            self._span()
            return
        atom = self.next()
        if kind is Kind.lasts and self.lasts is None:
            self.lasts = atom
        elif kind is Kind.repeats and self.found.count is None:
            self.found.count = atom.value[0]
        elif kind is Kind.feast:
            self.found.feasts.append(atom.said.strip("()"))
        elif kind is Kind.about:
            self.guess("写了大约，按写的时间算")
        elif kind is Kind.gather:
            self._gathered()
        elif kind is Kind.slash:
            self.guess(f"{quoted(atom.said)}按“和”算")
        elif kind not in _IDLE:
            raise Unclear(f"{quoted(atom.said)}放在这里没看懂。请写几点到几点，如 9:00-11:00。")

    def finish(self) -> SaidHours:
        if self.lasts is not None:
            self._settle_length(self.lasts)
        elif self.opened:
            raise Unclear(f"写了{quoted(self.opened[0].said)}开始，没写几点结束。请补上，如 9:00-11:00。")
        if self.gathering and len(self.found.hours) > 1:
            raise _no_service()
        for earlier, later in zip(self.found.hours, self.found.hours[1:], strict=False):
            if later.starts <= earlier.starts:
                raise Unclear("后面的时间比前面的早。是下午的请写清，如 9:00-11:00、14:00-16:00。")
        for hours in self.found.hours:
            self.guess(hours.guessed)
        return self.found

    def _span(self) -> None:
        first = self._moment()
        starting = self._begins()
        if self.kind() is Kind.gather and not starting:
            self.next()
            self._gather(first)
        elif self.kind() is Kind.till:
            self.next()
            self._close(first, self._last_moment())
        elif starting and self._ends_later():
            while self.kind() is Kind.comma:
                self.next()
            self._close(first, self._moment())
        else:
            self.opened.append(first)

    def _gather(self, first: Moment) -> None:
        """8:50集合 is no beginning if another is named."""
        if any(atom.kind is Kind.till for atom in self.atoms):
            self.guess(f"{quoted(first.said + '集合')}没有算进时间")
        else:
            self.opened.append(first)

    def _gathered(self) -> None:
        if self.kind() in {Kind.time, Kind.part}:
            raise _no_service()
        self.gathering = True

    def _begins(self) -> bool:
        began = False
        while self.kind() in {Kind.starts, Kind.begins}:
            self.next()
            began = True
        return began

    def _ends_later(self) -> bool:
        """9:00开始，11:00结束"""
        ahead = 0
        while self.kind(ahead) is Kind.comma:
            ahead += 1
        while self.kind(ahead) in {Kind.part, Kind.next_day}:
            ahead += 1
        return self.kind(ahead) is Kind.time and self.kind(ahead + 1) is Kind.ends

    def _moment(self) -> Moment:
        part, next_day, words = None, False, ""
        while self.kind() in {Kind.part, Kind.next_day}:
            atom = self.next()
            words += atom.said
            if atom.kind is Kind.next_day:
                next_day = True
            elif part is not None:
                raise _no_clock(words)
            else:
                part = atom.value[0]
        if self.kind() is not Kind.time:
            raise _no_clock(words or (self.atoms[self.at].said if self.at < len(self.atoms) else ""))
        return self._clock(part, next_day=next_day)

    def _clock(self, part: int | None, *, next_day: bool) -> Moment:
        time = self.next()
        hour, minute, exact = time.value
        said = time.said
        if self.kind() is Kind.half_day:
            half = self.next()
            said += half.said
            part = 4 if half.value[0] else 2
        return Moment(said, hour, minute, bool(exact) and part is None, part, next_day)

    def _last_moment(self) -> Moment:
        if self.kind() not in _DATED or self.before is None:
            if self.kind() is None or self.kind() is Kind.ends:
                raise Unclear("没写几点结束。请补上，如 9:00-11:00。")
            return self._moment()
        if self.kind() is Kind.relative:
            raise Unclear(
                f"{quoted(self.atoms[self.at].said)}是哪一天？请写日期，如 12月5日22:00至12月6日6:00。"
            )
        self.found.last_day = real_day(self.next(), self.frame, self.before)
        days = (self.found.last_day.day - self.before.day).days
        if days not in {0, 1}:
            raise Unclear(
                "从一天的几点到另一天的几点：是每天都有，还是一直不停？请写成 12月1日至3日 每天 9:00-11:00。"
            )
        return replace(self._moment(), next_day=bool(days))

    def _close(self, first: Moment, last: Moment) -> None:
        earlier = self.found.hours[-1] if self.found.hours else None
        last = _alike(first, last)
        if (first.said.count(":") > 1) is not (last.said.count(":") > 1):
            raise _no_clock(f"{first.said}-{last.said}")
        self.found.hours.append(carried(earlier, first, last) if earlier else between(first, last))

    def _settle_length(self, lasts: Atom) -> None:
        minutes, about = lasts.value
        if about:
            self.guess("写了大约，按写的时间算")
        for moment in self.opened:
            self.found.hours.append(lasting(moment, minutes))
        lengths = [hours.length for hours in self.found.hours]
        if not about and minutes != sum(lengths) and any(length != minutes for length in lengths):
            raise Unclear(f"{quoted(lasts.said)}和写的几点到几点对不上，请核对。")


def _alike(first: Moment, last: Moment) -> Moment:
    """2:00-4:00pm: what is behind the second time holds for the first, which `between` cannot see."""
    behind = last.part is not None and last.said.endswith(("m", "m."))
    if behind and first.part is None and first.hour < last.hour < 12:
        raise Unclear(f"{quoted(first.said)}是上午还是下午？请写成 14:00-16:00。")
    return last


def _no_clock(words: str) -> Unclear:
    return Unclear(f"{quoted(words)}是几点到几点？请写上，如 9:00-11:00、14:00-16:00。")


def _no_service() -> Unclear:
    return Unclear("集合、签到的时间没有算进服务时间。这一格请只写服务从几点到几点，如 9:00-11:00。")
