"""Atoms that say days, put together: 12月5日 至 12日, 每 周二、周四, 12月4日 起."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from board.phrases.atoms import Atom, Kind
from board.phrases.days import Said
from board.phrases.frame import Frame, Written, day_from, month_days, month_from, real_day, real_month
from board.phrases.text import Unclear, quoted

_DASHED: Final = re.compile(r"\d{1,2}-\d{1,2}")
_FLAGS: Final = {
    Kind.daily: "daily",
    Kind.workdays: "workdays",
    Kind.fortnight: "fortnight",
    Kind.every_other: "every_other",
    Kind.every: "every",
}
_EVERY: Final = {Kind.every, Kind.weekdays, Kind.workdays}  # what 每 and 逢 may stand before


def read_days(atoms: Sequence[Atom], frame: Frame, before: Written | None = None) -> Said:
    """What these atoms say about days; `before` is the day named last, whose month carries on."""
    _refuse_mixed_styles(atoms)
    reader = _Reader(frame, before)
    reader.said.words = "".join(atom.said for atom in atoms).strip(" ,;、")
    for atom in atoms:
        reader.take(atom)
    reader.finish()
    return reader.said


def last_named(said: Said, before: Written | None) -> Written | None:
    """The day named last, for what follows."""
    return said.single[-1] if said.single else before


def _refuse_mixed_styles(atoms: Sequence[Atom]) -> None:
    """12月5日 9-11 are hours without a word; 12-05 9-11 may be either."""
    days = [atom.said for atom in atoms if atom.kind is Kind.day]
    dashed = [said for said in days if _DASHED.fullmatch(said)]
    if dashed and any(said not in dashed and not said.startswith("20") for said in days):
        raise Unclear(f"{quoted(dashed[-1])}是日期还是几点？日期写 12月5日，时间写 9:00-11:00。")


class _Reader:
    def __init__(self, frame: Frame, before: Written | None) -> None:
        self.frame = frame
        self.said = Said()
        self.before = before
        self.year = 0
        self.till = False  # 至 was read, and what it leads to was not
        self.last: Atom | None = None
        self.parted = False  # a comma was read last
        self.claimed = False  # the weekday of the day before 至 was named

    def take(self, atom: Atom) -> None:
        if self.last is not None and self.last.kind is Kind.every and atom.kind not in _EVERY:
            self._no_day(atom)
        if atom.kind is Kind.till and self.parted:
            atom = Atom(Kind.until, atom.said)  # 12月5日，至20日: no range
        self.parted = atom.kind is Kind.comma
        if atom.kind in _FLAGS:
            setattr(self.said, _FLAGS[atom.kind], True)
        elif atom.kind is not Kind.comma:
            getattr(self, f"_{atom.kind.value}", self._no_day)(atom)
        elif self.till:
            self._no_day(atom)
        if atom.kind not in {Kind.comma, Kind.slash}:
            self.last = atom

    def finish(self) -> None:
        if self.till or self.year or (self.last is not None and self.last.kind in {Kind.until, Kind.every}):
            raise Unclear(f"{quoted(self.said.words)}没写完整。请写从几月几日到几月几日。")
        if self.said.fortnight and not self.said.weekdays:
            raise Unclear("隔周的周几？请写上，如 隔周周六 9:00-11:00。")
        if self.said.monthly and not (self.said.month_days or self.said.ordinals):
            raise Unclear("每月的哪几天？请写上，如 每月5日、15日，或 每月第一个周六。")
        if self.said.ordinals and not (self.said.monthly or self.said.is_bounded or self.frame.month):
            raise Unclear(f"{quoted(self.said.words)}是哪个月的？请写上，如 12月第一个周六。")

    def _no_day(self, atom: Atom) -> None:
        raise Unclear(
            f"{quoted(atom.said)}放在这里没看懂。请写哪几天、几点到几点，如 12月5日、12日 9:00-11:00。"
        )

    def _day(self, atom: Atom) -> None:
        if self.said.monthly and not atom.value[1]:
            self._day_of_month(_day_of_month(atom))
            return
        written = real_day(self._with_its_month(atom), self.frame, self.before, self.year)
        self.year = 0
        self.said.guess(written.guessed)
        if self.till:
            self._end_range(written)
        elif self.last is not None and self.last.kind is Kind.until:
            self.said.until = written.day
        else:
            self.said.single.append(written)
            self.claimed = False
        self.before = written

    def _day_of_month(self, day: int) -> None:
        days = self.said.month_days
        days += range(days[-1] + 1, day) if self.till and days else []
        days.append(day)
        self.till = False

    def _with_its_month(self, atom: Atom) -> Atom:
        """`12月：5日、12日`: the month was said apart."""
        if atom.value[1] or self.last is None or self.last.kind is not Kind.month or not self.said.months:
            return atom
        first, _ = self.said.months.pop()
        return Atom(atom.kind, self.last.said + atom.said, (first.year, first.month, atom.value[2]))

    def _end_range(self, written: Written) -> None:
        self.till = False
        said = self.said
        if said.begins is not None and not said.single:
            first, said.begins = said.begins, None
        elif said.single and self._follows_day():
            first = said.single.pop().day
        else:
            said.until = written.day
            return
        if written.day <= first:
            raise Unclear(f"{quoted(said.words)}：结束的日子不比开始晚，请核对日期。")
        said.ranges.append((first, written.day))

    def _follows_day(self) -> bool:
        return self.before is not None and self.before is self.said.single[-1]

    def _relative(self, atom: Atom) -> None:
        day = day_from(self.frame.today, atom)
        self.said.guess(f"{quoted(atom.said)}按 {day.month}月{day.day}日 算")
        self.said.single.append(Written(day, atom.said, with_year=False))
        self.before = self.said.single[-1]

    def _year(self, atom: Atom) -> None:
        self.year = atom.value[0]
        if self.year < 0:
            self.year = self.frame.today.year - 1 - self.year
            self.said.guess(f"{quoted(atom.said)}按 {self.year} 年算")

    def _month(self, atom: Atom) -> None:
        first, last = real_month(atom, self.frame, self.year)
        self.year = 0
        if self.till:
            self._end_months(first, last)
        else:
            self.said.months.append((first, last))

    def _end_months(self, first: date, last: date) -> None:
        self.till = False
        if not self.said.months or self.last is None:
            raise Unclear(f"{quoted(self.said.words)}没看懂。请写从几月几日到几月几日。")
        begin, _ = self.said.months.pop()
        if first <= begin:
            first, last = month_days(first.year + 1, first.month)
        self.said.months.append((begin, last))

    def _this_month(self, atom: Atom) -> None:
        first, last = month_from(self.frame.today, atom.value[0])
        self.said.guess(f"{quoted(atom.said)}按 {first.year}年{first.month}月 算")
        self.said.months.append((first, last))

    def _weekdays(self, atom: Atom) -> None:
        rule = (self.last is not None and self.last.kind is Kind.every) or self.said.fortnight
        if not rule and self._claims(atom):
            return
        if not rule and (len(atom.value) == 1 or atom.said == "周末"):
            self.said.without_every = atom.said
        self.said.weekdays |= set(atom.value)

    def _claims(self, atom: Atom) -> bool:
        """12月5日(周六): the weekday is the day's, not a rule."""
        if self.said.single and self._follows_day():
            one = self.said.single[-1]
            self.said.claims.append((one if len(atom.value) == 1 else None, atom.value))
            self.claimed = True
            return True
        short = self.last is not None and self.last.kind is Kind.day and self.said.ranges
        return bool(short) and self._claims_end(atom)

    def _claims_end(self, atom: Atom) -> bool:
        """12月5日(周六)至6日(周日): the weekday of the last day, not a rule for all of them."""
        first, last = self.said.ranges[-1]
        if (last - first).days >= 7:
            return False
        if len(atom.value) > 1:
            if len(atom.value) != (last - first).days + 1:
                self.said.guess(f"只算其中的{atom.said}")
            return False
        if not self.claimed:
            raise Unclear(f"{quoted(self.said.words)}是每天都有，还是只有{atom.said}？请写清。")
        self.said.claims.append((self.before, atom.value))
        return True

    def _ordinal(self, atom: Atom) -> None:
        weekday, *which = atom.value
        if any(n == 0 or n > 5 for n in which):
            raise Unclear(f"{quoted(atom.said)}没看懂。请写上日期，如 12月5日。")
        self.said.ordinals += [(weekday, n) for n in which]

    def _monthly(self, atom: Atom) -> None:
        self.said.monthly = True

    def _begins(self, atom: Atom) -> None:
        if (
            self.last is None
            or self.last.kind not in {Kind.day, Kind.weekdays, Kind.relative}
            or not self.said.single
        ):
            self._no_day(atom)
        self.said.begins = self.said.single.pop().day
        if self.said.single:
            self._no_day(atom)

    def _starts(self, atom: Atom) -> None:
        if self.last is not None and self.last.kind is Kind.begins:
            return
        self._begins(atom)

    def _today_on(self, atom: Atom) -> None:
        self.said.begins = self.frame.today
        self.said.guess("“即日起”按从今天算起")

    def _ends(self, atom: Atom) -> None:
        if self.last is None or self.last.kind is not Kind.day:
            self._no_day(atom)
        if self.said.single and self._follows_day():
            self.said.until = self.said.single.pop().day

    def _until(self, atom: Atom) -> None:
        pass  # the day after it says until when

    def _till(self, atom: Atom) -> None:
        if self.till:
            self._no_day(atom)
        self.till = True

    def _repeats(self, atom: Atom) -> None:
        if self.last is not None and self.last.kind is Kind.daily:
            self.said.times_a_day = atom.value[0]
            return
        if self.said.count is not None:
            self._no_day(atom)
        self.said.count = atom.value[0]
        if atom.said[-1] in "天日":
            self.said.daily = True

    def _feast(self, atom: Atom) -> None:
        self.said.feasts.append(atom.said.strip("()"))

    def _slash(self, atom: Atom) -> None:
        self.said.guess(f"{quoted(atom.said)}按“和”算")


def _day_of_month(atom: Atom) -> int:
    day = atom.value[2]
    if not 1 <= day <= 31:
        raise Unclear(f"{quoted(atom.said)}没看懂，请核对日期。")
    return day
