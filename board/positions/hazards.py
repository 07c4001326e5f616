"""Words that tell of danger: what a reviewer looks at twice, and what an import always asks about. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Final

from board import clock

# The short word of the badge, and what people write for it.
HAZARDS: Final[Mapping[str, tuple[str, ...]]] = {
    "夜间": ("夜间", "夜巡", "夜晚", "深夜", "凌晨", "通宵", "值夜"),
    "入户": ("入户", "敲门", "上门", "登门", "家访", "进门"),
    "消防": ("消防", "灭火", "火灾", "防火", "火情"),
    "动火": ("动火", "明火", "燃气", "液化气", "烧水", "烟花", "焊"),
    "巡山": ("巡山", "护林", "上山", "山林", "森林"),
    "巡河": ("巡河", "涉水", "水上", "下水", "河道", "水库", "防溺水", "救生"),
    "登高": ("登高", "高空", "梯子", "爬梯", "楼顶", "高处"),
    "用电": ("用电", "电路", "带电", "触电", "配电"),
    "刀具机械": ("刀具", "机械", "电锯", "割草", "切割", "烫伤", "割伤"),
    "搬重物": ("搬运", "搬抬", "重物"),
    "车流": ("马路", "车流", "交通引导", "交通劝导", "疏导交通", "路口", "驾驶"),
    "应急": ("抢险", "救援", "防汛", "应急处置", "排险"),
    "传染": ("传染", "医疗废物", "消毒液", "农药"),
    "地面湿滑": ("湿滑", "防滑"),
}  # fmt: skip
NIGHT: Final = "夜间"
_LATE: Final = time(20)
_EARLY: Final = time(6)


def found_in(*texts: str) -> list[str]:
    """The badge words of the dangers these texts speak of, each once, in the order of the table."""
    whole = "\n".join(texts)
    return [badge for badge, words in HAZARDS.items() if any(word in whole for word in words)]


def at_night(times: Iterable[tuple[datetime, datetime]]) -> bool:
    """Does one of these times end after 20:00, reach the next day, or begin before 06:00?"""
    return any(_is_dark(clock.local(start), clock.local(end)) for start, end in times)


def _is_dark(start: datetime, end: datetime) -> bool:
    return end.date() > start.date() or end.time() > _LATE or start.time() < _EARLY
