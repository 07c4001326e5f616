"""What one cell says, as text, and what it is called."""

import unicodedata
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

from board.sheets.opening import Value
from board.web.forms import one_line, several_lines

_DITTO: Final = frozenset({"同上", "同前", "〃", "″"})


def words_of(value: Value | None) -> str:
    """The cell's text: `8` for 8.0, `2026-12-15 09:00` for a date with a time, lines kept apart."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _tidy(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time.min else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else f"{value:.15g}"


@lru_cache(maxsize=4096)
def _tidy(text: str) -> str:
    return text.strip() if _is_plain(text) else several_lines(text) or ""


@lru_cache(maxsize=4096)
def line_of(text: str) -> str:
    """The same on one line."""
    return " ".join(text.split()) if _is_plain(text) else one_line(text) or ""


def _is_plain(text: str) -> bool:
    # Nearly every cell: no need to look at it letter by letter.
    return text.isprintable() and unicodedata.is_normalized("NFC", text)


def is_ditto(value: Value) -> bool:
    """`同上`: what the row above says."""
    return isinstance(value, str) and value.strip() in _DITTO


def letters(column: int) -> str:
    """A, B … Z, AA: what a spreadsheet calls its columns."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
