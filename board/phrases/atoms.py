"""The smallest parts of a phrase about time: a day, a clock time, 每周六, 至, 起 … Nothing is skipped over."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from board.phrases.text import CHINESE, Unclear, number, quoted
from board.phrases.wording import ATOM, PART_WORDS

MOST_ATOMS: Final = 1_500


class Kind(StrEnum):
    """What sort of thing an atom says; `value` beside each."""

    day = auto()  # year or 0, month or 0, day
    month = auto()  # year or 0, month
    year = auto()  # the year, or -1 and -2 for 今年 and 明年
    relative = auto()  # days from today; or 100 + weekday for 本周, 200 + weekday for 下周
    this_month = auto()  # months from now
    time = auto()  # hour, minute, 1 if written with two digits and a colon
    half_day = auto()  # am or pm behind the time: 0 or 1
    part = auto()  # of the day: an index of PART_NAMES
    next_day = auto()
    till = auto()
    comma = auto()
    slash = auto()
    weekdays = auto()  # which, Monday is 0
    every = auto()  # 每, 逢
    daily = auto()
    workdays = auto()
    fortnight = auto()
    every_other = auto()
    monthly = auto()
    ordinal = auto()  # the weekday, then which ones of the month; -1 is the last
    begins = auto()  # 起
    starts = auto()  # 开始
    ends = auto()  # 结束, 止
    until = auto()  # 截至
    today_on = auto()  # 即日起
    repeats = auto()  # how many times
    lasts = auto()  # minutes, 1 if about
    about = auto()
    gather = auto()
    feast = auto()
    harmless = auto()


@dataclass(frozen=True)
class Atom:
    """One part of a phrase, with the words it was read from."""

    kind: Kind
    said: str
    value: tuple[int, ...] = ()


_ALSO: Final = {"ymd": "day", "md": "day", "ym": "month"}
_WEEK: Final = "一二三四五六日"
_DIGITS: Final = re.compile(r"\d+")
_NUMBERS: Final = re.compile(rf"\d+|[{CHINESE}〇]+")


def atoms(text: str) -> Iterator[Atom]:
    """The parts of a plain text, in order. Unclear at the first word that means nothing here."""
    at = 0
    for _ in range(MOST_ATOMS):
        if at == len(text):
            return
        match = ATOM.match(text, at)
        if match is None or match.end() == at:
            raise Unclear(
                f"{quoted(_rest(text, at))}没看懂。请只写哪几天、几点到几点，如 12月5日、12日 9:00-11:00。"
            )
        name = match.lastgroup or ""
        at = match.end()
        if name != "harmless":
            yield _MAKERS.get(name, _bare)(Kind(_ALSO.get(name, name)), match[0])
    raise Unclear("写得太长了。请把哪几天、几点到几点写短一些，分成几行。")


def _rest(text: str, at: int) -> str:
    return re.split(r"[;,()]", text[at:], maxsplit=1)[0] or text[at:]


def _bare(kind: Kind, said: str) -> Atom:
    return Atom(kind, said)


def _numbers(said: str) -> list[int]:
    return [number(found) for found in _NUMBERS.findall(said)]


def _day(kind: Kind, said: str) -> Atom:
    found = _numbers(said)
    if len(found) == 1 and found[0] > 20_000_000:
        found = [found[0] // 10_000, found[0] // 100 % 100, found[0] % 100]
    if 0 in found[-2:]:
        raise Unclear(f"{quoted(said)}没有这一天，请核对日期。")
    year, month, day = (0, 0, 0, *found)[-3:]
    return Atom(kind, said, (_full(year), month, day))


def _month(kind: Kind, said: str) -> Atom:
    year, month = (0, *_numbers(said))[-2:]
    if not month:
        raise Unclear(f"{quoted(said)}没有这个月，请核对日期。")
    return Atom(kind, said, (_full(year), month))


def _full(year: int) -> int:
    return year + 2000 if 0 < year < 100 else year


def _year(kind: Kind, said: str) -> Atom:
    if said in {"今年", "本年"}:
        return Atom(kind, said, (-1,))
    if said in {"明年", "来年", "次年"}:
        return Atom(kind, said, (-2,))
    return Atom(kind, said, (_full(_numbers(said)[0]),))


def _relative(kind: Kind, said: str) -> Atom:
    near = {"今": 0, "明": 1, "后": 2}
    if said[0] in near:
        return Atom(kind, said, (near[said[0]],))
    return Atom(kind, said, (200 if said[0] == "下" else 100, *_letters(said[-1])))


def _this_month(kind: Kind, said: str) -> Atom:
    return Atom(kind, said, (1 if said[0] == "下" else 0,))


def _letters(text: str) -> tuple[int, ...]:
    return tuple(_WEEK.index(letter) for letter in text.replace("天", "日") if letter in _WEEK)


def _weekdays(kind: Kind, said: str) -> Atom:
    if said in {"周末", "双休日", "双休"}:
        return Atom(kind, said, (5, 6))
    text = _DIGITS.sub(lambda found: _WEEK[int(found[0]) - 1], said)
    named: list[int] = []
    ranged = False
    for word in re.findall(r"-|至|到|[一二三四五六日天]", text):
        if word in "-至到":
            ranged = True
            continue
        (day,) = _letters(word)
        named += [(named[-1] + n) % 7 for n in range(1, (day - named[-1]) % 7)] if ranged else []
        named.append(day)
        ranged = False
    return Atom(kind, said, tuple(sorted(set(named))))


def _ordinal(kind: Kind, said: str) -> Atom:
    which, _, weekday = said.rpartition("周")
    if "最后" in which or "首" in which:
        return Atom(kind, said, (*_letters(weekday), -1 if "最后" in which else 1))
    return Atom(kind, said, (*_letters(weekday), *_numbers(which)))


def _repeats(kind: Kind, said: str) -> Atom:
    return Atom(kind, said, (_numbers(said)[-1],))


def _lasts(kind: Kind, said: str) -> Atom:
    text = re.sub(r"每[次场班]|共|约|为期|服务|时长|[:为]", "", said)
    half = 30 if re.search(r"\.5|半", text) else 0
    found = [number(found) for found in _NUMBERS.findall(text.replace(".5", ""))]
    whole = found[0] if found else 0
    minutes = whole if "分钟" in text else whole * 60 + half
    return Atom(kind, said, (minutes, int("约" in said)))


def _time(kind: Kind, said: str) -> Atom:
    hour, minute = (*_numbers(said.replace("刻", "")), 0)[:2]
    if "半" in said:
        minute = 30
    elif "刻" in said:
        minute *= 15
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise Unclear(f"没有{quoted(said)}这个时间，请核对，如 14:30。")
    return Atom(kind, said, (hour, minute, int(re.match(r"\d\d:", said) is not None)))


def _half_day(kind: Kind, said: str) -> Atom:
    return Atom(kind, said, (int("p" in said),))


def _part(kind: Kind, said: str) -> Atom:
    return Atom(kind, said, (PART_WORDS[said.rstrip(":")],))


_MAKERS: Final[dict[str, Callable[[Kind, str], Atom]]] = {
    "ymd": _day, "md": _day, "day": _day, "ym": _month, "month": _month, "year": _year, "relative": _relative,
    "this_month": _this_month, "weekdays": _weekdays, "ordinal": _ordinal, "repeats": _repeats, "lasts": _lasts,
    "time": _time, "half_day": _half_day, "part": _part,
}  # fmt: skip
