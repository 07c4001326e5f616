"""What to know before coming: the facts of a position as rows of icon, label and words."""

from collections.abc import Sequence
from typing import Any

from board import dates, rounding
from board.positions import in_words
from board.positions.history import EarlierValue
from board.positions.models import Position, Shift
from board.positions.words import (
    APPROVAL_WORDS,
    NOT_COUNTED_WORDS,
    TARGET_WORDS,
    Approval,
    NotCounted,
    Target,
)

Fact = dict[str, Any]


def of(position: Position, ahead: Sequence[Shift]) -> list[Fact]:
    """Rows without a value are left out by the macro."""
    return [
        _fact("pin", "地点", in_words.place(position.area.name, position.address)),
        _fact(
            "people",
            "谁可以来",
            in_words.who_may_come(position.audience, position.min_age),
            position.conditions,
        ),
        _hours(position, ahead),
        _fact("talk", "为了谁", "、".join(TARGET_WORDS[Target(t)] for t in position.targets)),
        _fact("shield", "保障", in_words.guarantees(position), position.insurance),
        _fact("ok", "安全措施", position.safety_note),
        _fact("user", "怎么报上", APPROVAL_WORDS[Approval(position.approval)]),
        _fact("clock", "报名截止", in_words.closing(position), _minimum(position)),
        _fact("undo", "不能去了", *in_words.withdrawing(position)),
        _contact(position),
        _fact("list", "备注", position.remarks),
    ]


def _fact(icon: str, label: str, value: str, more: str = "") -> Fact:
    return {"icon": icon, "label": label, "value": value, "more": more, "link": None}


def _hours(position: Position, ahead: Sequence[Shift]) -> Fact:
    if position.counts_hours and not position.opportunity_list.is_task_list:
        lengths = {rounding.hours(shift.minutes) for shift in ahead}
        each = f"计入，每次约 {lengths.pop()}" if len(lengths) == 1 else "计入服务时长"
        return _fact("hours", "服务时长", each, in_words.rounding_rule(position))
    because = "、".join(NOT_COUNTED_WORDS[NotCounted(code)] for code in position.not_counted_for)
    return _fact("no", "服务时长", in_words.hours_rule(position), because)


def _minimum(position: Position) -> str:
    return f"每班至少 {position.minimum} 人报名才开展" if position.minimum else ""


def _contact(position: Position) -> Fact:
    fact = _fact("phone", "联系", position.contact_name)
    if position.phone_public:
        fact["link"] = (f"tel:{position.contact_phone.replace(' ', '')}", f"拨打 {position.contact_phone}")
    return fact


_CHANGED = {"time": "时间", "address": "地点"}


def change_words(earlier: EarlierValue) -> str:
    """时间改过：原来 12月5日 周六 09:00–11:00（雨天）。11月23日 周一改的。"""
    because = f"，因为{earlier.reason}" if earlier.reason else ""
    was = f"{_CHANGED[earlier.field]}改过：原来是 {earlier.value}"
    return f"{was}{because}。{dates.day(earlier.changed_at)} 改的。"
