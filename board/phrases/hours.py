"""From one clock time to another, as minutes of a day: which half of the day is meant, and whether it ends tomorrow."""

from dataclasses import dataclass
from typing import Final

from board.phrases.text import Unclear
from board.phrases.wording import PART_NAMES

DAY: Final = 24 * 60
NIGHT_FALLS: Final = 18 * 60
EARLY, MORNING, FORENOON, NOON, AFTERNOON, DUSK, EVENING = range(7)
# The hours that may be said with each word: those that mean themselves, then those that mean twelve more.
_OWN: Final = ((0, 6), (4, 12), (5, 12), (10, 14), (12, 19), (16, 20), (16, 24))
_SHIFTED: Final = ((1, 0), (1, 0), (1, 0), (1, 3), (1, 7), (4, 8), (5, 11))


@dataclass(frozen=True)
class Moment:
    """A clock time as it was written."""

    said: str
    hour: int
    minute: int
    exact: bool = False  # 09:00: two digits and a colon
    part: int | None = None
    next_day: bool = False


@dataclass(frozen=True)
class Hours:
    """Minutes from midnight of the first day; `guessed` says what is not certain."""

    starts: int
    ends: int
    guessed: str = ""
    part: int | None = None  # what was said of the last time, for the next ones without a word

    @property
    def length(self) -> int:
        return self.ends - self.starts


def between(first: Moment, last: Moment) -> Hours:
    """`下午2点` and `4点`: from 14:00 to 16:00. Unclear if it may be another time."""
    starts, guessed = _start(first)
    ends, perhaps = _end(first, starts, last)
    if not starts < ends <= starts + DAY:
        raise _backwards(first, last)
    part = last.part if last.part is not None else first.part
    return Hours(starts, ends, guessed or perhaps, part)


def lasting(first: Moment, minutes: int) -> Hours:
    """`9:00开始` and two hours."""
    starts, guessed = _start(first)
    if not 0 < minutes <= DAY:
        raise Unclear("时长没看懂。请写几点到几点，如 9:00-11:00。")
    return Hours(starts, starts + minutes, guessed, first.part)


def carried(hours: Hours, first: Moment, last: Moment) -> Hours:
    """Another time the same day, after one with 下午 or 晚上 and with no such word of its own."""
    if hours.part is None or hours.part < NOON or first.part is not None or first.hour > 12:
        return between(first, last)
    again = between(Moment(first.said, first.hour, first.minute, part=hours.part), last)
    if again.starts < hours.ends or first.exact:
        raise Unclear(f"“{first.said}”是上午还是{PART_NAMES[hours.part]}？请写清，如 14:00-16:00。")
    return Hours(
        again.starts, again.ends, f"“{first.said}”前面没写，按{PART_NAMES[hours.part]}算", again.part
    )


def _start(moment: Moment) -> tuple[int, str]:
    if moment.next_day or moment.hour == 24 or (moment.part == EVENING and moment.hour in {0, 12}):
        raise Unclear(
            f"“{_whole(moment)}”是哪一天的半夜？请写成 0:00 到 24:00 之间的时间，如 22:00-次日2:00。"
        )
    if moment.part is not None:
        return _in_part(moment)
    if 0 < moment.hour < 5 and not moment.exact:
        raise Unclear(f"“{moment.said}”是凌晨还是下午？请写清，如 14:00 或 下午2:00。")
    early = moment.hour < 6 or (moment.hour < 8 and ":" not in moment.said)
    return _plain(moment), f"“{moment.said}”按{'凌晨' if moment.hour < 5 else '早上'}算" if early else ""


def _end(first: Moment, starts: int, last: Moment) -> tuple[int, str]:
    if last.next_day:
        ends, guessed = _in_part(last) if last.part is not None else (_plain(last), "")
        return ends + DAY, guessed
    if last.part is not None:
        return _end_in_part(first, starts, last)
    if first.part is not None and last.hour <= 12:
        return _end_alike(first, starts, last)
    ends = _plain(last)
    if ends > starts:
        return ends, ""
    if starts < NIGHT_FALLS or ends + DAY // 2 > starts:
        raise _backwards(first, last)
    return ends + DAY, ""


def _end_in_part(first: Moment, starts: int, last: Moment) -> tuple[int, str]:
    if last.part == EVENING and last.hour == 12:
        return DAY + last.minute, ""
    ends, guessed = _in_part(last)
    if ends <= starts and last.part in {EARLY, MORNING} and starts >= NIGHT_FALLS:
        ends += DAY
    if first.part is None and not first.exact and first.hour < 8 and (last.part or 0) >= AFTERNOON:
        guessed = guessed or f"“{first.said}”按早上算"
    return ends, guessed


def _end_alike(first: Moment, starts: int, last: Moment) -> tuple[int, str]:
    """The word before the first time holds for the second: 下午2点-4点."""
    if first.part == EVENING and last.hour == 12:
        return DAY + last.minute, ""
    same = _plain(last)
    if first.part in {EARLY, MORNING, FORENOON}:
        if same > starts:
            return same, ""
        if last.hour in {1, 2} or (last.hour == 12 and starts < DAY // 2):
            return same % (DAY // 2) + DAY // 2, f"“{last.said}”按中午以后算"
        raise _backwards(first, last)
    later = same % (DAY // 2) + DAY // 2
    if later > starts:
        return later, ""
    if first.part == EVENING and last.hour < 7 and starts >= 20 * 60:
        return same + DAY, f"“{last.said}”按第二天算"
    raise _backwards(first, last)


def _in_part(moment: Moment) -> tuple[int, str]:
    part = moment.part or 0
    low, high = _OWN[part]
    if low <= moment.hour < high or (part in {MORNING, FORENOON, EARLY} and _plain(moment) == high * 60):
        return _plain(moment), ""
    low, high = _SHIFTED[part]
    if low <= moment.hour <= high:
        unusual = part == AFTERNOON and moment.hour > 6
        return _plain(moment) + DAY // 2, f"“{_whole(moment)}”按 {moment.hour + 12} 点算" if unusual else ""
    if part == EARLY and moment.hour == 12:
        return moment.minute, f"“{_whole(moment)}”按 0 点算"
    raise Unclear(f"“{_whole(moment)}”对不上，请核对，如 上午9:00 或 14:00。")


def _plain(moment: Moment) -> int:
    return moment.hour * 60 + moment.minute


def _whole(moment: Moment) -> str:
    return f"{PART_NAMES[moment.part] if moment.part is not None else ''}{moment.said}"


def _backwards(first: Moment, last: Moment) -> Unclear:
    return Unclear(
        f"从“{_whole(first)}”到“{_whole(last)}”，结束不比开始晚。请核对；第二天结束的写 22:00-次日2:00。"
    )
