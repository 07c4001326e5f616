"""From minutes to hours: published rules, each under a version of its own.

Minutes are stored; a total adds minutes first and rounds once. The rule of 2026 is that of 志愿山城
(domain §7): up to 15 minutes are nothing, above 15 half an hour, above 45 an hour, and so on by halves.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

HALF: Final = Decimal("0.5")


def _by_halves(minutes: int) -> Decimal:
    """0 up to 15 minutes; then half an hour for every 30 minutes begun after the first 15."""
    return Decimal(0) if minutes <= 15 else -(-(minutes - 15) // 30) * HALF


RULES: Final[dict[str, Callable[[int], Decimal]]] = {"2026-1": _by_halves}
RULE_WORDS: Final = {
    "2026-1": (
        "按签到到签退的实际分钟记，路上不算。折成小时时先把分钟加起来：15 分钟以内不算，"
        "超过 15 分钟算 0.5 小时，超过 45 分钟算 1 小时，以后每多半小时加 0.5 小时（规则 2026-1）。"
    )
}
CURRENT: Final = "2026-1"


def rounded(minutes: int, rule: str = CURRENT) -> Decimal:
    """Hours by this rule."""
    return RULES[rule](minutes)


def exact(minutes: int) -> str:
    """12 小时 20 分, 2 小时, 45 分."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} 分"
    return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"


def hours(minutes: int, rule: str = CURRENT) -> str:
    """12.5 小时."""
    return f"{_plain(rounded(minutes, rule))} 小时"


def words(minutes: int, rule: str = CURRENT) -> str:
    """12.5 小时（12 小时 20 分）: never without the minutes, so that no sum looks wrong."""
    short, long = hours(minutes, rule), exact(minutes)
    return short if short == long else f"{short}（{long}）"


def _plain(number: Decimal) -> str:
    return f"{number:f}".removesuffix(".0")
