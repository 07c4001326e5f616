"""A list as a sheet of paper: one row for each position that is still to come."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import segno

from board import dates
from board.positions import in_words
from board.positions.models import OpportunityList, Position, Shift
from board.positions.words import ListKind

Row = dict[str, Any]
EVERY_DAY = 7
INK = "#26221d"


def row(position: Position, shifts: Sequence[Shift]) -> Row:
    """12月5日 起 每周六, what it is, where and for whom, and how many are wanted."""
    first, several = shifts[0], len(shifts) > 1
    at = f"{_times(shifts)}，{position.address}"
    who = in_words.who_may_come(position.audience, position.min_age)
    return {
        "day": f"{dates.month(first.starts_at)}{dates.day_number(first.starts_at)}日",
        "from": "起" if several else "",
        "when": rhythm([dates.local_day(shift.starts_at) for shift in shifts]),
        "title": position.title,
        "at": at,
        "who": who,
        "line": f"{at}。{who}",
        "many": many(shifts),
        "number": max(shift.quota for shift in shifts),
    }


def many(shifts: Sequence[Shift]) -> str:
    """Before how many are wanted."""
    return "每班要" if len(shifts) > 1 else "要"


def _times(shifts: Sequence[Shift]) -> str:
    times = list(dict.fromkeys(dates.time_range(shift.starts_at, shift.ends_at) for shift in shifts))
    return times[0] if len(times) == 1 else f"{times[0]} 等"


def rhythm(days: Sequence[date]) -> str:
    """周六, 每周六, 周二、周四, 每天: what the dates have in common."""
    weekdays = sorted({day.weekday() for day in days})
    if len(weekdays) == EVERY_DAY:
        return "每天"
    words = "、".join(
        dates.weekday(min(day for day in days if day.weekday() == number)) for number in weekdays
    )
    return f"每{words}" if len(weekdays) == 1 and len(set(days)) > 1 else words


def title(issued: OpportunityList) -> str:
    """12月公益岗位清单; 11月至12月公益岗位清单"""
    kind = "任务清单" if issued.kind == ListKind.task else "公益岗位清单"
    months = dict.fromkeys(dates.month(day) for day in (issued.period_start, issued.period_end))
    return "至".join(months) + kind


def foot(number: str, now: datetime, *, made: str = "打印") -> str:
    """清单编号 510115-2026-12，11月23日打印。名额以网页为准。"""
    return f"{number}，{dates.month(now)}{dates.day_number(now)}日{made}。名额以网页为准。"


def code(address: str) -> str:
    """The address as a QR picture that an <img> shows."""
    return _code(address).svg_data_uri(border=0, scale=8, dark=INK)


def code_drawn(address: str) -> str:
    """The same picture as SVG text, for paper."""
    return _code(address).svg_inline(border=0, scale=8, dark=INK)


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="m")
