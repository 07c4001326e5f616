"""Dates as spreadsheets keep them: a number of days, and a number format that says it is a date."""

import re
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Final

_DAY: Final = 24 * 60 * 60
_FIRST_1900: Final = date(1899, 12, 30)
_FIRST_1904: Final = date(1904, 1, 1)
_LAST: Final = date(2199, 12, 31)  # what is beyond is a number that was given a date's format

# "text", \x, _x and *x are printed as they stand; [red] and [$-804] choose a colour or a language.
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


class Shows(Enum):
    """What a number format makes of a number."""

    number = 0
    day = 1
    hour = 2
    both = 3


# Formats that are never written out in a file, among them the Chinese ones (27-36, 50-58).
_BUILT_IN: Final = (
    {number: Shows.day for number in (14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58)}
    | {number: Shows.hour for number in (18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56)}
    | {22: Shows.both}
)


def built_in(number: int) -> Shows:
    return _BUILT_IN.get(number, Shows.number)


def shown_by(code: str) -> Shows:
    """What a written format such as `m"月"d"日"` shows."""
    letters = _LITERAL.sub("", code[:255]).split(";")[0].lower()
    if "general" in letters:
        return Shows.number
    has_hour = "h" in letters or "s" in letters
    has_day = "d" in letters or "y" in letters or ("m" in letters and not has_hour)
    return {(True, True): Shows.both, (True, False): Shows.day, (False, True): Shows.hour}.get(
        (has_day, has_hour), Shows.number
    )


def moment_of(number: float, shows: Shows, *, since_1904: bool) -> date | datetime | time | None:
    """The day, the hour, or both, to the second; None if the number is no date of ours."""
    days, seconds = divmod(round(number * _DAY), _DAY)
    hour = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    if days == 0:
        return hour if shows is not Shows.day else None
    day = _day_of(days, since_1904=since_1904)
    if day is None:
        return None
    return day if shows is Shows.day and seconds == 0 else datetime.combine(day, hour)


def _day_of(days: int, *, since_1904: bool) -> date | None:
    first = _FIRST_1904 if since_1904 else _FIRST_1900
    if not 0 < days <= (_LAST - first).days:
        return None
    if since_1904 or days > 60:
        return first + timedelta(days=days)
    # Lotus believed in 29 February 1900 (day 60), and Excel after it.
    return first + timedelta(days=days + 1) if days < 60 else None
