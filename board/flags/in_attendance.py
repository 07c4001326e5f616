"""What looks wrong about coming and going."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import contains_eager

from board.attendance.models import Attendance, How, Kind
from board.attendance.queries import stands
from board.db import session
from board.flags.found import Found, by_night, written_at_night
from board.flags.models import Kind as FlagKind
from board.flags.thresholds import MANY_ON_A_PHONE, MANY_TAPS, NEAR_A_SHIFT, TAPS_WITHIN
from board.positions.models import Position, Shift

BY_STAFF: Final = (How.tap, How.settled)


def look_through(rows: Sequence[Attendance]) -> list[Found]:
    """What looks wrong now that these rows are there."""
    return [*_same_minute(rows), *_one_device(rows), *_at_night(rows)]


def _same_minute(rows: Sequence[Attendance]) -> list[Found]:
    touched = {
        (row.shift_id, row.noted_by) for row in rows if row.how in BY_STAFF and row.kind == Kind.arrived
    }
    pair = tuple_(Attendance.shift_id, Attendance.noted_by)
    groups: dict[tuple[int, int], list[Attendance]] = defaultdict(list)
    for row in _arrivals(pair.in_(touched), Attendance.how.in_(BY_STAFF)) if touched else ():
        groups[row.shift_id, row.noted_by].append(row)
    bursts = [(hand, burst) for (_, hand), group in groups.items() if (burst := _burst(group))]
    return [_tapped(hand, burst) for hand, burst in bursts]


def _burst(rows: Sequence[Attendance]) -> list[Attendance]:
    """The most of them that were written down within a minute, if they are many."""
    ordered = sorted(rows, key=_noted)
    most: list[Attendance] = []
    first = 0
    for last, row in enumerate(ordered):
        while row.noted_at - ordered[first].noted_at >= TAPS_WITHIN:
            first += 1
        if last - first + 1 > len(most):
            most = ordered[first : last + 1]
    return most if len(most) >= MANY_TAPS else []


def _noted(row: Attendance) -> tuple[datetime, int]:
    return row.noted_at, row.id


def _tapped(hand: int, burst: Sequence[Attendance]) -> Found:
    shift = burst[0].shift
    return Found(
        kind=FlagKind.same_minute, key=f"{shift.id}:{hand}", area_id=shift.position.area_id,
        hands=frozenset({hand}), volunteers=_people(burst),
        evidence={"shift": shift.id, "by": hand, "at": burst[0].noted_at.isoformat(), "attendance": _ids(burst)},
    )  # fmt: skip


def _one_device(rows: Sequence[Attendance]) -> list[Found]:
    touched = {
        (row.shift_id, row.browser_hash) for row in rows if row.browser_hash and row.kind == Kind.arrived
    }
    pair = tuple_(Attendance.shift_id, Attendance.browser_hash)
    groups: dict[tuple[int, str | None], list[Attendance]] = defaultdict(list)
    for row in _arrivals(pair.in_(touched)) if touched else ():
        groups[row.shift_id, row.browser_hash].append(row)
    return [_shared(group) for group in groups.values() if len(_people(group)) >= MANY_ON_A_PHONE]


def _shared(group: Sequence[Attendance]) -> Found:
    shift, phone = group[0].shift, (group[0].browser_hash or "")[:16]
    return Found(
        kind=FlagKind.one_device, key=f"{shift.id}:{phone}", area_id=shift.position.area_id,
        volunteers=_people(group), evidence={"shift": shift.id, "attendance": _ids(group)},
    )  # fmt: skip


def _at_night(rows: Sequence[Attendance]) -> list[Found]:
    late = {row.id: night for row in rows if row.how in BY_STAFF and (night := by_night(row.noted_at))}
    with_shifts = _with_shifts(Attendance.id.in_(late)) if late else []
    return [
        written_at_night(
            row.noted_by, late[row.id], row.shift.position.area_id, [row.person_id], attendance=row.id
        )
        for row in with_shifts
        if not _is_near(row.shift, row.noted_at)
    ]


def _is_near(shift: Shift, at: datetime) -> bool:
    return shift.starts_at - NEAR_A_SHIFT <= at < shift.ends_at + NEAR_A_SHIFT


def _arrivals(*where: ColumnElement[bool]) -> Sequence[Attendance]:
    return _with_shifts(Attendance.kind == Kind.arrived, *where)


def _with_shifts(*where: ColumnElement[bool]) -> Sequence[Attendance]:
    rows = select(Attendance).join(Attendance.shift).join(Shift.position).where(stands(), *where)
    return session.scalars(rows.options(_SHIFT).order_by(Attendance.id)).all()


_SHIFT: Final = contains_eager(Attendance.shift).contains_eager(Shift.position).load_only(Position.area_id)


def _people(rows: Iterable[Attendance]) -> frozenset[int]:
    return frozenset(row.person_id for row in rows)


def _ids(rows: Iterable[Attendance]) -> list[int]:
    return [row.id for row in rows]
