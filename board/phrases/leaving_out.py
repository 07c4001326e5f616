"""Days that a phrase leaves out: 除12月12日外, 周一休息, 节假日除外."""

from collections.abc import Collection
from datetime import date
from typing import Final

from board.phrases.days import Said
from board.phrases.text import Unclear

# When a public holiday, or a weekend worked instead, may fall: each year's arrangement is not known here.
_MAY_BE_HOLIDAYS: Final = (
    ((1, 18), (3, 1)), ((4, 2), (4, 8)), ((4, 28), (5, 7)), ((5, 28), (6, 26)), ((9, 10), (10, 10)),
)  # fmt: skip
_NEW_YEAR: Final = (1, 1)
_ROUND_NEW_YEAR: Final = ((12, 30), (12, 31), (1, 2), (1, 3))


def without(days: Collection[date], said: Said, left_out: Collection[Said]) -> list[date]:
    """The days but those left out. Unclear if what is left out is no day among them."""
    kept = list(days)
    for out in left_out:
        if out.feasts:
            kept = _without_feasts(kept, out.feasts)
            continue
        names = {one.day for one in out.single}
        spans = out.ranges + out.months
        remaining = [
            day
            for day in kept
            if day not in names
            and day.weekday() not in out.weekdays
            and not any(first <= day <= last for first, last in spans)
        ]
        if len(remaining) == len(kept) and (names or spans or not out.weekdays):
            raise Unclear("要除外的日子不在写的日子里，请核对，写清是哪几天。")
        kept = remaining
    if not kept:
        raise Unclear(f"“{said.words[:16]}”除外以后一天也不剩，请核对。")
    return kept


def _without_feasts(days: Collection[date], feasts: Collection[str]) -> list[date]:
    if set(feasts) - {"元旦", "元旦节"}:
        raise Unclear("除外的节日是几月几日？请写上日期，如 除1月1日外。")
    return [day for day in days if (day.month, day.day) != _NEW_YEAR]


def without_holidays(days: Collection[date], said: Said) -> list[date]:
    """The days but New Year's Day; a guess round it, Unclear near the holidays that move."""
    for day in days:
        if any(first <= (day.month, day.day) <= last for first, last in _MAY_BE_HOLIDAYS):
            raise Unclear(f"节假日除外：{day.month}月{day.day}日前后哪几天放假？请把来的日子一天一天写出来。")
        if (day.month, day.day) in _ROUND_NEW_YEAR:
            said.guess("元旦前后哪几天放假请核对")
    return [day for day in days if (day.month, day.day) != _NEW_YEAR]
