"""What a cell says about how many people, how old, and whom to phone."""

import re
from dataclasses import dataclass
from typing import Final

from board.phrases.ages import read_age as read_age
from board.phrases.phones import split_phones as split_phones
from board.phrases.text import Unclear, number, plain, quoted

MOST_PEOPLE: Final = 10_000
_LONGEST: Final = 60

_NUMBER: Final = r"(?:\d{1,9}(?:\.0+)?|[一二三四五六七八九十两廿]{1,3})"
_UNIT: Final = r"(?:人|名|位|个人|个)?(?:志愿者|义工|党员|干部|居民)?"
_BEFORE: Final = r"(?:(?:需要?|招募?|共计?|要|总共|每[天日班场次个岗位点组]{1,2}|(?:招募|需求)?人数|各)*:?)"
_AFTER: Final = r"(?:/[天日班场次岗点组]|每[天日班场次岗点组])?"
_ONE: Final = re.compile(rf"{_BEFORE}(?P<quota>{_NUMBER}){_UNIT}{_AFTER}")
_RANGE: Final = re.compile(
    rf"{_BEFORE}(?P<minimum>{_NUMBER}){_UNIT}(?:-|至|到)(?P<quota>{_NUMBER}){_UNIT}{_AFTER}"
)
_NEXT_TO: Final = re.compile(rf"{_BEFORE}(?P<minimum>\d)[、,](?P<quota>\d){_UNIT}{_AFTER}")
_AT_MOST: Final = re.compile(
    rf"(?:最多|不超过|至多|限|上限){_BEFORE}(?P<quota>{_NUMBER}){_UNIT}(?:以内)?|(?P<within>{_NUMBER}){_UNIT}(?:以内|以下|封顶|为限|内)"
)
_ABOUT: Final = re.compile(
    rf"(?:大?约|大概){_BEFORE}(?P<quota>{_NUMBER}){_UNIT}(?:左右)?|(?P<near>{_NUMBER}){_UNIT}左右"
)
_IN_ALL: Final = re.compile(rf"{_BEFORE}(?P<quota>{_NUMBER}){_UNIT}\([^()]*\)")


@dataclass(frozen=True)
class People:
    """How many: `quota` at most, `minimum` at least; with a `problem`, the sentence that asks, neither."""

    quota: int | None = None
    minimum: int | None = None
    guessed: bool = False
    problem: str = ""


def read_people(said: str) -> People:
    """`8`, `20人`, `2-3人` (guessed: 3, at least 2), `若干` (asked)."""
    try:
        return _read(plain(said[:_LONGEST]).replace(" ", "").strip(";,、"), said)
    except Unclear as unclear:
        return People(problem=str(unclear))


def _read(text: str, said: str) -> People:
    if not text or len(said) > _LONGEST:
        raise Unclear("没写清要几个人。请写一个数，如 8。")
    if match := _ONE.fullmatch(text):
        return _checked(match["quota"], said)
    if match := _RANGE.fullmatch(text) or _NEXT_TO.fullmatch(text):
        return _checked(match["quota"], said, minimum=match["minimum"])
    if match := _AT_MOST.fullmatch(text):
        return _checked(match["quota"] or match["within"], said)
    if match := _ABOUT.fullmatch(text):
        return _guess(match["quota"] or match["near"], said)
    if match := _IN_ALL.fullmatch(text):
        return _guess(match["quota"], said)
    raise Unclear(f"{quoted(said.strip())}是几个人？请写一个数，如 8，或 2-3。")


def _guess(quota: str, said: str) -> People:
    return People(_checked(quota, said).quota, guessed=True)


def _checked(quota: str, said: str, *, minimum: str = "") -> People:
    most = _count(quota)
    least = _count(minimum) if minimum else None
    if not 1 <= most <= MOST_PEOPLE or (least is not None and not 1 <= least <= most):
        raise Unclear(
            f"{quoted(said.strip())}：人数写 1 到 {MOST_PEOPLE} 之间的整数，少的在前，如 8，或 2-3。"
        )
    return People(most, least, guessed=least is not None)


def _count(text: str) -> int:
    return number(text.partition(".")[0])
