"""Which records are checked once more: drawn by lot from what was confirmed in a month, for each community.

The seed is made when the month is drawn, kept in a table that only grows, and named in the audit log, which
is sealed. Records are taken in the order of SHA-256(seed:record): whoever doubts a draw can do it again.
"""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, time, timedelta
from hashlib import sha256
from math import ceil
from typing import Final

from sqlalchemy import insert, select

from board import audit, clock
from board.db import begin_writing, session
from board.flags import keeping
from board.flags.models import Recheck, RecheckDraw, RecheckState
from board.records import ledger
from board.records.models import Kind, RecordStep, ServiceRecord, State

FEWEST: Final = 1
MOST: Final = 10
BATCH: Final = 500

_percent: int = 5


def use(percent: int) -> None:
    """How much of a month is checked once more (settings); told once, at the start."""
    global _percent
    _percent = percent


def draw_last_month() -> int:
    """Last month's sample is drawn, unless it is already; how many records are in it. A job of every month."""
    today = clock.today()
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    if _is_drawn(month):
        return 0
    by_area = _confirmed_in(month)
    begin_writing()
    draw = _begin(month)
    if draw is None:
        session.rollback()
        return 0
    chosen = [
        (area, record)
        for area, records in by_area.items()
        for record in chosen_of(draw.seed, records, draw.percent)
    ]
    _enter(draw, chosen, due_on=_last_day(today))
    session.commit()
    return len(chosen)


def chosen_of(seed: str, records: Sequence[int], percent: int) -> list[int]:
    """The sample of one community: so many per cent, one at least and ten at most, in the order of the lot."""
    count = min(max(ceil(len(records) * percent / 100), FEWEST), MOST)
    return sorted(records, key=lambda record: sha256(f"{seed}:{record}".encode()).hexdigest())[:count]


def _is_drawn(month: date) -> bool:
    return session.scalar(select(RecheckDraw.id).where(RecheckDraw.month == month)) is not None


def _confirmed_in(month: date) -> dict[int, list[int]]:
    """By area: records that were confirmed in this month and still are."""
    first, after = clock.at(month, time(0)), clock.at(_last_day(month) + timedelta(days=1), time(0))
    steps = select(RecordStep.record_id).where(
        RecordStep.kind == Kind.confirmed, RecordStep.at >= first, RecordStep.at < after
    )
    records = sorted(set(session.scalars(steps)))
    found: dict[int, list[int]] = defaultdict(list)
    for start in range(0, len(records), BATCH):
        for line in ledger.lines(ServiceRecord.id.in_(records[start : start + BATCH])):
            if line.state == State.confirmed:
                found[line.record.area_id].append(line.record.id)
    return found


def _begin(month: date) -> RecheckDraw | None:
    """The month's draw, with its seed; None if somebody else has just made it."""
    values = {"month": month, "seed": secrets.token_hex(32), "percent": _percent, "drawn_at": clock.now()}
    made = (
        keeping.insert_new(RecheckDraw)
        .values(**values)
        .on_conflict_do_nothing(index_elements=[RecheckDraw.month])
    )
    number = session.scalar(made.returning(RecheckDraw.id))
    if number is None:
        return None
    draw = session.get_one(RecheckDraw, number)
    audit.record("flags.draw", draw, seed=draw.seed)
    return draw


def _enter(draw: RecheckDraw, chosen: Sequence[tuple[int, int]], *, due_on: date) -> None:
    rows = [
        {"draw_id": draw.id, "record_id": record, "area_id": area, "due_on": due_on, "state": RecheckState.waiting, "note": ""}
        for area, record in chosen
    ]  # fmt: skip
    if rows:
        session.execute(insert(Recheck), rows)


def _last_day(of: date) -> date:
    return (of.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
