"""The sheet word for word, beside what the board made of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from board.imports.models import UploadRow
from board.imports.overview import PAGE
from board.imports.understood import Understood


@dataclass(frozen=True)
class Table:
    """Rows of one sheet as they were: its headings, and each row's number and cells under them."""

    sheet: str
    headings: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


def tables(rows: Sequence[tuple[UploadRow, Understood]], page: int) -> list[Table]:
    """The original of one page of the review, a table for each sheet."""
    by_sheet: dict[str, list[Understood]] = {}
    for _, told in rows[(page - 1) * PAGE : page * PAGE]:
        by_sheet.setdefault(told.sheet, []).append(told)
    return [_table(sheet, told) for sheet, told in by_sheet.items()]


def _table(sheet: str, rows: Sequence[Understood]) -> Table:
    headings = list(dict.fromkeys(heading for told in rows for heading, _ in told.cells))
    return Table(sheet, headings, [(told.row, _cells(told, headings)) for told in rows])


def _cells(told: Understood, headings: Sequence[str]) -> list[str]:
    texts: dict[str, list[str]] = {}
    for heading, text in told.cells:
        texts.setdefault(heading, []).append(text)
    return [" ".join(texts.get(heading, ())) for heading in headings]
