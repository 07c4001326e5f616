"""How dates, times and numbers are written on a page."""

from typing import Final

from flask import Flask

from board import dates
from board.web import once

_COUNTED_TO: Final = 1000


def count(number: int) -> str:
    """1,286"""
    return f"{number:,}"


def capped(number: int) -> str:
    """Up to 1,000 as it is, then 1000+."""
    return f"{_COUNTED_TO}+" if number > _COUNTED_TO else count(number)


def masked_mobile(mobile: str | None) -> str:
    """138****1234"""
    if not mobile:
        return ""
    return f"{mobile[:3]}****{mobile[-4:]}" if len(mobile) >= 11 else "****"


def register(app: Flask) -> None:
    """Each of these functions becomes a filter of its own name."""
    named = (
        dates.day, dates.near_word, dates.time_range, dates.when, dates.day_range,
        dates.long_date, dates.month, dates.long_month, dates.day_number, dates.weekday,
        dates.iso_day, dates.iso, dates.moment, count, capped, masked_mobile,
    )  # fmt: skip
    app.jinja_env.globals["once_token"] = once.new_token
    # Jinja's own `count` is another name of `length`; ours takes its place, and `length` stays.
    app.jinja_env.filters.update({function.__name__: function for function in named})
