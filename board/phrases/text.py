"""What somebody typed, made plain: one kind of digit, dash, colon and bracket, blanks only where they part."""

import re
from typing import Final

LONGEST: Final = 4_000


class Unclear(Exception):  # noqa: N818 - named for what it is: not a fault, a question
    """It cannot be read with certainty; the text is the question, with how to write it instead."""


_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ALIKE: Final = (
    ("-", "—–―‐‑‒−－﹣─━~～〜∼˜"),
    (":", "∶︰：﹕ː"),
    (",", "，､"),
    ("、", "﹑・·"),
    (";", "；。｡\n\r\v\f\u2028\u2029|｜①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    ("(", "（〔【[「『〈《{"),
    (")", "）〕】]」』〉》}"),
    (" ", "\t\u3000\xa0\u2002\u2003\u2009\u202f"),
    ("周", "週"),
    ("点", "點"),
    ("时", "時"),
    ("号", "號"),
    ("个", "個"),
    ("〇", "○零"),
    ("每", "毎"),
)
_NOTHING: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad\"'“”‘’"
_TABLE: Final = (
    _FULL_WIDTH
    | {ord(letter): plain for plain, letters in _ALIKE for letter in letters}
    | {ord(letter): None for letter in _NOTHING}
)
_BLANKS: Final = re.compile(r" {2,}")
# A blank beside one of these parts nothing: `12 月 5 日`, `9:00 - 11:00`.
_IDLE_BLANK: Final = re.compile(r" ?([年月日号点时分;,、()第周期个-]) ?")
_SPREAD_CLOCK: Final = re.compile(r"(?<=\d) ?: ?(?=\d\d(?![\d:]))")
_DASHES: Final = re.compile(r"-{2,}")
_WEEK: Final = re.compile(r"(?:星期|礼拜)(?=[一二三四五六日天末几1-7])")
_BETWEEN_DATE_AND_TIME: Final = re.compile(r"(?<=\d)t(?=\d)")
_OTHER_WEEK: Final = re.compile(r"隔周(?=[一二三四五六日天])")


def plain(said: str) -> str:
    """`１２ 月 ５ 日　9：00 —— 11：00` becomes `12月5日9:00-11:00`."""
    text = _BLANKS.sub(" ", said.strip().translate(_TABLE).lower()).strip()
    text = _SPREAD_CLOCK.sub(":", text)
    text = _WEEK.sub("周", _DASHES.sub("-", _IDLE_BLANK.sub(r"\1", text)))
    text = _BETWEEN_DATE_AND_TIME.sub(" ", text)
    return _OTHER_WEEK.sub("隔周周", text)  # 隔周六 is short for 隔周周六


_DIGITS: Final = {letter: n for n, letter in enumerate("〇一二三四五六七八九")} | {"两": 2}
_TENS: Final = {"廿": "二十", "卅": "三十"}
CHINESE: Final = "一二三四五六七八九十两廿卅"
NUMBER: Final = rf"(?:\d{{1,2}}|[{CHINESE}]{{1,3}})"


def number(text: str) -> int:
    """`12`, `十二`, `二十五`, `廿五`, `二〇二六`. Unclear if it is none, such as `五六`."""
    if text.isdecimal():
        return int(text)
    for short, long in _TENS.items():
        text = text.replace(short, long)
    if "十" not in text:
        if len(text) in {2, 3} or not set(text) <= set(_DIGITS):
            raise Unclear(f"“{text}”没看懂，请用数字写。")
        return int("".join(str(_DIGITS[letter]) for letter in text))
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or not set(tens + ones) <= set(_DIGITS):
        raise Unclear(f"“{text}”没看懂，请用数字写。")
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def quoted(text: str) -> str:
    """In quotation marks, cut short enough for a sentence."""
    return f"“{text if len(text) <= 16 else text[:15] + '…'}”"
