"""Finding entries of a record: one's own, and those of the areas somebody works in."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from board.accounts import scope
from board.accounts.models import Person, Role
from board.areas.models import Area
from board.db import session
from board.dossiers.models import Entry, Kind, State
from board.errors import NotFound
from board.positions.models import Position, Shift
from board.positions.words import Category
from board.records import ledger
from board.records.ledger import Line, Total
from board.records.models import RecordStep, ServiceRecord
from board.records.models import State as RecordState
from board.signups.models import Signup
from board.web.paging import Page, cut

READERS: Final = (Role.editor, Role.reviewer)
PAGE_SIZE: Final = 20
# What its owner sees: also what was taken back since, with the reason.
SHOWN: Final = (State.standing, State.withdrawn)


def mine(person: Person, kind: Kind, before: int | None, *, size: int | None = None) -> Page[Entry]:
    """One's own entries of a kind, the newest first; `before` is an entry's id."""
    mine = select(Entry).where(Entry.person_id == person.id, Entry.state.in_(SHOWN))
    return _page(mine, kind, before, size or PAGE_SIZE)


def of_person_for(staff: Person, person: Person, kind: Kind, before: int | None) -> Page[Entry]:
    """The same for the desk: what the areas this person works in wrote, in every state."""
    theirs = select(Entry).where(Entry.person_id == person.id)
    return _page(scope.in_scope(theirs, Entry.area_id, staff, *READERS), kind, before, PAGE_SIZE)


def _page(entries: Select[Entry], kind: Kind, before: int | None, size: int) -> Page[Entry]:
    found = entries.where(Entry.kind == kind).options(joinedload(Entry.area)).order_by(Entry.id.desc())
    if before is not None:
        found = found.where(Entry.id < before)
    rows = session.scalars(found.limit(size + 1)).all()
    return cut(rows, size, str(rows[size - 1].id) if len(rows) > size else None)


def standing(person: Person, *, most: int) -> Sequence[Entry]:
    """Every entry that stands, by day: for files."""
    entries = select(Entry).where(Entry.person_id == person.id, Entry.state == State.standing)
    return session.scalars(
        entries.options(joinedload(Entry.area)).order_by(Entry.day, Entry.id).limit(most)
    ).all()


def services(person: Person, *, most: int, confirmed_only: bool = False) -> list[Line]:
    """One's records in the ledger with their positions, the newest first."""
    found = (
        ledger.standing()
        .join(ServiceRecord.position)
        .join(Position.area)
        .options(contains_eager(ServiceRecord.position).contains_eager(Position.area))
        .where(ServiceRecord.person_id.in_(ledger.selves(person)))
        .order_by(ServiceRecord.starts_at.desc(), ServiceRecord.id.desc())
    )
    lines = ledger.read(found.limit(most))
    return [line for line in lines if not confirmed_only or line.state == RecordState.confirmed]


def categories(person: Person) -> set[Category]:
    """Those of the positions this person has served."""
    served = select(Position.categories).join(ServiceRecord, ServiceRecord.position_id == Position.id)
    mine = served.where(ServiceRecord.person_id.in_(ledger.selves(person))).distinct()
    return {code for codes in session.scalars(mine) for code in codes}


def fetch_person(staff: Person, volunteer_no: str, *roles: Role) -> Person:
    """Somebody who lives, serves or is written about in an area of this person's; nobody else exists.

    A number whose record was claimed leads to whoever claimed it.
    """
    plain = volunteer_no if volunteer_no.isalnum() else ""
    person = session.scalar(select(Person).where(Person.volunteer_no == plain))
    if person is None or not _is_near(person, covered(staff, *roles)):
        raise NotFound
    return person if person.claimed_by is None else session.get_one(Person, person.claimed_by)


def covered(staff: Person, *roles: Role) -> Select[int]:
    """The ids of the areas this person's appointments cover; for `in_`."""
    return select(Area.id).where(scope.within(scope.areas_of(staff, *roles)))


def _is_near(person: Person, areas: Select[int]) -> bool:
    signed_up = select(Signup.id).join(Signup.shift).join(Shift.position).where(
        Signup.person_id == person.id, Position.area_id.in_(areas)
    )  # fmt: skip
    served = select(ServiceRecord.id).where(
        ServiceRecord.person_id == person.id, ServiceRecord.area_id.in_(areas)
    )
    written = select(Entry.id).where(Entry.person_id == person.id, Entry.area_id.in_(areas))
    near = or_(Person.area_id.in_(areas), signed_up.exists(), served.exists(), written.exists())
    return session.scalar(select(Person.id).where(Person.id == person.id, near)) is not None


def fetch(staff: Person, entry_id: int, *roles: Role) -> Entry:
    """An entry that an area of this person's wrote (404, 403)."""
    wanted = select(Entry).join(Entry.person).where(Entry.id == entry_id)
    return scope.fetch(wanted.options(contains_eager(Entry.person)), Entry.area_id, staff, *roles)


def fetch_mine(person: Person, entry_id: int) -> Entry:
    """One of this person's own evaluations; NotFound for everything else."""
    mine = Entry.person_id == person.id, Entry.kind == Kind.evaluation, Entry.state.in_(SHOWN)
    entry = session.scalar(select(Entry).where(Entry.id == entry_id, *mine))
    if entry is None:
        raise NotFound
    return entry


def _served_in(person: Person, areas: Select[int]) -> tuple[ColumnElement[bool], ...]:
    return RecordStep.person_id.in_(ledger.selves(person)), RecordStep.area_id.in_(areas)


def total_for(staff: Person, person: Person, *roles: Role) -> Total:
    """What this person served in the areas of that one."""
    return ledger.total(*_served_in(person, covered(staff, *roles)))


def writing_area(staff: Person, person: Person) -> Area:
    """In whose name this editor writes about that person: where they served last, else where they live."""
    areas = covered(staff, Role.editor)
    served = (
        select(Area)
        .join(ServiceRecord, ServiceRecord.area_id == Area.id)
        .where(ServiceRecord.person_id.in_(ledger.selves(person)), Area.id.in_(areas))
        .order_by(ServiceRecord.starts_at.desc(), ServiceRecord.id.desc())
        .limit(1)
    )
    signed_up = (
        select(Area).join(Position, Position.area_id == Area.id).join(Shift, Shift.position_id == Position.id)
        .join(Signup, Signup.shift_id == Shift.id)
        .where(Signup.person_id == person.id, Area.id.in_(areas)).order_by(Signup.id.desc()).limit(1)
    )  # fmt: skip
    home = select(Area).where(Area.id == person.area_id, Area.id.in_(areas))
    found = next((area for query in (served, home, signed_up) if (area := session.scalar(query))), None)
    if found is None:
        raise NotFound
    return found


def to_decide(person: Person, *, limit: int) -> list[Entry]:
    """Commendations of higher bodies that wait for this reviewer: not their own, and not what they wrote."""
    waiting = select(Entry).join(Entry.person).join(Entry.area).where(
        Entry.state == State.waiting, Entry.written_by != person.id,
        Entry.person_id.not_in(ledger.selves(person)),
    )  # fmt: skip
    theirs = scope.in_scope(waiting, Entry.area_id, person, Role.reviewer)
    shown = theirs.options(contains_eager(Entry.person), contains_eager(Entry.area)).order_by(Entry.id)
    return list(session.scalars(shown.limit(limit)))
