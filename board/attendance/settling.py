"""After the shift: an editor says what became of everybody the day itself left open.

Nothing is deleted: deciding anew voids what was decided and adds a row. Nobody settles their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import select

from board import audit, clock
from board.accounts.models import Person
from board.attendance import noting, telling
from board.attendance.models import Attendance, How, Kind
from board.attendance.roster import Entry, Roster, Section
from board.attendance.window import REACH, at_or_after
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.positions.models import Shift

MOST = 10_000  # as many as a shift can have places


class NotOver(RuleBroken):
    sentence = "这一班还没结束，结束以后再结。"


class NothingDecided(RuleBroken):
    sentence = "还没有选。在要记的人后面选一项，或者在最下面说“其余的人”怎么记。"


class LeftBeforeArriving(RuleBroken):
    """Somebody would have left before they came, or long after the end."""


class OwnRow(RuleBroken):
    sentence = "你自己的那一条，要请另一位发布员来结。"


class Became(StrEnum):
    """What became of somebody nobody saw arrive."""

    arrived = "arrived"
    absent = "absent"
    excused = "excused"


@dataclass(frozen=True)
class Stay:
    """Wall-clock times of somebody who was there after all."""

    came: time
    went: time


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """What an editor decided: by person, and by row for those marked for a second look."""

    became: dict[int, Became] = field(default_factory=dict)
    stays: dict[int, Stay] = field(default_factory=dict)
    went: dict[int, time] = field(default_factory=dict)
    counts: frozenset[int] = frozenset()
    voided: dict[int, str] = field(default_factory=dict)  # row -> why
    rest: Became | None = None  # whoever is still open
    rest_went_at_the_end: bool = False

    @property
    def is_empty(self) -> bool:
        by_one = self.became or self.went or self.counts or self.voided
        return not (by_one or self.rest or self.rest_went_at_the_end)


@dataclass(frozen=True)
class Open:
    """What is left to decide on a shift, as the page shows it."""

    missing: list[Entry]
    staying: list[Entry]
    doubtful: list[tuple[Entry, int, Kind]]  # whose, which row
    decided: list[Entry]

    @property
    def is_done(self) -> bool:
        return not (self.missing or self.staying or self.doubtful)


def left_open(shift: Shift, *, most: int = MOST) -> Open:
    """Everybody on the shift by what is still to be said about them."""
    entries = Roster(shift).present(most=most)
    return Open(
        missing=[e for e in entries if e.section == Section.coming],
        staying=[e for e in entries if e.section == Section.here],
        doubtful=[found for e in entries for found in _doubtful(e)],
        decided=[e for e in entries if e.section == Section.missing],
    )


def _doubtful(entry: Entry) -> list[tuple[Entry, int, Kind]]:
    seen = ((entry.came, Kind.arrived), (entry.went, Kind.left))
    return [(entry, row.id, kind) for row, kind in seen if row is not None and row.review is not None]


def settle(shift: Shift, told: Decisions, *, by: Person) -> None:
    """What was decided is written down. Deciding the same again changes nothing."""
    if told.is_empty:
        raise NothingDecided
    person_id = by.id
    begin_writing()
    if shift.cancelled_at is not None or clock.now() < shift.ends_at:
        raise NotOver
    if person_id in {*told.became, *told.went}:
        raise OwnRow
    _look_again(shift, told, person_id)
    _say_who_came(shift, told, person_id)
    _say_who_left(shift, told, person_id)
    audit.record("attendance.settle", shift)


def _look_again(shift: Shift, told: Decisions, by: int) -> None:
    wanted = [*told.counts, *told.voided]
    rows = session.scalars(
        select(Attendance).where(Attendance.id.in_(wanted), Attendance.shift_id == shift.id)
    ).all()
    for row in rows:
        if row.person_id == by:
            raise OwnRow
        if row.voided_at is None and row.id in told.counts and row.settled_at is None:
            row.settled_at, row.settled_by = clock.now(), by
            audit.record("attendance.count", row, shift=shift.id, person=row.person_id)
        elif row.voided_at is None and row.id in told.voided:
            _void(row, told.voided[row.id], by)
    session.flush()


def _void(row: Attendance, reason: str, by: int) -> None:
    """Whoever was not here has not left either."""
    there = noting.standing(row.shift_id, row.person_id)
    if row.kind == Kind.arrived and Kind.left in there:
        noting.void(there[Kind.left], by=by, reason=reason)
    noting.void(row, by=by, reason=reason)
    telling.not_counted(row, reason)


def _say_who_came(shift: Shift, told: Decisions, by: int) -> None:
    now_open = left_open(shift)
    for entry in now_open.missing:
        became = told.became.get(entry.person.id, told.rest)
        if became is not None and entry.person.id != by:
            _became(shift, entry, became, told, by)
    for entry in now_open.decided:
        again = told.became.get(entry.person.id)
        if again is not None and Kind(again) != entry.missed:
            _take_back(shift, entry.person.id, by)
            _became(shift, entry, again, told, by)


def _became(shift: Shift, entry: Entry, became: Became, told: Decisions, by: int) -> None:
    stay = told.stays.get(entry.person.id)
    came = at_or_after(shift.starts_at - REACH, stay.came) if stay else shift.starts_at
    _note(shift, entry, Kind(became), came if became == Became.arrived else shift.starts_at, by)
    if became == Became.arrived:
        _note_left(shift, entry, came, stay.went if stay else None, by)
    if became == Became.absent:
        telling.absent(entry.person, shift)


def _take_back(shift: Shift, person_id: int, by: int) -> None:
    there = noting.standing(shift.id, person_id)
    for kind in (Kind.absent, Kind.excused):
        if kind in there:
            noting.void(there[kind], by=by, reason="重新结的")


def _say_who_left(shift: Shift, told: Decisions, by: int) -> None:
    for entry in left_open(shift).staying:
        wall = told.went.get(entry.person.id)
        if entry.came is None or entry.person.id == by or not (wall or told.rest_went_at_the_end):
            continue
        _note_left(shift, entry, entry.came.at, wall, by)


def _note_left(shift: Shift, entry: Entry, came: datetime, wall: time | None, by: int) -> None:
    """At that time on the clock, or at the end of the shift; whoever came later than that, as they came."""
    went = at_or_after(came, wall) if wall else max(shift.ends_at, came)
    if went > shift.ends_at + REACH:
        raise LeftBeforeArriving(
            f"{entry.person.masked_name} {clock.local(came):%H:%M} 到的，不会 {wall:%H:%M} 就走了。看看时间写对没有。"
        )
    _note(shift, entry, Kind.left, went, by)


def _note(shift: Shift, entry: Entry, kind: Kind, at: datetime, by: int) -> None:
    noting.note(
        kind, shift_id=shift.id, person_id=entry.person.id, signup_id=entry.signup_id, how=How.settled,
        by=by, at=at,
    )  # fmt: skip


def shown(entries: Sequence[Entry], by: Person) -> list[Entry]:
    """Without one's own: somebody else settles that."""
    return [entry for entry in entries if entry.person.id != by.id]
