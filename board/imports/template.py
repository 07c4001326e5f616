"""Our own sheet to fill in: the community's name and month, what it always answers, an example, help."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from board.areas.models import Area
from board.imports import layout
from board.imports.layout import COLUMNS, Text
from board.positions.forms import next_month
from board.sheets import writing

READY_ROWS: Final = 20


def template(area: Area, standing: Mapping[str, Any], today: date) -> bytes:
    """The sheet for next month's list of this community; what it always answers is filled in beforehand."""
    example: list[Text | None] = [column.example for column in COLUMNS]
    rows = [example, *(_ready(number, standing) for number in range(1, READY_ROWS + 1))]
    title = f"{area.name}{_month(today)}慈善公益岗位机会清单"
    return writing.book([layout.page(title, rows, name="岗位清单"), layout.help_page()])


def file_name(area: Area, today: date) -> str:
    return f"{area.name}-{_month(today)}岗位清单"


def _month(today: date) -> str:
    first, _ = next_month(today)
    return f"{first.year}年{first.month}月"


def _ready(number: int, standing: Mapping[str, Any]) -> list[Text | None]:
    beforehand = [
        layout.words_of(column.standing, standing) if column.standing else None for column in COLUMNS
    ]
    return [number, *beforehand[1:]]
