"""Numbers as the parts of a workbook write them, and nothing else that Python would take for one."""

import math
import re
from typing import Final

from board.sheets.cells import CannotRead
from board.sheets.kinds import DAMAGED

_WHOLE: Final = re.compile("[0-9]{1,9}", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(E[+-]?[0-9]{1,4})?", re.ASCII | re.IGNORECASE)
_EXACT: Final = 10**15  # whole numbers below it are kept exactly


def whole(text: str | None) -> int:
    """A count, an index, an id. CannotRead if it is none."""
    if text is None or not _WHOLE.fullmatch(text):
        raise CannotRead(DAMAGED)
    return int(text)


def number(text: str) -> int | float | None:
    """20 for "20" and "2E1", 0.5 for "0.5"; None if it is no number."""
    if len(text) > 40 or not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < _EXACT else value
