"""Which star level somebody's hours reach. Reaching one awards nothing: the competent body does (domain §11)."""

from typing import Final

HOUR: Final = 60
LEVELS: Final = ((100, "一星"), (300, "二星"), (600, "三星"), (1000, "四星"), (1500, "五星"))


def reached(minutes: int) -> str | None:
    """达到二星时长; None below 100 hours. By the minutes really served, before any rounding."""
    names = [name for hours, name in LEVELS if minutes >= hours * HOUR]
    return f"达到{names[-1]}时长" if names else None


def missing(minutes: int) -> tuple[int, str] | None:
    """How many minutes are missing to the next level, and its name; None at the highest."""
    return next(((hours * HOUR - minutes, name) for hours, name in LEVELS if minutes < hours * HOUR), None)
