"""Finding objections: one's own, one record's, what waits at the desk."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from board.accounts import scope
from board.accounts.models import Person
from board.areas.models import Area
from board.attendance.models import Attendance
from board.attendance.models import Kind as SeenKind
from board.attendance.queries import FADES_AFTER, stands
from board.db import session
from board.errors import NotFound
from board.objections.answering import ANSWERERS, Turns, places_of
from board.objections.models import Kind, Objection, ObjectionStep, unanswered
from board.positions.models import Position, Shift
from board.records import ledger
from board.records.ledger import Line
from board.records.models import ServiceRecord
from board.records.queries import READERS
from board.web.paging import Page, cut

PAGE_SIZE: Final = 20
MOST: Final = 200  # unanswered ones that one person sees at once
MANY: Final = (
    5  # objections of one day in one community: more than disagreement, somebody has a look at all of them
)
_DAY: Final = timedelta(days=1)

_AROUND: Final = (
    joinedload(Objection.person),
    joinedload(Objection.area).joinedload(Area.parent),
    joinedload(Objection.shift).joinedload(Shift.position).joinedload(Position.area),
)


def by_id(number: int) -> Objection:
    """NotFound when there is none; who may see it, the caller has asked."""
    found = session.scalar(select(Objection).where(Objection.id == number).options(*_AROUND))
    if found is None:
        raise NotFound
    return found


def fetch(person: Person, number: int) -> Objection:
    """One that this member of staff may answer, or see answered (404, 403)."""
    wanted = select(Objection).where(Objection.id == number).options(*_AROUND)
    return scope.fetch(wanted, Objection.area_id, person, *ANSWERERS)


def fetch_mine(person: Person, number: int) -> Objection:
    """What this person said of their own hours; NotFound for every other."""
    wanted = select(Objection).where(Objection.id == number, *_own(person)).options(*_AROUND)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def locked(number: int) -> Objection:
    """As it is now; whoever else acts on it waits. Inside a write transaction."""
    wanted = select(Objection).where(Objection.id == number).options(*_AROUND)
    return session.scalars(
        wanted.with_for_update(of=Objection).execution_options(populate_existing=True)
    ).one()


def _own(person: Person) -> tuple[ColumnElement[bool], ...]:
    return Objection.kind != Kind.notice, Objection.person_id.in_(ledger.selves(person))


def about(person: Person, shift_id: int) -> list[Objection]:
    """Everything that was said of this person's hours on a shift, the newest first."""
    mine = select(Objection).where(
        Objection.shift_id == shift_id, Objection.person_id.in_(ledger.selves(person))
    )
    return list(session.scalars(mine.options(*_AROUND).order_by(Objection.id.desc())))


def running_own(person: Person, shift_ids: Iterable[int]) -> dict[int, Objection]:
    """By shift: what this person said of their own hours there and nobody has answered yet."""
    live = select(Objection).where(*_own(person), Objection.shift_id.in_(list(shift_ids)), unanswered())
    return {one.shift_id: one for one in session.scalars(live.options(*_AROUND))}


def running_about(record_id: int) -> Objection | None:
    """Somebody's objection that holds this record now."""
    live = Objection.record_id == record_id, Objection.kind == Kind.notice, unanswered()
    return session.scalar(select(Objection).where(*live).options(*_AROUND))


def steps_of(objections: Sequence[Objection]) -> dict[int, list[ObjectionStep]]:
    """By objection: what became of it, the first thing first."""
    found: dict[int, list[ObjectionStep]] = {one.id: [] for one in objections}
    steps = select(ObjectionStep).where(ObjectionStep.objection_id.in_(found)).order_by(ObjectionStep.id)
    for step in session.scalars(steps) if found else ():
        found[step.objection_id].append(step)
    return found


def line_of(one: Objection) -> Line | None:
    """The hours it is about as they stand now, also when they were written down only since."""
    same = (ServiceRecord.shift_id == one.shift_id, ServiceRecord.person_id == one.person_id)
    found = ledger.lines(*((ServiceRecord.id == one.record_id,) if one.record_id else same))
    return found[0] if found else None


# One's own hours


@dataclass(frozen=True)
class Served:
    """A shift that somebody came to, or is said not to have: what is in the ledger of it, if anything is."""

    shift: Shift
    seen: Attendance | None  # that they came, or did not; None where the ledger says it all
    line: Line | None


def fetch_served(person: Person, shift_id: int, now: datetime) -> Served:
    """A shift that was kept of this person within a year, or that they have hours of; NotFound for every other."""
    shift = session.scalar(
        select(Shift)
        .where(Shift.id == shift_id)
        .options(joinedload(Shift.position).joinedload(Position.area))
    )
    if shift is None:
        raise NotFound
    mine = ServiceRecord.shift_id == shift_id, ServiceRecord.person_id.in_(ledger.selves(person))
    found = ledger.lines(*mine)
    seen = session.scalar(
        select(Attendance).where(
            Attendance.shift_id == shift_id, Attendance.person_id == person.id,
            Attendance.kind != SeenKind.left, stands(),
        )
    )  # fmt: skip
    if not found and (seen is None or now < shift.ends_at or shift.ends_at <= now - FADES_AFTER):
        raise NotFound
    return Served(shift, seen, found[0] if found else None)


# The desk


def running(person: Person) -> list[Objection]:
    """What is unanswered in the areas of whoever keeps or manages hours, the soonest due first."""
    live = _in_scope(person).where(unanswered()).order_by(Objection.due_on, Objection.id)
    return list(session.scalars(live.limit(MOST)))


def whose_turn_it_is(person: Person, found: Sequence[Objection]) -> list[Objection]:
    """Those of these that this person is to answer, as people are appointed now."""
    places = places_of(person)
    if not places or not found:
        return []
    turns = Turns(found)
    return [one for one in found if turns.is_of(one, person, places)]


def waiting_for(person: Person) -> list[Objection]:
    """What it is this person's turn to answer, the soonest due first."""
    return whose_turn_it_is(person, running(person))


def rushes(found: Iterable[Objection], now: datetime) -> list[tuple[Area, int]]:
    """Communities whose public notice many of these came to within a day; how many."""
    lately = [one.area for one in found if one.kind == Kind.notice and one.opened_at > now - _DAY]
    return [(area, count) for area, count in Counter(lately).most_common() if count >= MANY]


def answered(person: Person, before: int | None) -> Page[Objection]:
    """What is over in this person's areas, the newest first; `before` is an objection's id."""
    over = _in_scope(person).where(~unanswered()).order_by(Objection.id.desc())
    if before is not None:
        over = over.where(Objection.id < before)
    found = session.scalars(over.limit(PAGE_SIZE + 1)).all()
    return cut(found, PAGE_SIZE, str(found[PAGE_SIZE - 1].id) if len(found) > PAGE_SIZE else None)


def _in_scope(person: Person) -> Select[Objection]:
    return scope.in_scope(select(Objection).options(*_AROUND), Objection.area_id, person, *READERS)
