"""Comma-separated files that people take away: a spreadsheet program opens them and runs nothing."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from board.sheets.cells import clean
from board.sheets.writing import RUNS

_BOM: Final = "\ufeff"  # without it a spreadsheet program takes UTF-8 for something else
Cell = str | int | float | None


def text(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The whole file. What a cell begins with that would be run gets an apostrophe in front."""
    kept = io.StringIO(newline="")
    writer = csv.writer(kept, lineterminator="\r\n")
    writer.writerow(map(guarded, heads))
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return _BOM + kept.getvalue()


def guarded(cell: Cell) -> str | int | float:
    """A cell that is text whatever it begins with; a full-width sign is one too, for some programs."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell
    plain = clean(cell)
    # Blanks in front are skipped by some programs before they look for a formula.
    return f"'{plain}" if plain.lstrip(" \u3000\n").startswith((*RUNS, "＝", "＋", "－", "＠")) else plain
