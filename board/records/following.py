"""When attendance is changed after hours were written down, the record follows: back to the editor, or void.

A step of the tick. Only rows of attendance that were taken back can change what a record rests on: a
second one of a kind cannot stand beside the first.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import exists, select, tuple_
from sqlalchemy.orm import aliased

from board import clock
from board.accounts.models import Person
from board.accounts.throttle import one_at_a_time
from board.attendance.models import Attendance, Kind
from board.attendance.queries import is_settled, stands
from board.db import begin_writing, session
from board.records import ledger, stepping
from board.records.ledger import Line
from board.records.models import Kind as StepKind
from board.records.models import RecordStep, ServiceRecord, State
from board.records.stepping import Stay

CHANGED_WITHIN: Final = timedelta(days=30)
_CHANGED: Final = "签到记录改过了"
_NOBODY_THERE: Final = "签到记录撤掉了"
_CLAIMED_TWICE: Final = "认领后和本人的记录重复"

Seen = dict[Kind, Attendance]
_Key = tuple[int, int]  # shift, person


def follow_changes() -> int:
    """Records whose attendance changed are questioned, or voided when nobody was there any more; how many."""
    if not _changed():
        return 0
    begin_writing()
    one_at_a_time("records")
    changed = _changed()
    for line, seen in changed:
        _follow(line, seen)
    session.commit()
    return len(changed)


def _changed() -> list[tuple[Line, Seen]]:
    """Records that rest on something else than what stands now, with what stands."""
    found = ledger.lines(ServiceRecord.id.in_(_near_a_change()))
    rests_on = _rests_on(line.record.id for line in found) if found else {}
    owners = _owners(found)
    there = _standing({(line.record.shift_id, owners[line.record.person_id]) for line in found})
    pairs = [(line, there.get((line.record.shift_id, owners[line.record.person_id]), {})) for line in found]
    return [(line, seen) for line, seen in pairs if _differs(line, seen, rests_on)]


def _near_a_change() -> list[int]:
    """Records of a person and shift of whose attendance something was taken back lately."""
    record_of = aliased(Person)
    taken_back = (
        select(ServiceRecord.id)
        .select_from(Attendance)
        .join(ServiceRecord, ServiceRecord.shift_id == Attendance.shift_id)
        .join(record_of, record_of.id == ServiceRecord.person_id)
        .where(Attendance.voided_at > clock.now() - CHANGED_WITHIN)
        .where((Attendance.person_id == ServiceRecord.person_id) | (Attendance.person_id == record_of.claimed_by))
        .where(ServiceRecord.arrived_id.is_not(None))
    )  # fmt: skip
    return sorted(set(session.scalars(taken_back)))


def _rests_on(record_ids: object) -> dict[int, tuple[int | None, int | None]]:
    """By record: the attendance named by its last step that names any, else missing."""
    newer = aliased(RecordStep)
    later = exists().where(
        newer.record_id == RecordStep.record_id, newer.arrived_id.is_not(None), newer.step > RecordStep.step
    )
    wanted = select(RecordStep.record_id, RecordStep.arrived_id, RecordStep.left_id).where(
        RecordStep.record_id.in_(list(record_ids)), RecordStep.arrived_id.is_not(None), ~later  # type: ignore[call-overload]
    )  # fmt: skip
    return {record: (came, left) for record, came, left in session.execute(wanted)}


def _owners(lines: list[Line]) -> dict[int, int]:
    """Under whose id attendance is kept now: whoever claimed the record took it over."""
    people = {line.record.person_id for line in lines}
    claims = session.execute(select(Person.id, Person.claimed_by).where(Person.id.in_(people)))
    return {person: claimed_by or person for person, claimed_by in claims}


def _standing(keys: set[_Key]) -> dict[_Key, Seen]:
    """What is known and settled of coming and going, by shift and person."""
    there: dict[_Key, Seen] = {}
    rows = select(Attendance).where(
        tuple_(Attendance.shift_id, Attendance.person_id).in_(keys),
        Attendance.kind.in_((Kind.arrived, Kind.left)), stands(), is_settled(),
    )  # fmt: skip
    for row in session.scalars(rows) if keys else ():
        there.setdefault((row.shift_id, row.person_id), {})[Kind(row.kind)] = row
    return there


def _differs(line: Line, seen: Seen, rests_on: dict[int, tuple[int | None, int | None]]) -> bool:
    if len(seen) < 2 or _rests_another_on(seen[Kind.arrived], line):
        return line.state != State.voided
    by_person = line.state == State.voided and line.last is not None and line.last.by_id is not None
    now = (seen[Kind.arrived].id, seen[Kind.left].id)
    return not by_person and now != rests_on.get(
        line.record.id, (line.record.arrived_id, line.record.left_id)
    )


def _follow(line: Line, seen: Seen) -> None:
    if len(seen) < 2:
        stepping.take(line, StepKind.voided, by=None, reason=_NOBODY_THERE)
        return
    came, left = seen[Kind.arrived], seen[Kind.left]
    if _rests_another_on(came, line):
        stepping.take(line, StepKind.voided, by=None, reason=_CLAIMED_TWICE)
        return
    stay = Stay(came.at, max(left.at, came.at), came.id, left.id)
    stepping.take(line, StepKind.questioned, by=None, reason=_CHANGED, stay=stay)


def _rests_another_on(came: Attendance, line: Line) -> bool:
    """Whoever claimed a record had hours of their own on this shift: one stay counts once."""
    others = select(ServiceRecord.id).where(
        ServiceRecord.arrived_id == came.id, ServiceRecord.id != line.record.id
    )
    return session.scalar(others.limit(1)) is not None
