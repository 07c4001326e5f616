"""Days that a phrase leaves out: 除12月12日外, 周一休息, 节假日除外."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Final

from board.phrases.days import Said, days_of
from board.phrases.frame import Frame
from board.phrases.text import Unclear, quoted

# When a public holiday, or a weekend worked instead, may fall: each year's arrangement is not known here.
_MAY_BE_HOLIDAYS: Final = (
    ((1, 18), (3, 1)), ((4, 2), (4, 8)), ((4, 28), (5, 7)), ((5, 28), (6, 26)), ((9, 10), (10, 10)),
)  # fmt: skip
_NEW_YEAR: Final = (1, 1)
_ROUND_NEW_YEAR: Final = ((12, 30), (12, 31), (1, 2), (1, 3))


def without(days: Collection[date], said: Said, left_out: Collection[Said]) -> list[date]:
    """The days but those left out. Unclear if what is left out is no day among them."""
    kept = sorted(days)
    for out in left_out:
        gone = _gone(kept, out)
        kept = [day for day in kept if day not in gone]
        for why in out.guesses:
            said.guess(why)
    return _some(kept, said)


def _some(days: list[date], said: Said) -> list[date]:
    if not days:
        raise Unclear(f"{quoted(said.words)}除外以后一天也不剩，请核对。")
    return days


def _gone(days: list[date], out: Said) -> set[date]:
    gone = _feasts(days, out.feasts)
    weekdays_alone = out.weekdays and not (
        out.is_bounded or out.single or out.fortnight or out.ordinals or out.month_days
    )
    if weekdays_alone:
        return gone | {day for day in days if day.weekday() in out.weekdays}  # 周二至周日（周一闭馆）
    if not out.is_anything:
        return gone
    whole = out.daily or not (out.is_rule or out.single)  # 12月10日至20日除外: each of them
    named = set(days_of(replace(out, feasts=[], daily=whole), Frame(days[0], (days[0], days[-1]))))
    if not named & set(days):
        raise Unclear("要除外的日子不在写的日子里，请核对，写清是哪几天。")
    if out.single and not named <= set(days):
        out.guess("要除外的日子有的不在写的日子里，请核对")
    return gone | named


def _feasts(days: Collection[date], feasts: Collection[str]) -> set[date]:
    if set(feasts) - {"元旦", "元旦节"}:
        raise Unclear("除外的节日是几月几日？请写上日期，如 除1月1日外。")
    return {day for day in days if feasts and (day.month, day.day) == _NEW_YEAR}


def without_holidays(days: Collection[date], said: Said) -> list[date]:
    """The days but New Year's Day; a guess round it, Unclear near the holidays that move."""
    for day in days:
        if any(first <= (day.month, day.day) <= last for first, last in _MAY_BE_HOLIDAYS):
            raise Unclear(f"节假日除外：{day.month}月{day.day}日前后哪几天放假？请把来的日子一天一天写出来。")
        if (day.month, day.day) in _ROUND_NEW_YEAR:
            said.guess("元旦前后哪几天放假请核对")
    return _some([day for day in days if (day.month, day.day) != _NEW_YEAR], said)
