"""Giving and ending appointments: by a manager above, never by oneself."""

from collections.abc import Iterable

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from board import audit, clock
from board.accounts import queries, scope
from board.accounts.models import Appointment, Person, Role
from board.areas.models import Area, Level, Unit
from board.db import begin_writing, session
from board.errors import NotAllowed, NotFound, RuleBroken
from board.web.paging import Page, cut

PAGE_SIZE = 30


class NotOneself(RuleBroken):
    sentence = "任命自己、结束自己的任命，都要由别的管理员来做。"


class WrongPlace(RuleBroken):
    sentence = "单位联络员请选单位，其他职责请选社区、街道或全区。"


class NotFromAbove(RuleBroken):
    sentence = "这项任命要由上一级的管理员来做。"


class NoAccount(RuleBroken):
    sentence = "这位志愿者还没有账号，请先注册再任命。"


class AlreadyAppointed(RuleBroken):
    sentence = "这项任命已经有了。"


def may_give(manager: Person, role: Role, place: Area | Unit) -> bool:
    """May this manager appoint there? Asked of the database anew each time."""
    return _covered(scope.areas_of(manager, Role.manager), role, place)


def endable_by(manager: Person, appointments: Iterable[Appointment]) -> frozenset[int]:
    """The ids of those this manager may end: below them, and not their own."""
    managed = scope.areas_of(manager, Role.manager)
    others = [(a, a.area or a.unit) for a in appointments if a.person_id != manager.id]
    return frozenset(a.id for a, place in others if place and _covered(managed, Role(a.role), place))


def _covered(managed: list[Area], role: Role, place: Area | Unit) -> bool:
    """Units hang on no area, so the district's managers appoint there; others in their subtree.

    A manager is appointed from above; at the very top the district's managers appoint each other.
    """
    if isinstance(place, Unit):
        return role == Role.liaison and any(area.level == Level.district for area in managed)
    if role == Role.liaison:
        return False
    if role == Role.manager:
        return any(place.lies_in(a) and (place.id != a.id or a.level == Level.district) for a in managed)
    return any(place.lies_in(area) for area in managed)


def covers(manager: Person, appointment: Appointment) -> bool:
    place = appointment.area or appointment.unit
    return place is not None and may_give(manager, Role(appointment.role), place)


def appoint(manager: Person, person: Person, role: Role, place: Area | Unit) -> None:
    """The person holds this role there from now on."""
    begin_writing()
    if manager.id == person.id:
        raise NotOneself
    if isinstance(place, Unit) != (role == Role.liaison):
        raise WrongPlace(field="place")
    if not may_give(manager, role, place):
        raise NotFromAbove(field="role")
    account = queries.account_of(person)
    if account is None or not account.works:
        raise NoAccount
    where = {"unit_id": place.id} if isinstance(place, Unit) else {"area_id": place.id}
    appointment = Appointment(
        person_id=person.id, role=role, given_by=manager.id, given_at=clock.now(), **where
    )
    if session.scalar(_running(appointment)) is not None:
        raise AlreadyAppointed
    session.add(appointment)
    session.flush()
    audit.record("accounts.appoint", appointment, person=person.id, role=role, **where)


def _running(like: Appointment) -> Select[Appointment]:
    return select(Appointment).where(
        Appointment.person_id == like.person_id, Appointment.role == like.role,
        Appointment.area_id.is_not_distinct_from(like.area_id),
        Appointment.unit_id.is_not_distinct_from(like.unit_id), Appointment.ended_at.is_(None),
    )  # fmt: skip


def end(manager: Person, appointment: Appointment) -> None:
    """The person no longer holds this role there, from their next request on."""
    begin_writing()
    if appointment.person_id == manager.id:
        raise NotOneself
    if not covers(manager, appointment):
        raise NotAllowed
    if appointment.ended_at:
        return
    appointment.ended_by, appointment.ended_at = manager.id, clock.now()
    audit.record("accounts.end_appointment", appointment, person=appointment.person_id, role=appointment.role)


def fetch(manager: Person, number: int) -> Appointment:
    """One running appointment of this manager's subtree; anything else does not exist."""
    found = session.scalar(_in_subtree(manager).where(Appointment.id == number))
    if found is None:
        raise NotFound
    return found


def page_of(manager: Person, before: int | None) -> Page[Appointment]:
    """The running appointments in this manager's subtree, newest first."""
    shown = _in_subtree(manager).order_by(Appointment.id.desc())
    if before is not None:
        shown = shown.where(Appointment.id < before)
    rows = session.scalars(shown.limit(PAGE_SIZE + 1)).all()
    return cut(rows, PAGE_SIZE, str(rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else None)


def _in_subtree(manager: Person) -> Select[Appointment]:
    managed = scope.areas_of(manager, Role.manager)
    covered = [Appointment.area_id.in_(select(Area.id).where(scope.within(managed)))]
    if any(area.level == Level.district for area in managed):
        covered.append(Appointment.unit_id.is_not(None))
    named = joinedload(Appointment.person), joinedload(Appointment.area), joinedload(Appointment.unit)
    return select(Appointment).where(Appointment.ended_at.is_(None), or_(*covered)).options(*named)


def place_named(typed: str) -> Area | Unit:
    """`area-12` or `unit-3`, as the chooser offered it."""
    kind, _, number = typed.partition("-")
    place = session.get(Unit, int(number)) if kind == "unit" else session.get(Area, int(number))
    if place is None or place.retired_at:
        raise NotFound
    return place
