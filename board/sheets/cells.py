"""What a spreadsheet is to the board: sheets, rows, cells; and the refusal to read one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from board.errors import RuleBroken

Value = str | int | float | bool | datetime | date | time

# What no database keeps and no page shows: controls but tab and new line, halves of surrogate pairs.
_UNSHOWN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class CannotRead(RuleBroken):
    """The file is not one the board reads; the sentence says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="file")


class NoValue(str):
    """What stands where a cell has no value: the formula that nobody worked out (`=A1*2`), or `#REF!`."""

    __slots__ = ()


@dataclass(frozen=True)
class SheetRow:
    """A row that is not blank: its number in the sheet from 1, its cells by column from 1."""

    number: int
    cells: Mapping[int, Value]


@dataclass(frozen=True)
class Sheet:
    """One sheet; `merged` are (first row, first column, last row, last column), from 1."""

    name: str
    rows: Sequence[SheetRow]
    merged: Sequence[tuple[int, int, int, int]] = ()


def clean(text: str) -> str:
    """The text with one kind of line end, and without what cannot be kept or shown."""
    return _UNSHOWN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(value: Value) -> bool:
    return isinstance(value, str) and not value.strip()
