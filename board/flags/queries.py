"""Finding flags and re-checks: never those of one's own service, and whose turn it is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from board.accounts import scope
from board.accounts.models import Person, Role
from board.areas.models import Area
from board.db import session
from board.errors import NotFound
from board.flags.models import FlagPerson, Part, Recheck, RecheckState, RecordFlag, State
from board.positions.models import Position, Shift
from board.records import ledger, second
from board.records.ledger import Line
from board.records.models import Kind, RecordStep, ServiceRecord
from board.web.paging import Page, cut

CHECKERS: Final = (Role.reviewer, Role.manager)
PAGE_SIZE: Final = 20
MOST: Final = 50  # that are said to wait for one person


# Flags


def fetch(person: Person, flag_id: int) -> RecordFlag:
    """A flag of the person's areas that is not about their own service (404, 403)."""
    wanted = select(RecordFlag).where(RecordFlag.id == flag_id, ~_is_about(person))
    return scope.fetch(wanted, RecordFlag.area_id, person, *CHECKERS)


def _is_about(person: Person) -> ColumnElement[bool]:
    """Flags about what this person served themselves."""
    return exists().where(
        FlagPerson.flag_id == RecordFlag.id,
        FlagPerson.person_id.in_(ledger.selves(person)),
        FlagPerson.part == Part.volunteer,
    )


def _visible(person: Person) -> Select[RecordFlag]:
    theirs = scope.in_scope(select(RecordFlag), RecordFlag.area_id, person, *CHECKERS)
    return theirs.where(~_is_about(person)).options(joinedload(RecordFlag.area))


def is_involved(flag: RecordFlag, person: Person) -> bool:
    """Did they write or confirm what it is about, or serve it?"""
    return not involved_with([flag])[flag.id].isdisjoint(session.scalars(ledger.selves(person)))


def involved_with(flags: Sequence[RecordFlag]) -> dict[int, set[int]]:
    """By flag: everybody who wrote what it is about, served it, or has confirmed any of it since."""
    people: dict[int, set[int]] = {flag.id: set() for flag in flags}
    rows = select(FlagPerson.flag_id, FlagPerson.person_id).where(FlagPerson.flag_id.in_(people))
    for flag_id, person_id in session.execute(rows) if people else ():
        people[flag_id].add(person_id)
    by_record, by_shift = _confirmed_by(flags)
    for flag in flags:
        people[flag.id].update(by_shift.get(flag.evidence.get("shift", 0), ()))
        for record_id in flag.evidence.get("records", ()):
            people[flag.id].update(by_record.get(record_id, ()))
    return people


_Hands = dict[int, set[int]]


def _confirmed_by(flags: Sequence[RecordFlag]) -> tuple[_Hands, _Hands]:
    """Who confirmed what these flags are about: by record, and by shift."""
    records = {number for flag in flags for number in flag.evidence.get("records", ())}
    shifts = {flag.evidence["shift"] for flag in flags if "shift" in flag.evidence}
    by_record: _Hands = defaultdict(set)
    by_shift: _Hands = defaultdict(set)
    steps = (
        select(RecordStep.record_id, ServiceRecord.shift_id, RecordStep.by_id)
        .join(RecordStep.record)
        .where(RecordStep.kind == Kind.confirmed, RecordStep.by_id.is_not(None))
        .where(or_(ServiceRecord.id.in_(records), ServiceRecord.shift_id.in_(shifts)))
    )
    for record_id, shift_id, hand in session.execute(steps) if records or shifts else ():
        by_record[record_id].add(hand or 0)
        by_shift[shift_id].add(hand or 0)
    return by_record, by_shift


def running(person: Person, *, limit: int) -> Sequence[RecordFlag]:
    """What nobody has looked at yet, the newest first."""
    rows = _visible(person).where(RecordFlag.state == State.found).order_by(RecordFlag.id.desc())
    return session.scalars(rows.limit(limit)).all()


def looked_at(person: Person, before: int | None) -> Page[RecordFlag]:
    """What somebody has looked at, the newest first; `before` is a flag's id."""
    rows = _visible(person).where(RecordFlag.state != State.found).order_by(RecordFlag.id.desc())
    if before is not None:
        rows = rows.where(RecordFlag.id < before)
    found = session.scalars(rows.limit(PAGE_SIZE + 1)).all()
    return cut(found, PAGE_SIZE, str(found[PAGE_SIZE - 1].id) if len(found) > PAGE_SIZE else None)


