"""From what age on somebody may come, as conditions say it."""

import re
from typing import Final

from board.phrases.text import Unclear, number, plain

_LONGEST: Final = 1_000
_NUMBER: Final = r"(?<!\d)(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_YEARS: Final = r"(?:周岁|岁)"
_WITH: Final = r"(?:\(含[^()]{0,4}\)|含)?"
_FROM: Final = (
    re.compile(rf"(?<!不)(?:年龄)?(?:须|需|应)?(?:已|年)?(?<!未)(?<!不)满({_NUMBER}){_YEARS}"),
    re.compile(rf"({_NUMBER}){_YEARS}?{_WITH}(?:-|至|到)(?:{_NUMBER}){_YEARS}"),
    re.compile(rf"({_NUMBER}){_YEARS}{_WITH}(?:及)?(?:以上|起|\+)"),
    re.compile(rf"(?:不小于|不低于|不少于|大于|至少){_WITH}({_NUMBER}){_YEARS}"),
)
# Whom it is for, not who may come: 陪伴70岁以上老人, 带6-12岁儿童.
_SERVED: Final = re.compile(
    rf"(?:为|给|陪伴?|照[顾看]|帮助?|关[爱心]|服务|看望|慰问|带|教)[^,;、]{{0,6}}?{_NUMBER}{_YEARS}?[^,;]*"
)
_ADULT: Final = re.compile(r"(?<!未)成年(?:人|居民|志愿者|$|[,;、()])")


def read_age(said: str) -> int | None:
    """18 of `年满18岁`, `18岁以上`, `18-65周岁`; None if there is no such condition."""
    text = _SERVED.sub("", plain(said[:_LONGEST]).replace(" ", ""))
    for pattern in _FROM:
        if match := pattern.search(text):
            return _age(match[1])
    return 18 if _ADULT.search(text) else None


def _age(text: str) -> int | None:
    try:
        return number(text)
    except Unclear:
        return None
