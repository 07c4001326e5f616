"""What a position's answers mean, in the words that people read on every page."""

from datetime import datetime, time

from board import dates, rounding
from board.positions.models import Position
from board.positions.words import AUDIENCE_WORDS, GUARANTEE_WORDS, Audience, Guarantee, Rule


def who_may_come(audience: Audience, min_age: int | None) -> str:
    """居民、机关干部，满 18 岁"""
    words = AUDIENCE_WORDS[audience]
    return f"{words}，满 {min_age} 岁" if min_age else words


def place(area: str, address: str) -> str:
    """清泉社区·活动室二楼; the community once, when the address begins with it."""
    return address if address.startswith(area) else f"{area}·{address}"


def guarantees(position: Position) -> str:
    """志愿者保险、提供饮水"""
    named = [GUARANTEE_WORDS[g] for g in position.guarantees if g != Guarantee.other]
    return "、".join([*named, position.guarantee_note] if position.guarantee_note else named)


def contact(position: Position, *, has_place: bool) -> str:
    """李老师，028-82720000; a phone that is not public is for those with a place."""
    known = position.phone_public or has_place
    return f"{position.contact_name}，{position.contact_phone if known else '电话报上后看得到'}"


def named(position: Position, starts: datetime, ends: datetime) -> str:
    """“周末电影放映员”12月5日 周六 19:00–21:00: a shift in a sentence to somebody."""
    return f"“{position.title}”{dates.when(starts, ends)}"


def closing(position: Position) -> str:
    """When sign-up ends: 服务前一天 18:00"""
    return _until(position.closes_rule, position.closes_hours, position.closes_time)


def withdrawing(position: Position) -> tuple[str, str]:
    """Until when a place is given up without a reason, and what holds afterwards."""
    if position.withdraw_rule == Rule.at_start:
        return "开始以前，自己就能取消", "名额会给候补的人"
    until = _until(position.withdraw_rule, position.withdraw_hours, position.withdraw_time)
    early = until if position.withdraw_rule == Rule.hours_before else f"{until} 以前"
    return f"{early}，自己就能取消", "之后取消要写一句原因，名额会给候补的人"


def _until(rule: Rule, hours: int, wall: time) -> str:
    if rule == Rule.day_before:
        return f"服务前一天 {wall:%H:%M}"
    return f"开始前 {hours} 小时" if rule == Rule.hours_before else "开始时"


def hours_rule(position: Position) -> str:
    """Whether serving here counts, whatever the shift's length."""
    if position.opportunity_list.is_task_list:
        return "任务清单，不计服务时长"
    return "计入，按签到到签退的时间算" if position.counts_hours else "不计服务时长"


def rounding_rule(position: Position) -> str:
    """How minutes become hours here, before anybody signs up; nothing where they do not count."""
    counts = position.counts_hours and not position.opportunity_list.is_task_list
    return rounding.RULE_WORDS[rounding.CURRENT] if counts else ""
