"""Our own sheet to fill in: the community's name and month, what it always answers, an example, help."""

from datetime import date
from typing import Any

from board.areas.models import Area
from board.imports.layout import COLUMNS, Column, Text, words_of
from board.imports.sheet_file import Sheet, made
from board.positions.forms import next_month

READY_ROWS = 20
_HELP = "一行一个岗位，空着的行不用管。写着“例”的那一行是例子，不会读进来。每一列怎么填，看“填表说明”那一页。"


def template(area: Area, standing: dict[str, Any], today: date) -> bytes:
    """The sheet for next month's list of this community."""
    return made(Sheet(
        title=f"{area.name}{_month(today)}慈善公益岗位机会清单",
        help=_HELP,
        example=[column.example for column in COLUMNS],
        ready=READY_ROWS,
        standing=_standing(standing),
    ))  # fmt: skip


def file_name(area: Area, today: date) -> str:
    return f"{area.name}-{_month(today)}岗位清单.xlsx"


def _month(today: date) -> str:
    first, _ = next_month(today)
    return f"{first.year}年{first.month}月"


def _standing(answers: dict[str, Any]) -> dict[int, Text]:
    """The columns that the community answers alike every time, and with what."""
    said = {place: _said(column, answers) for place, column in enumerate(COLUMNS) if column.standing}
    return {place: text for place, text in said.items() if text}


def _said(column: Column, answers: dict[str, Any]) -> str:
    return words_of(column.standing, answers)
