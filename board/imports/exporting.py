"""A list as our own sheet: what it says, row by row, in words that are read back alike.

Not carried, because a sheet has no column for it: when sign-up opens and closes, until when people withdraw,
who decides, whether the phone is public, whether hours count, and a number of people that only one shift has.
"""

from collections.abc import Sequence

from board import audit, dates
from board.db import begin_writing
from board.imports.layout import COLUMNS
from board.imports.sheet_file import Sheet, made
from board.positions.models import OpportunityList, Position
from board.positions.words import State


def exported(opportunity_list: OpportunityList, positions: Sequence[Position]) -> bytes:
    """The list as a file; what was cancelled is not on it."""
    kept = [position for position in positions if position.state != State.cancelled]
    return made(Sheet(
        title=opportunity_list.title,
        help=_days(opportunity_list),
        rows=[[column.of(position) for column in COLUMNS] for position in kept],
        notes=[f"说明：{opportunity_list.introduction}"] if opportunity_list.introduction else [],
    ))  # fmt: skip


def note(opportunity_list: OpportunityList) -> None:
    """It is written down that somebody took the list away."""
    begin_writing()
    audit.record("list.export", opportunity_list, number=opportunity_list.number)


def file_name(opportunity_list: OpportunityList) -> str:
    return f"{opportunity_list.area.name}-{opportunity_list.number}.xlsx"


def _days(on: OpportunityList) -> str:
    kind = "任务清单" if on.is_task_list else "机会清单"
    return f"{kind}，{dates.long_date(on.period_start)}至{dates.long_date(on.period_end)}"
