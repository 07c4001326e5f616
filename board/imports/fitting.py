"""What a sheet says, made to fit what a position keeps: what does not fit is cut and asked about."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import String, inspect

from board.positions.models import Position
from board.positions.schedule import LONGEST, MOST_AT_ONCE, Span
from board.reading.lists import Asked
from board.web.forms import one_line, several_lines

# What a field of the form is called in a sentence.
WORDS: Final = {
    "title": "岗位名称", "content": "做什么", "conditions": "要求", "remarks": "备注", "address": "地点", "risk_note": "风险",
    "safety_note": "安全措施", "insurance": "保险", "guarantee_note": "保障补充", "contact_name": "联系人", "contact_phone": "联系电话",
    "categories": "类别", "targets": "服务对象", "audience": "谁可以来", "min_age": "年龄", "quota": "人数", "minimum": "最少人数",
    "guarantees": "保障", "hazard": "有没有危险", "shifts": "时间",
}  # fmt: skip
_TEXTS: Final = {name: column.type for name, column in inspect(Position).columns.items() if name in WORDS}
_LONGEST_TEXT: Final = {name: kind.length for name, kind in _TEXTS.items() if type(kind) is String}
_RANGES: Final = {
    "quota": (1, 10_000, "人数写 1 到 10000 之间的整数。"),
    "minimum": (1, 10_000, "最少几人写 1 到 10000 之间的整数。"),
    "min_age": (14, 100, "最小年龄写 14 到 100 之间的整数。"),
}
_SEVERAL_LINES: Final = {"content"}
_SHOWN: Final = 60  # of what was said, in a question


def fit(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[Asked]]:
    """The values as a position can keep them, and a question for each that had to be cut."""
    fitting = dict(values)
    asked = [*_cut_texts(fitting), *_drop_numbers(fitting)]
    if fitting["minimum"] and fitting["quota"] and fitting["minimum"] > fitting["quota"]:
        asked.append(Asked("minimum", "", str(fitting["minimum"]), "最少几个人不能比要几个人多。"))
        fitting["minimum"] = None
    return fitting, asked


def _cut_texts(fitting: dict[str, Any]) -> Iterable[Asked]:
    for name, most in _LONGEST_TEXT.items():
        text = fitting[name] = _clean(name, fitting[name])
        if most is not None and len(text) > most:
            fitting[name] = text[:most]
            why = f"{WORDS[name]}最多 {most} 个字，这里有 {len(text)} 个，请写短一点。"
            yield Asked(name, "", text[:_SHOWN], why)


def _clean(name: str, text: str) -> str:
    return (several_lines(text) if name in _SEVERAL_LINES else one_line(text)) or ""


def _drop_numbers(fitting: dict[str, Any]) -> Iterable[Asked]:
    for name, (least, most, why) in _RANGES.items():
        number = fitting[name]
        if number is not None and not least <= number <= most:
            fitting[name] = None
            yield Asked(name, "", str(number), why)


def fit_times(times: Iterable[tuple[datetime, datetime]]) -> tuple[tuple[Span, ...], list[Asked]]:
    """The spans in order, each once; none of them, and a question, if a position could not have them."""
    spans = sorted({Span(starts.astimezone(UTC), ends.astimezone(UTC)) for starts, ends in times})
    why = _why_not(spans)
    return ((), [Asked("shifts", "", "", why)]) if why else (tuple(spans), [])


def _why_not(spans: list[Span]) -> str:
    if any(span.ends_at <= span.starts_at for span in spans):
        return "有一班的结束时间比开始早，请改一下。"
    if any(span.ends_at - span.starts_at > LONGEST for span in spans):
        return "一班最长 24 小时。更长的请分成几班。"
    if len(spans) > MOST_AT_ONCE:
        return f"一个岗位一次最多排 {MOST_AT_ONCE} 班，这里有 {len(spans)} 班，请把日子缩短一些。"
    return ""
