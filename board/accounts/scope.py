"""Who may do what where: appointments, and the queries that are the permission check."""

from collections.abc import Iterable
from functools import reduce
from typing import Final, TypeVar

from sqlalchemy import ColumnElement, Select, event, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, SessionTransaction, joinedload

from board.accounts.models import Appointment, Person, Role
from board.areas.models import Area
from board.db import BoardSession, Row, session
from board.errors import NotAllowed, NotFound

T = TypeVar("T", bound=Row)


_KNOWN: Final = "appointments"


def appointments_of(person: Person) -> list[Appointment]:
    """Every appointment that runs now. Read once while a page is made, and always anew by an act: a
    lost role is lost at once."""
    current = session()
    if current.writing:
        return _running(person)
    known: dict[int, list[Appointment]] = current.info.setdefault(_KNOWN, {})
    if person.id not in known:
        known[person.id] = _running(person)
    return known[person.id]


@event.listens_for(BoardSession, "after_transaction_end")
def _forget_appointments(current: BoardSession, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        current.info.pop(_KNOWN, None)


def _running(person: Person) -> list[Appointment]:
    running = select(Appointment).where(Appointment.person_id == person.id, Appointment.ended_at.is_(None))
    named = joinedload(Appointment.area), joinedload(Appointment.unit)
    return list(session.scalars(running.options(*named).order_by(Appointment.id)))


def roles_of(person: Person) -> frozenset[Role]:
    return frozenset(Role(a.role) for a in appointments_of(person))


def areas_of(person: Person, *roles: Role) -> list[Area]:
    """The areas this person was appointed to in one of these roles (any role if none is named)."""
    return [a.area for a in appointments_of(person) if a.area is not None and (not roles or a.role in roles)]


def roles_in(person: Person, area: Area) -> frozenset[Role]:
    """The roles that cover this area, by appointments to it or to an area above it."""
    return frozenset(
        Role(a.role) for a in appointments_of(person) if a.area is not None and area.lies_in(a.area)
    )


def may(person: Person, role: Role, area: Area) -> bool:
    return role in roles_in(person, area)


def within(areas: Iterable[Area]) -> ColumnElement[bool]:
    """Rows of `areas` that are one of these or lie below one; nothing when there are none."""
    inside = [Area.path.startswith(area.path, autoescape=True) for area in areas]
    return reduce(or_, inside) if inside else false()


def in_scope(
    query: Select[T], area_id: InstrumentedAttribute[int], person: Person, *roles: Role
) -> Select[T]:
    """Only rows whose area is covered by one of the person's appointments (in one of these roles)."""
    covered = select(Area.id).where(within(areas_of(person, *roles)))
    return query.where(area_id.in_(covered))


def fetch(query: Select[T], area_id: InstrumentedAttribute[int], person: Person, *roles: Role) -> T:
    """The one row, if the person may act on it in one of these roles.

    No appointment covers it: NotFound, as if it did not exist. One does, but not in such a role:
    NotAllowed.
    """
    covered = in_scope(query, area_id, person).join(Area, Area.id == area_id).add_columns(Area)
    found = session.execute(covered).one_or_none()
    if found is None:
        raise NotFound
    row: T = found[0]
    if not roles_in(person, found[1]) & set(roles):
        raise NotAllowed
    return row