def for_them(person: Person, flags: Sequence[RecordFlag]) -> set[int]:
    """Of these, those that it is this person's turn to look at: the nearest who has no hand in it."""
    places = {area.id for area in scope.areas_of(person, *CHECKERS)}
    people = involved_with(flags)
    turns = second.Reviewers((flag.area_id for flag in flags), CHECKERS)
    return {
        flag.id
        for flag in flags
        if person.id not in people[flag.id] and turns.whose_turn(flag.area_id, people[flag.id]) in places
    }


# Re-checks


def fetch_recheck(person: Person, recheck_id: int, *roles: Role) -> Recheck:
    """A re-check of the person's areas that is not of their own hours (404, 403)."""
    wanted = select(Recheck).join(Recheck.record).where(Recheck.id == recheck_id)
    return scope.fetch(wanted.where(~_of_own(person)), Recheck.area_id, person, *roles)


def _of_own(person: Person) -> ColumnElement[bool]:
    return ServiceRecord.person_id.in_(ledger.selves(person))


def line_of(recheck: Recheck) -> Line:
    found = ledger.line_of(recheck.record_id)
    if found is None:
        raise NotFound
    return found


def rechecks(person: Person, *roles: Role, limit: int) -> Sequence[Recheck]:
    """Those that wait in the person's areas, the first due first."""
    rows = scope.in_scope(select(Recheck), Recheck.area_id, person, *roles).join(Recheck.record)
    rows = (
        rows.join(ServiceRecord.shift)
        .join(Shift.position)
        .where(Recheck.state == RecheckState.waiting, ~_of_own(person))
    )
    around = contains_eager(Recheck.record).contains_eager(ServiceRecord.shift).contains_eager(Shift.position)
    rows = rows.options(around.load_only(Position.title), joinedload(Recheck.area))
    return session.scalars(rows.order_by(Recheck.due_on, Recheck.id).limit(limit)).all()


def rechecks_for_them(person: Person, found: Sequence[Recheck]) -> set[int]:
    """Of these, those that it is this reviewer's turn to do."""
    places = {area.id for area in scope.areas_of(person, Role.reviewer)}
    involved = involved_in(one.record_id for one in found)
    turns = second.Reviewers(one.area_id for one in found)
    return {
        one.id
        for one in found
        if person.id not in involved[one.record_id]
        and turns.whose_turn(one.area_id, involved[one.record_id]) in places
    }


def involved_in(record_ids: Iterable[int]) -> dict[int, set[int]]:
    """By record: who served it, wrote anything of it, or confirmed it. None of them checks it once more."""
    wanted = list(record_ids)
    if not wanted:
        return {}
    involved = second.hands_of(ServiceRecord.id.in_(wanted))
    confirmed = select(RecordStep.record_id, RecordStep.by_id).where(
        RecordStep.record_id.in_(wanted), RecordStep.kind.in_((Kind.confirmed, Kind.released))
    )
    for record_id, hand in session.execute(confirmed):
        involved[record_id].update([hand] if hand is not None else [])
    return involved


@dataclass(frozen=True)
class Late:
    """What one area has not checked in time: how many, and when the oldest was due."""

    area: Area
    count: int
    due_on: date


def late(person: Person, today: date) -> list[Late]:
    """By area of those who check, the longest overdue first."""
    covered = select(Area.id).where(scope.within(scope.areas_of(person, *CHECKERS)))
    counted = (
        select(Recheck.area_id, func.count(), func.min(Recheck.due_on))
        .where(Recheck.area_id.in_(covered), Recheck.state == RecheckState.waiting, Recheck.due_on < today)
        .group_by(Recheck.area_id)
        .order_by(func.min(Recheck.due_on), Recheck.area_id)
        .limit(PAGE_SIZE)
    )
    rows = session.execute(counted).all()
    areas = {
        area.id: area for area in session.scalars(select(Area).where(Area.id.in_([row[0] for row in rows])))
    }
    return [Late(areas[area_id], count, due_on) for area_id, count, due_on in rows]


# What waits for somebody at the desk


@dataclass(frozen=True)
class Waiting:
    """How much it is somebody's turn to look at; and by when the first re-check is due."""

    flags: int = 0
    rechecks: int = 0
    due_on: date | None = None


def waiting_for(person: Person) -> Waiting:
    flags = running(person, limit=MOST)
    drawn = rechecks(person, Role.reviewer, limit=MOST) if scope.areas_of(person, Role.reviewer) else []
    theirs = rechecks_for_them(person, drawn) if drawn else set()
    dues = [one.due_on for one in drawn if one.id in theirs]
    return Waiting(len(for_them(person, flags)) if flags else 0, len(theirs), min(dues, default=None))
