"""What a position still needs before a colleague can review it. A draft may lack anything."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from board.positions.models import Position

ADULT = 18


@dataclass(frozen=True)
class Need:
    """One thing that is missing: the field that answers it, a word for tables, and the sentence."""

    field: str
    word: str
    sentence: str


_Check = tuple[Callable[[Position], object], Need]
_CHECKS: tuple[_Check, ...] = (
    (lambda p: len(p.title) >= 2, Need("title", "名称", "写岗位名称，2 到 50 个字。")),
    (lambda p: p.content, Need("content", "做什么", "写来的人要做什么。")),
    (lambda p: p.categories, Need("categories", "类别", "选服务类别，1 到 4 个。")),
    (lambda p: p.targets, Need("targets", "服务对象", "选服务谁，至少 1 个。")),
    (lambda p: p.address, Need("address", "地点", "写在哪里集合或服务。")),
    (lambda p: p.contact_name, Need("contact_name", "联系人", "写找谁。")),
    (lambda p: p.contact_phone, Need("contact_phone", "电话", "写联系电话。")),
    (lambda p: p.risk_note, Need("risk_note", "风险", "写有什么风险；没有就勾“无特殊风险”。")),
    (lambda p: not p.hazard or p.insurance, Need("insurance", "保险", "有危险的岗位要写保险。")),
    (lambda p: not p.hazard or (p.min_age or 0) >= ADULT, Need("min_age", "年龄", "有危险的岗位要 18 岁以上。")),
    (lambda p: p.guarantees, Need("guarantees", "保障", "选给来的人什么保障，至少 1 个。")),
    (lambda p: p.quota, Need("quota", "人数", "写每一班要几个人。")),
)  # fmt: skip
_NO_SHIFT = Need("shifts", "时间", "排班次：哪几天、几点到几点。")
_ALL_BEGUN = Need("shifts", "新的时间", "班次都已经开始或过去了，排新的，或改日子。")


def missing(position: Position, now: datetime) -> list[Need]:
    """What is still needed, in the order of the form; empty when it can be reviewed."""
    running = [shift.starts_at for shift in position.shifts if shift.cancelled_at is None]
    times = times_needed(running, now)
    return [*needs_of(position), times] if times else needs_of(position)


def needs_of(position: Position) -> list[Need]:
    """What the words of the position still lack, whatever its times."""
    return [need for is_there, need in _CHECKS if not is_there(position)]


def times_needed(starts: Collection[datetime], now: datetime) -> Need | None:
    """Whether shifts that start then are lacking, or have all begun."""
    if not starts:
        return _NO_SHIFT
    return None if any(now < start for start in starts) else _ALL_BEGUN
