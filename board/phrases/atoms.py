"""The smallest parts of a phrase about time: a day, a clock time, 每周六, 至, 起 … Nothing is skipped over."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from board.phrases.text import NUMBER, Unclear, number, quoted

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
    part = auto()  # of the day: an index of PARTS
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


PARTS: Final = ("凌晨", "早上", "上午", "中午", "下午", "傍晚", "晚上")
_PART_WORDS: Final = {
    "凌晨": 0, "半夜": 0, "早上": 1, "早晨": 1, "清晨": 1, "清早": 1, "一早": 1, "早间": 1, "早班": 1, "早": 1,
    "上午场": 2, "上午班": 2, "上午": 2, "中午": 3, "正午": 3, "晌午": 3, "午间": 3, "下午场": 4, "下午班": 4,
    "下午": 4, "午后": 4, "傍晚": 5, "晚上": 6, "晚间": 6, "夜间": 6, "夜里": 6, "夜晚": 6, "深夜": 6, "晚班": 6,
    "夜班": 6, "晚": 6, "夜": 6, "am": 2, "pm": 4, "a.m.": 2, "p.m.": 4,
}  # fmt: skip
_PART: Final = "|".join(re.escape(word) for word in sorted(_PART_WORDS, key=len, reverse=True))

_N: Final = NUMBER
_CHINESE: Final = "一二三四五六七八九十两廿卅"
_YEAR: Final = r"(?:20\d\d|二〇[〇一二三四五六七八九]{2}|(?<!\d)\d\d)年"
_CLOCK: Final = r"[点时](?![间长段候])"
_SEEN: Final = r"(?<!\d)"  # a number begins here, not in the middle of another
_DAY_END: Final = r"(?:[日号]|(?=$|[ ;,、()/至到和及与上下中早晚凌傍周每-])|(?=(?:\.\d{1,2})+[日号]))"
# 每周三天 is how often, not Wednesday; 周五六点 may be read two ways: neither is a weekday.
_NO_MORE: Final = rf"(?![{_CHINESE}日天点时月年号个半次])"
_LETTERS: Final = rf"(?:[一二三四五]*六日|[一二三四五六]+|日){_NO_MORE}"
_WEEKDAY: Final = rf"(?<!第)周(?:[1-7](?![\d次天个日场小:点时.])|天{_NO_MORE}|{_LETTERS})"
_WEEKDAYS: Final = (
    rf"{_WEEKDAY}(?:[、,/和及与](?:周天{_NO_MORE}|周?{_LETTERS}|周[1-7](?!\d))"
    rf"|(?:-|至|到)(?:周天{_NO_MORE}|周?[一二三四五六日]{_NO_MORE}|周[1-7](?!\d)))*"
)
_EACH: Final = r"(?:每[次场班]|时长|为期|服务|共|约|[:为])*"

_PATTERNS: Final[tuple[tuple[str, str], ...]] = (
    ("feast", r"\(?(?:农历|阴历)[正一二三四五六七八九十冬腊月初廿年节小大寒至除夕]{1,9}\)?|"
              r"(?:冬至|腊八|小年|除夕|平安夜|(?:元旦|春节|元宵|清明|端午|中秋|国庆|重阳)(?:节(?!假))?|"
              r"(?:五一)?(?:劳动|妇女|植树|青年|儿童|建党|建军|教师|圣诞)节|国际志愿者日|国家宪法日)(?:当[天日])?|"
              r"(?:正月|腊月|冬月)(?:初[一二三四五六七八九十]|[十廿][一二三四五六七八九]?|二?十[一二三四五六七八九]?|三十)"),
    ("ymd", rf"{_YEAR}{_N}月份?{_N}{_DAY_END}|{_SEEN}20\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d|[-/.]\d)|"
            rf"{_SEEN}20\d{{6}}(?!\d)"),
    ("ym", rf"{_YEAR}{_N}月份?|{_SEEN}20\d\d[-/.]\d{{1,2}}(?![\d:点时日号/.-])"),
    ("md", rf"{_N}月份?的?{_N}{_DAY_END}|{_SEEN}\d{{1,2}}\.\d{{1,2}}[日号]?(?!\.?\d|[:点时人小个])|"
           rf"{_SEEN}\d{{1,2}}/\d{{1,2}}[日号]?(?!/?\d|[:点时人])|"
           rf"{_SEEN}\d{{1,2}}-\d{{1,2}}(?!\d|[:点时日号月人小个次.年]| ?[ap]\.?m)"),
    ("this_month", r"(?:本|这个|当)月份?|下个?月份?"),
    ("month", rf"{_N}月份?"),
    ("year", rf"{_YEAR}度?|今年|本年|明年|来年|次年"),
    ("relative", rf"今[天日]|明[天日]|后天|(?:本|这|这个|下|下个)周[一二三四五六日天]{_NO_MORE}"),
    ("fortnight", r"每?隔一?个?周的?(?=周|双休|末)|每[两2]个?周(?:的|一次)?"),
    ("every_other", r"每?隔一?[天日]|每[两2][天日]"),
    ("ordinal", rf"(?:第{_N}个?(?:[、,和及与]第?{_N}个?)*|最后一个|首个)周[一二三四五六日天]{_NO_MORE}"),
    ("repeats", rf"(?:共计|总共|合计|共|连续)?(?:{_N}|\d{{3}})(?:次|场|期|班次|班)|(?:共|连续)+{_N}[天日]"),
    ("lasts", rf"{_EACH}(?:\d{{1,2}}\.5|{_N})(?:个小时|小时|个钟头|个半小时|小时半)|"
              rf"{_EACH}半个?小时|{_EACH}\d{{2,3}}分钟(?![到前])"),
    ("day", rf"{_SEEN}{_N}[日号](?![{_CHINESE}内间])|"
            rf"{_SEEN}\d{{1,2}}(?=(?:[、,/.和及与至到-]\d{{1,2}})+[日号])"),
    ("daily", r"每[天日]|天天|逐日|每(?=[早晚])"),
    ("weekdays", rf"周末|双休日?|{_WEEKDAYS}"),
    ("workdays", r"工作日"),
    ("monthly", r"每个?月份?的?"),
    ("every", r"每周的?(?=周|工作日)|每逢?个?(?=周|工作日|双休)|逢|各(?=周)"),
    ("time", rf"{_SEEN}\d{{1,2}}:\d\d(?::\d\d)?[分点]?(?![\d:])|"
             rf"{_N}{_CLOCK}(?:半|[一三]刻|整|钟|正|\d\d分?|{_N}分|[二三四五]?十五?(?![{_CHINESE}点时月日]))?钟?|"
             rf"{_SEEN}\d{{1,2}}(?=(?:-|至|到)(?:次日|第二天|{_PART})?{_N}(?:{_CLOCK}|:\d|[ap]m))|"
             rf"{_SEEN}\d{{1,2}}(?=[ap]m)"),
    ("half_day", r"(?<=\d) ?[ap]\.?m\.?"),
    ("gather", r"(?:准时)?(?:集合|签到|报到|到岗|到场|到位)"),
    ("part", rf"(?:{_PART}):?"),
    ("next_day", r"次日|第二天|翌日"),
    ("until", r"截止?[至到]?"),
    ("today_on", r"即日起?"),
    ("till", r"-|至|到"),
    ("begins", r"起"),
    ("starts", r"开始"),
    ("ends", r"结束|为?止"),
    ("slash", r"[/+&]"),
    ("comma", r"[、,;和及与]|\.(?=\d{1,2}(?:\.\d{1,2})*[日号])"),
    ("about", r"左右|大约|大概|前后|约"),
    ("harmless",
     rf"请?提前(?:{_N}|\d+)分钟(?:到达|到岗|到场|到位|到|集合|签到)|"
     r"(?:服务|活动|开放|值班|上岗|志愿服务)?(?:时间|日期|时段)段?:?|"
     r"第[一二三四五六七八九十\d]{1,3}[期场批轮班组次]:?|[早中晚日白][班场]:|白班|中班|日班|全天|整天|当[天日]|准时|"
     r"志愿服务|服务|活动|开放|值班|值守|具体|开展|进行|举行|举办|期间|其中|以及|并|均|都|定于|从|自|在|于|为|的|"
     r"风雨无阻|节假日(?:照常|不休|正常)|[ ()]|(?<!\d)[.:]|\.(?!\d)"),
)  # fmt: skip
_ANY: Final = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))
_ALSO: Final = {"ymd": "day", "md": "day", "ym": "month"}
_WEEK: Final = "一二三四五六日"
_DIGITS: Final = re.compile(r"\d+")
_NUMBERS: Final = re.compile(rf"\d+|[{_CHINESE}〇]+")


def atoms(text: str) -> Iterator[Atom]:
    """The parts of a plain text, in order. Unclear at the first word that means nothing here."""
    at = 0
    for _ in range(MOST_ATOMS):
        if at == len(text):
            return
        match = _ANY.match(text, at)
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
    year, month, day = (0, 0, 0, *found)[-3:]
    return Atom(kind, said, (_full(year), month, day))


def _month(kind: Kind, said: str) -> Atom:
    year, month = (0, *_numbers(said))[-2:]
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
    return Atom(kind, said, (_PART_WORDS[said.rstrip(":")],))


_MAKERS: Final[dict[str, Callable[[Kind, str], Atom]]] = {
    "ymd": _day, "md": _day, "day": _day, "ym": _month, "month": _month, "year": _year, "relative": _relative,
    "this_month": _this_month, "weekdays": _weekdays, "ordinal": _ordinal, "repeats": _repeats, "lasts": _lasts,
    "time": _time, "half_day": _half_day, "part": _part,
}  # fmt: skip
