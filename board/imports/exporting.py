"""A list as our own sheet: what it says, row by row, in words that are read back alike.

Not carried, because a sheet has no column for it: when sign-up opens and closes, until when people withdraw,
who decides, whether the phone is public, whether hours count, and a number of people that only one shift has.
"""

from collections.abc import Sequence

from board import audit, dates
from board.db import begin_writing
from board.imports import layout
from board.imports.layout import COLUMNS
from board.positions.models import OpportunityList, Position
from board.positions.words import LIST_KIND_WORDS, State
from board.sheets import writing


def exported(opportunity_list: OpportunityList, positions: Sequence[Position]) -> bytes:
    """The list as a file; what was cancelled is not on it."""
    kept = [position for position in positions if position.state != State.cancelled]
    rows = [[column.of(position) for column in COLUMNS] for position in kept]
    name = LIST_KIND_WORDS[opportunity_list.kind]
    return writing.book(
        [layout.page(opportunity_list.title, rows, name=name, notes=_notes(opportunity_list))]
    )


def _notes(on: OpportunityList) -> list[str]:
    """Its days, and what stands on top of the list."""
    said = [f"清单日子：{dates.long_date(on.period_start)}至{dates.long_date(on.period_end)}"]
    return [*said, *(f"说明：{line}" for line in on.introduction.splitlines() if line.strip())]


def note(opportunity_list: OpportunityList) -> None:
    """It is written down that somebody took the list away."""
    begin_writing()
    audit.record("list.export", opportunity_list, number=opportunity_list.number)


def file_name(opportunity_list: OpportunityList) -> str:
    return f"{opportunity_list.area.name}-{opportunity_list.number}"
