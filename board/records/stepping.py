"""Adding to the ledger: the only writer of its rows. Everything here runs inside a write transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import delete, insert
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from board import audit, clock
from board.accounts.models import Person
from board.db import is_sqlite, session
from board.errors import RuleBroken
from board.records import due
from board.records.ledger import Line
from board.records.models import AFTER, NEXT, Kind, RecordStep, ServiceRecord, State, WaitingRecord

_WAITING: Final = (State.doubtful, State.proposed, State.held)


class NotNow(RuleBroken):
    sentence = "这条记录刚才有变动，现在做不了这一步。看看最新的再决定。"


@dataclass(frozen=True)
class Stay:
    """From when to when, as a step leaves it; and the attendance it rests on since, if that has changed."""

    starts_at: datetime
    ends_at: datetime
    arrived_id: int | None = None
    left_id: int | None = None

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


# Rules of features above on a record whose times change, or that counts again after it was void (create_app):
# they are told the record and its stay after the step, inside the write transaction, and raise RuleBroken.
checks: list[Callable[[Line, Stay], None]] = []


def enter(records: Sequence[ServiceRecord]) -> None:
    """These hours are written down for the first time; they wait for somebody."""
    if not records:
        return
    session.add_all(records)
    session.flush()
    dues = due.days_of(record.ends_at for record in records)
    session.execute(insert(WaitingRecord), [
        _waiting(record, record.state_after(None), dues[clock.local(record.ends_at).date()]) for record in records
    ])  # fmt: skip
    audit.record_each("records.enter", records)


def take(line: Line, kind: Kind, *, by: Person | None, reason: str = "", stay: Stay | None = None) -> None:
    """One step more of one record; its totals follow. NotNow when it does not fit what is there."""
    take_each([line], kind, by=by, reason=reason, stay=stay)


def take_each(
    lines: Sequence[Line], kind: Kind, *, by: Person | None, reason: str = "", stay: Stay | None = None
) -> datetime:
    """The same step of many records, in few statements (with `stay`: of one); the instant all of them have."""
    if any(kind not in NEXT[line.state] for line in lines):
        raise NotNow
    _check(lines, stay)
    now = clock.now()
    steps = [_step(line, kind, by, reason, stay, now) for line in lines]
    session.execute(insert(RecordStep), steps)
    _keep_waiting([line.record for line in lines], AFTER[kind])
    audit.record_each(f"records.{_VERBS[kind]}", [line.record for line in lines])
    return now


def _check(lines: Sequence[Line], stay: Stay | None) -> None:
    for line in lines if stay is not None else [line for line in lines if line.state == State.voided]:
        for check in checks:
            check(line, stay or Stay(line.starts_at, line.ends_at))


_VERBS: Final = {
    Kind.kept: "keep",
    Kind.corrected: "correct",
    Kind.questioned: "question",
    Kind.confirmed: "confirm",
    Kind.held: "hold",
    Kind.released: "release",
    Kind.voided: "void",
    Kind.reinstated: "reinstate",
}


def _step(
    line: Line, kind: Kind, by: Person | None, reason: str, stay: Stay | None, now: datetime
) -> dict[str, Any]:  # values of columns
    record, kept = line.record, stay or Stay(line.starts_at, line.ends_at)
    minutes = stay.minutes if stay else line.minutes
    did_count = line.state == State.confirmed
    will_count = kind in (Kind.confirmed, Kind.released)
    counted = minutes if will_count and record.counts else 0
    return {
        "record_id": record.id, "person_id": record.person_id, "area_id": record.area_id, "step": line.step + 1,
        "kind": kind, "by_id": by.id if by else None, "at": now, "reason": reason,
        "starts_at": kept.starts_at, "ends_at": kept.ends_at, "minutes": minutes,
        "added_minutes": counted - line.counted_minutes, "added_times": will_count - did_count,
        "arrived_id": kept.arrived_id, "left_id": kept.left_id,
    }  # fmt: skip


def _keep_waiting(records: Iterable[ServiceRecord], state: State) -> None:
    """What waits is what its last step says: entered, moved on, or gone."""
    found = list(records)
    if state not in _WAITING:
        gone = delete(WaitingRecord).where(WaitingRecord.record_id.in_([record.id for record in found]))
        session.execute(gone, execution_options={"synchronize_session": False})
        return
    dues = due.days_of(record.ends_at for record in found)
    rows = [_waiting(record, state, dues[clock.local(record.ends_at).date()]) for record in found]
    insertion = (insert_sqlite if is_sqlite() else insert_postgresql)(WaitingRecord)
    moved = {"state": insertion.excluded.state}
    session.execute(
        insertion.on_conflict_do_update(index_elements=[WaitingRecord.record_id], set_=moved), rows
    )


def _waiting(record: ServiceRecord, state: State, due_on: date) -> dict[str, Any]:  # values of columns
    return {
        "record_id": record.id, "shift_id": record.shift_id, "area_id": record.area_id, "state": state, "due_on": due_on,
    }  # fmt: skip
