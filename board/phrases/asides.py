"""What a phrase says beside days and hours: what is not settled, what is left out, what the weather may change."""

import re
from dataclasses import dataclass
from typing import Final

from board.phrases.text import Unclear, quoted

_UNSETTLED: Final = re.compile(
    r"待定|未定|暂定|另行|另定|另约|(?:再|另|待|等|听候?)通知|通知为准|为准|面议|协商|商定|随时|(?<!节)不定|"
    r"不固定|机动|灵活|自行|自定|弹性|视情况|视.{0,4}而定|根据|按需|需要时|预计|拟定?于|可能|待安排|见通知|详见"
)
_CHOICE: Final = re.compile(
    r"或|任选|任意|任一|[择选][一二三其]|可选|自选|均可|都可|都行|皆可|轮流|轮班|排班|倒班|至少|不少于|不超过|不低于|最多"
)
_OTHER_TIMES: Final = re.compile(r"报名|截止报|面试|培训|开会|午休|备用|候补|彩排|农忙|寒假|暑假|春运|放假")
_WEATHER: Final = re.compile(
    r"[(,;]?(?:如果?|若)?(?:遇到?|逢)?(?:当天)?(?:下雨|雨雪|雨天|大雨|暴雨|恶劣天气|极端天气|天气原因|雨)(?:天气|时|则|就|，|,)*"
    r"(?:活动|服务|自动)?(?:顺延|延期|延后|推迟|取消|改期|暂停|停止|停)(?:一天|一周|至?下周)?(?:举行|进行)?\)?"
)
_PEOPLE: Final = re.compile(
    r"(?<![\d:])\(?(?:每[天次班场]|各|限|共)?(?:\d{1,3}-)?\d{1,3}(?:人|名|位)(?:/[天次班场])?\)?"
)
_LEFT_OUT: Final = (
    re.compile(r"[(,;]?除了?([^();除外]{1,40}?)(?:(?:以|之)?外|不开展|不服务),?\)?"),
    re.compile(
        r"\(([^()]{1,40}?)(?:除外|不含|休息|不服务|不安排|暂停|停止|停|闭馆|闭园|轮空|取消|没有|不开展)(?:一次)?\)"
    ),
    re.compile(
        r"[,;]([^();,]{1,40}?)(?:除外|休息|不服务|不安排|暂停|停止|停|闭馆|闭园|轮空|取消|没有|不开展)(?:一次)?(?=[;,(]|$)"
    ),
)
_HOLIDAYS: Final = re.compile(r"国家?(?:法定)?节假日|法定(?:节?假日|节日)|节假日|节日")
_WHICH_HOLIDAYS: Final = re.compile(r"(?:法定)?(?:节假日|假日|假期|节日)(?!照常|不休|正常)")
_HOW_OFTEN: Final = re.compile(
    r"每个?[周月季年](?:\d{1,2}|[一二两三四五六七八九十])(?:-\d)?(?:次|天|场|班|期)"
)
_NOT_ON_HOLIDAYS: Final = re.compile(r"[(,;]?(?:不含|不包括|避开)(?:国家)?(?:法定)?节假日\)?")


@dataclass(frozen=True)
class Asides:
    """The phrase without its asides; what they leave out, and why it may not be so."""

    rest: str
    left_out: tuple[str, ...] = ()
    but_holidays: bool = False
    guesses: tuple[str, ...] = ()


def set_aside(text: str) -> Asides:
    """Unclear if the times are not settled, or are several to choose from."""
    text, guesses = _remarks(text)
    _refuse(text)
    left_out = ["节假日"] * len(_NOT_ON_HOLIDAYS.findall(text))
    text = _NOT_ON_HOLIDAYS.sub(";", text)
    for pattern in _LEFT_OUT:
        left_out += pattern.findall(text)
        text = pattern.sub(";", text)
    if found := _WHICH_HOLIDAYS.search(text):
        raise Unclear(f"{quoted(found[0])}是哪几天？请写上日期，如 1月1日、2日 9:00-11:00。")
    but_holidays = any(_HOLIDAYS.search(words) for words in left_out)
    named = [_HOLIDAYS.sub("", words).strip("、,及和与() ") for words in left_out]
    return Asides(text, tuple(filter(None, named)), but_holidays, guesses)


def _remarks(text: str) -> tuple[str, tuple[str, ...]]:
    guesses = []
    for pattern, why in (
        (_WEATHER, "天气不好时怎么办没有算进去，请写到备注里"),
        (_PEOPLE, "时间里写的人数没有算进去"),
    ):
        text, times = pattern.subn(";", text)
        if times:
            guesses.append(why)
    return text, tuple(guesses)


def _refuse(text: str) -> None:
    if _UNSETTLED.search(text):
        raise Unclear("时间还没有定。定下来以后，请写哪几天、几点到几点，如 12月5日、12日 9:00-11:00。")
    if found := _CHOICE.search(text):
        raise Unclear(f"{quoted(found[0])}：到底是哪几天、几点到几点？请写定，几个时间都有就用、隔开。")
    if found := _HOW_OFTEN.search(text):
        raise Unclear(
            f"{quoted(found[0])}是周几、几月几日？请写上，如 每周六 9:00-11:00，或 12月5日 9:00-11:00。"
        )
    if found := _OTHER_TIMES.search(text):
        raise Unclear(f"{quoted(found[0])}没有算进服务时间。这一格请只写哪几天、几点到几点。")
