"""A file of somebody's, opened within limits: sheets, their rows, what is merged; or a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from board.errors import RuleBroken

LARGEST_FILE: Final = 5 * 1024 * 1024
LARGEST_UNPACKED: Final = 20 * 1024 * 1024
HIGHEST_RATIO: Final = 100
MOST_ROWS: Final = 2000

Value = str | int | float | bool | datetime | date | time


class CannotRead(RuleBroken):
    """The file is not one the board reads; the sentence says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="file")


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


def open_file(content: bytes, file_name: str) -> list[Sheet]:
    """The sheets of an .xlsx, or the one of a .csv (UTF-8 or GB18030). CannotRead otherwise."""
    raise NotImplementedError


def from_pasted(text: str) -> list[Sheet]:
    """Cells as the clipboard has them: a row a line, tabs between; cells in quotes may have lines."""
    raise NotImplementedError
