"""A community that back-fills much more this month than in the three before."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import case, func, select

from board import clock
from board.db import begin_writing, session
from board.flags import keeping
from board.flags.found import Found
from board.flags.in_records import hands_in
from board.flags.models import Kind
from board.flags.thresholds import BACKFILLS_AT_LEAST, MONTHS_BEFORE, ONE_IN, SHARE_TIMES
from board.records.models import ServiceRecord, Source


@dataclass(frozen=True)
class Share:
    """How many of so many records were back-filled."""

    back_filled: int = 0
    of: int = 0

    def leaps_from(self, before: "Share") -> bool:
        """Many, a large part, and a much larger one than before."""
        is_large = self.back_filled >= BACKFILLS_AT_LEAST and self.back_filled * ONE_IN >= self.of
        # Whole numbers: 30 of 100 is three times 10 of 100, and floats would say that it is not.
        return is_large and self.back_filled * before.of >= SHARE_TIMES * before.back_filled * self.of


def find_leaps() -> int:
    """The month to which yesterday belongs, in every community; how many new flags. A job of every night."""
    month = (clock.today() - timedelta(days=1)).replace(day=1)
    now = _shares(month, _months_later(month, 1))
    before = _shares(_months_later(month, -MONTHS_BEFORE), month)
    leaps = [area for area, share in now.items() if share.leaps_from(before.get(area, Share()))]
    found = [_found(area, month, now[area], before.get(area, Share())) for area in leaps]
    if not found:
        return 0
    begin_writing()
    new = keeping.keep(found)
    session.commit()
    return new


def _shares(first: date, after: date) -> dict[int, Share]:
    """By area, of what was written down from the first day until before the other."""
    back_filled = func.sum(case((ServiceRecord.source == Source.backfill, 1), else_=0))
    counted = (
        select(ServiceRecord.area_id, back_filled, func.count())
        .where(ServiceRecord.entered_at >= clock.at(first, time(0)))
        .where(ServiceRecord.entered_at < clock.at(after, time(0)))
        .group_by(ServiceRecord.area_id)
    )
    return {area: Share(int(some), total) for area, some, total in session.execute(counted)}


def _found(area_id: int, month: date, now: Share, before: Share) -> Found:
    rows = select(ServiceRecord.id, ServiceRecord.person_id).where(
        ServiceRecord.area_id == area_id, ServiceRecord.source == Source.backfill,
        ServiceRecord.entered_at >= clock.at(month, time(0)),
        ServiceRecord.entered_at < clock.at(_months_later(month, 1), time(0)),
    )  # fmt: skip
    found = session.execute(rows.order_by(ServiceRecord.id)).all()
    numbers = {
        "back_filled": now.back_filled,
        "of": now.of,
        "before": before.back_filled,
        "before_of": before.of,
    }
    return Found(
        kind=Kind.backfill_share, key=f"{area_id}:{month:%Y-%m}", area_id=area_id,
        evidence={"month": f"{month}", "records": [record for record, _ in found]} | numbers,
        hands=hands_in([record for record, _ in found]), volunteers=frozenset(person for _, person in found),
    )  # fmt: skip


def _months_later(month: date, months: int) -> date:
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
