"""From attendance to hours without typing: whoever came and went has a proposed record, by server time.

A step of the tick. What waits to be looked at again in attendance is not proposed yet.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from board import clock, rounding
from board.accounts.throttle import one_at_a_time
from board.attendance.models import Attendance, How, Kind
from board.attendance.queries import SETTLED_AFTER, is_settled, stands
from board.db import begin_writing, session
from board.positions.models import Position, Shift
from board.records import doubting, second, stepping
from board.records.models import ServiceRecord, Source
from board.records.queries import WITHIN
from board.records.stepping import Stay

BATCH: Final = 200

Pair = tuple[Attendance, Attendance]


def propose() -> int:
    """Hours of shifts that ended an hour ago or more are proposed; how many were."""
    if not _unwritten():
        return 0
    begin_writing()
    one_at_a_time("records")  # another tick may be proposing the same
    pairs = _unwritten()
    records = [_record(came, left) for came, left in pairs]
    doubting.add_doubts(records)
    stepping.enter(records)
    session.commit()
    return len(records)


def _unwritten() -> list[Pair]:
    """Arrivals with their leaving, both standing and settled, that no record rests on yet."""
    left, now = aliased(Attendance), clock.now()
    same = and_(
        left.shift_id == Attendance.shift_id, left.person_id == Attendance.person_id, left.kind == Kind.left
    )
    written = exists().where(
        or_(
            ServiceRecord.arrived_id == Attendance.id,
            and_(
                ServiceRecord.shift_id == Attendance.shift_id, ServiceRecord.person_id == Attendance.person_id
            ),
        )
    )
    pairs = (
        select(Attendance, left)
        .join(left, and_(same, stands(left), is_settled(left)))
        .join(Attendance.shift)
        .where(Attendance.kind == Kind.arrived, stands(), is_settled(), ~written)
        .where(Shift.starts_at > now - WITHIN, Shift.ends_at <= now - SETTLED_AFTER)
        .options(
            joinedload(Attendance.person),
            joinedload(Attendance.shift).joinedload(Shift.position).joinedload(Position.opportunity_list),
        )
        .order_by(Attendance.id)
        .limit(BATCH)
    )
    return [(came, went) for came, went in session.execute(pairs)]


def _record(came: Attendance, left: Attendance) -> ServiceRecord:
    hands, position = second.hands_on((came, left)), came.shift.position
    others = [hand for hand in hands if hand != came.person_id]
    stay = Stay(came.at, max(left.at, came.at))
    return ServiceRecord(
        person_id=came.person_id, position_id=position.id, shift_id=came.shift_id, area_id=position.area_id,
        unit_id=came.person.unit_id, source=_source(came, left, hands), arrived_id=came.id, left_id=left.id,
        starts_at=stay.starts_at, ends_at=stay.ends_at, minutes=stay.minutes,
        counts=position.counts_hours and not position.opportunity_list.is_task_list, rule=rounding.CURRENT,
        hands=hands, entered_by=others[-1] if others else None, entered_at=clock.now(),
        evidence={"arrived": str(came.how), "left": str(left.how)},
        shift=came.shift,
    )  # fmt: skip


def _source(came: Attendance, left: Attendance, hands: Sequence[int]) -> Source:
    by_phone = came.how == left.how == How.code
    return Source.code if by_phone and not hands else Source.roster
