"""What the desk's own pages read: areas in a manager's reach, and the audit log."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from board import clock
from board.accounts import scope
from board.accounts.models import Person, Role
from board.areas import queries as areas
from board.areas.models import Area
from board.audit.models import AuditRow
from board.db import session
from board.errors import NotAllowed, NotFound
from board.web.paging import Page, cut

AUDIT_PAGE = 50


def fetch_area(person: Person, code: str) -> Area:
    """The area, if the person manages it (404 or 403 otherwise)."""
    area = areas.area_with(code)
    roles = scope.roles_in(person, area)
    if not roles:
        raise NotFound
    if Role.manager not in roles:
        raise NotAllowed
    return area


def fetch_area_below(person: Person, code: str) -> Area:
    """The area, if the person manages the one above it: who reviews is not for an area alone to say."""
    area = fetch_area(person, code)
    if not manages_above(person, area):
        raise NotAllowed
    return area


def manages_above(person: Person, area: Area) -> bool:
    return area.parent is not None and Role.manager in scope.roles_in(person, area.parent)


def refuse_all_but_the_districts_manager(person: Person) -> None:
    """Units and the calendar are the whole district's."""
    if Role.manager not in scope.roles_in(person, areas.root()):
        raise NotAllowed


def manages_district(person: Person) -> bool:
    return Role.manager in scope.roles_in(person, areas.root())


def managed_areas(person: Person) -> list[Area]:
    """The areas a manager sees, each before those below it, retired ones too."""
    inside = select(Area).where(scope.within(scope.areas_of(person, Role.manager)))
    return list(session.scalars(inside.order_by(Area.path)))


@dataclass(frozen=True, kw_only=True)
class AuditQuestion:
    """What the auditor looks for; None asks for everything."""

    action: str = ""
    kind: str = ""
    number: int | None = None
    actor: str = ""
    first: date | None = None
    last: date | None = None


def audit_rows(asked: AuditQuestion, before: int | None) -> Page[tuple[AuditRow, str | None]]:
    """Rows of the log, newest first, each with its actor's volunteer number."""
    query = select(AuditRow, Person.volunteer_no).outerjoin(Person, Person.id == AuditRow.actor_id)
    if asked.action:
        query = query.where(AuditRow.action.startswith(asked.action, autoescape=True))
    if asked.kind:
        query = query.where(AuditRow.object_kind == asked.kind)
    if asked.number is not None:
        query = query.where(AuditRow.object_id == asked.number)
    if asked.actor:
        query = query.where(Person.volunteer_no == asked.actor)
    if asked.first:
        query = query.where(AuditRow.at >= _midnight(asked.first))
    if asked.last:
        query = query.where(AuditRow.at < _midnight(asked.last + timedelta(days=1)))
    if before is not None:
        query = query.where(AuditRow.id < before)
    found = session.execute(query.order_by(AuditRow.id.desc()).limit(AUDIT_PAGE + 1)).all()
    rows = [(row, number) for row, number in found]
    return cut(rows, AUDIT_PAGE, str(rows[AUDIT_PAGE - 1][0].id) if len(rows) > AUDIT_PAGE else None)


def _midnight(day: date) -> datetime:
    return clock.at(day, time(0))
