"""Finding hours: what waits at the desk, one shift's, one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from board.accounts import scope
from board.accounts.models import Person, Role
from board.areas.models import Area
from board.attendance.models import Attendance, Kind
from board.attendance.queries import stands
from board.db import session
from board.errors import NotFound
from board.positions.models import Position, Shift
from board.records import ledger, second
from board.records.ledger import Line
from board.records.models import RecordStep, ServiceRecord, State, WaitingRecord
from board.web.paging import Page, cut

READERS: Final = (Role.editor, Role.reviewer, Role.manager)
PAGE_SIZE: Final = 20
ON_A_PAGE: Final = 100  # records of one shift
WITHIN: Final = timedelta(days=60)  # older shifts are written down by a back-fill


@dataclass(frozen=True)
class Waiting:
    """A shift with hours that wait for this person: how many records, and by when."""

    shift: Shift
    state: State
    count: int
    due_on: date


def fetch_shift(person: Person, shift_id: int, *roles: Role) -> Shift:
    """A shift whose hours this person may see or act on (404, 403)."""
    wanted = select(Shift).join(Shift.position).where(Shift.id == shift_id)
    wanted = wanted.options(contains_eager(Shift.position).joinedload(Position.area))
    return scope.fetch(wanted, Position.area_id, person, *roles)


def fetch_record(person: Person, record_id: int, *roles: Role) -> Line:
    """A record of the person's areas as it stands (404, 403)."""
    wanted = select(ServiceRecord).where(ServiceRecord.id == record_id)
    scope.fetch(wanted, ServiceRecord.area_id, person, *roles)
    line = ledger.line_of(record_id)
    if line is None:
        raise NotFound
    return line


def fetch_mine(person: Person, record_id: int) -> Line:
    """One of this person's own records; NotFound for every other."""
    found = ledger.lines(ServiceRecord.id == record_id, ServiceRecord.person_id.in_(ledger.selves(person)))
    if not found:
        raise NotFound
    return found[0]


def to_settle(person: Person, *, limit: int) -> list[Waiting]:
    """Shifts with doubtful records in this editor's areas, the soonest due first. Their own are others' to settle."""
    rows = _by_shift(_covered(person, Role.editor), State.doubtful)
    rows = rows.where(ServiceRecord.person_id.not_in(ledger.selves(person)))
    return _waiting(rows.limit(limit), State.doubtful)


def to_confirm(person: Person, *, limit: int) -> list[Waiting]:
    """Shifts with records that it is this reviewer's turn to confirm, the soonest due first."""
    places = {area.id for area in scope.areas_of(person, Role.reviewer)}
    if not places:
        return []
    covered = _covered(person, Role.reviewer)
    soonest = _waiting(_by_shift(covered, State.proposed).limit(limit * 4), State.proposed)
    if not soonest:
        return []
    theirs = _theirs([row.shift.id for row in soonest], person, places)
    counted = [Waiting(row.shift, row.state, theirs.get(row.shift.id, 0), row.due_on) for row in soonest]
    return [row for row in counted if row.count][:limit]


def _theirs(shift_ids: Sequence[int], person: Person, places: set[int]) -> dict[int, int]:
    """By shift: how many of its proposed records are this reviewer's to confirm."""
    waits = (WaitingRecord.state == State.proposed, WaitingRecord.shift_id.in_(shift_ids))
    rows = session.execute(
        select(WaitingRecord.record_id, WaitingRecord.area_id, WaitingRecord.shift_id).where(*waits)
    ).all()
    hands = second.hands_of(ServiceRecord.id.in_(select(WaitingRecord.record_id).where(*waits)))
    mine = second.for_them([(record, area) for record, area, _ in rows], hands, person.id, places)
    found: dict[int, int] = {}
    for record, _, shift_id in rows:
        found[shift_id] = found.get(shift_id, 0) + (record in mine)
    return found


def _covered(person: Person, role: Role) -> ColumnElement[bool]:
    return WaitingRecord.area_id.in_(select(Area.id).where(scope.within(scope.areas_of(person, role))))


_Counted = Select[int, int, date]  # a shift, how many records, by when


def _by_shift(covered: ColumnElement[bool], state: State) -> _Counted:
    return (
        select(WaitingRecord.shift_id, func.count(), func.min(WaitingRecord.due_on))
        .join(ServiceRecord, ServiceRecord.id == WaitingRecord.record_id)
        .where(covered, WaitingRecord.state == state)
        .group_by(WaitingRecord.shift_id)
        .order_by(func.min(WaitingRecord.due_on), WaitingRecord.shift_id)
    )


def _waiting(rows: _Counted, state: State) -> list[Waiting]:
    found = session.execute(rows).all()
    if not found:
        return []
    shifts = {shift.id: shift for shift in _shifts([shift_id for shift_id, _, _ in found])}
    return [Waiting(shifts[shift_id], state, count, due_on) for shift_id, count, due_on in found]


def _shifts(ids: Sequence[int]) -> Sequence[Shift]:
    wanted = select(Shift).where(Shift.id.in_(ids))
    return session.scalars(wanted.options(joinedload(Shift.position).joinedload(Position.area))).all()


def of_shift(shift: Shift) -> list[Line]:
    """Every record of the shift, by id, with its person."""
    return ledger.lines(ServiceRecord.shift_id == shift.id, with_people=True)


def mine(person: Person, before: int | None) -> Page[Line]:
    """One's own records, the newest first; `before` is a record's id."""
    query = (
        ledger.standing()
        .join(ServiceRecord.shift)
        .join(Shift.position)
        .options(contains_eager(ServiceRecord.shift).contains_eager(Shift.position))
        .where(ServiceRecord.person_id.in_(ledger.selves(person)))
        .order_by(ServiceRecord.id.desc())
    )
    if before is not None:
        query = query.where(ServiceRecord.id < before)
    found = ledger.read(query.limit(PAGE_SIZE + 1))
    return cut(found, PAGE_SIZE, str(found[PAGE_SIZE - 1].record.id) if len(found) > PAGE_SIZE else None)


def not_yet_written(person: Person, now: datetime) -> list[Attendance]:
    """Where this person came within two months and nothing is in the ledger: not checked out, or not settled."""
    written = exists().where(
        or_(
            ServiceRecord.arrived_id == Attendance.id,
            and_(
                ServiceRecord.shift_id == Attendance.shift_id, ServiceRecord.person_id == Attendance.person_id
            ),
        )
    )
    rows = (
        select(Attendance)
        .join(Attendance.shift)
        .join(Shift.position)
        .where(Attendance.person_id == person.id, Attendance.kind == Kind.arrived, stands())
        .where(Shift.ends_at <= now, Shift.starts_at > now - WITHIN, ~written)
        .options(contains_eager(Attendance.shift).contains_eager(Shift.position))
        .order_by(Shift.starts_at.desc())
        .limit(PAGE_SIZE)
    )  # fmt: skip
    return list(session.scalars(rows))


def steps_of(record: ServiceRecord) -> list[RecordStep]:
    """What happened to the record, the first step first."""
    steps = select(RecordStep).where(RecordStep.record_id == record.id).order_by(RecordStep.step)
    return list(session.scalars(steps))
