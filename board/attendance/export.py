"""What the board keeps about a person's coming and going, for that person."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from board import dates
from board.accounts.export import moment
from board.accounts.models import Person
from board.attendance.models import Attendance, How, Kind, Review
from board.attendance.words import HOW_WORDS, KIND_WORDS, REVIEW_WORDS
from board.db import session
from board.positions.models import Shift


def attendance(person: Person) -> list[dict[str, object]]:
    """Every row about this person, also those that do not count."""
    mine = select(Attendance).where(Attendance.person_id == person.id).order_by(Attendance.id)
    with_positions = mine.options(joinedload(Attendance.shift).joinedload(Shift.position))
    return [_row(row) for row in session.scalars(with_positions)]


_YES: Final = {True: "是", False: "否"}


def _row(row: Attendance) -> dict[str, object]:
    return {
        "岗位": row.shift.position.title,
        "班次": dates.when(row.shift.starts_at, row.shift.ends_at),
        "记的是": KIND_WORDS[Kind(row.kind)],
        "怎么记的": HOW_WORDS[How(row.how)],
        "时间": moment(row.at),
        "记下的时间": moment(row.noted_at),
        "要复核": REVIEW_WORDS[Review(row.review)] if row.review else None,
        "复核过": moment(row.settled_at),
        "算数": _YES[row.voided_at is None],
        "原因": row.reason,
        "记下了所用的手机": _YES[row.browser_hash is not None],
    }
