"""Finding sign-ups: mine, those of a shift, and who comes before whom."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from board import clock
from board.accounts import scope
from board.accounts.models import Person, Role
from board.accounts.tokens import row_of
from board.areas.models import Area
from board.db import session
from board.errors import NotFound
from board.positions.models import Position, Shift
from board.signups import rules
from board.signups.models import HOLDING, LIVE, MadeAs, Signup, State
from board.web.paging import Page, cut

PAST_PAGE = 20


def fetch_mine(person: Person, signup_id: int) -> Signup:
    """A sign-up of this person's, or NotFound: whose it is is the permission."""
    mine = select(Signup).where(Signup.id == signup_id, Signup.person_id == person.id)
    signup = session.scalar(mine.options(joinedload(Signup.shift).joinedload(Shift.position)))
    if signup is None:
        raise NotFound
    return signup


def fetch_by_link(purpose: str, token: str) -> Signup:
    """The sign-up an address of this purpose was made for; NotFound for every other text."""
    wanted = select(Signup).where(Signup.id == row_of(purpose, token))
    in_full = joinedload(Signup.shift).joinedload(Shift.position).joinedload(Position.area)
    signup = session.scalar(wanted.options(in_full, joinedload(Signup.person)))
    if signup is None:
        raise NotFound
    return signup


def fetch_managed(person: Person, signup_id: int, *roles: Role) -> Signup:
    """A sign-up in an area this person works in, in one of these roles (NotFound, NotAllowed)."""
    wanted = select(Signup).join(Signup.shift).join(Shift.position).where(Signup.id == signup_id)
    return scope.fetch(wanted, Position.area_id, person, *roles)


def live_of(person: Person, shift_ids: Iterable[int]) -> dict[int, Signup]:
    """This person's running sign-ups on these shifts, by shift."""
    mine = select(Signup).where(Signup.person_id == person.id, Signup.shift_id.in_(list(shift_ids)))
    return {signup.shift_id: signup for signup in session.scalars(mine.where(Signup.state.in_(LIVE)))}


def live_on_positions(person: Person, position_ids: Iterable[int], now: datetime) -> dict[int, Signup]:
    """This person's earliest running sign-up on each of these positions, by position."""
    mine = (
        select(Signup)
        .join(Signup.shift)
        .where(Signup.person_id == person.id, Signup.state.in_(LIVE))
        .where(Shift.position_id.in_(list(position_ids)), Shift.ends_at > now, Shift.cancelled_at.is_(None))
        .options(contains_eager(Signup.shift))
        .order_by(Shift.starts_at.desc())
    )
    return {signup.shift.position_id: signup for signup in session.scalars(mine)}


def clashes(person: Person, shifts: Sequence[Shift]) -> dict[int, Signup]:
    """For each of these shifts that overlaps a place of this person's: that place."""
    if not shifts:
        return {}
    mine = around(person, shifts)
    found = ((shift.id, rules.clash_among(mine, shift)) for shift in shifts)
    return {number: place for number, place in found if place is not None}


_mine, _before = aliased(Signup), aliased(Signup)
_AROUND = (
    select(Signup)
    .join(Signup.shift)
    .where(
        Signup.person_id == bindparam("person"),
        Signup.state.in_(LIVE),
        Shift.starts_at < bindparam("ends_at"),
        Shift.ends_at > bindparam("starts_at"),
    )
    .options(contains_eager(Signup.shift))
    .order_by(Shift.starts_at)
    .execution_options(populate_existing=True)
)


def around(person: Person, shifts: Sequence[Shift]) -> list[Signup]:
    """This person's running sign-ups on and between these shifts, as they are now, by time."""
    starts_at, ends_at = min(s.starts_at for s in shifts), max(s.ends_at for s in shifts)
    return list(session.scalars(_AROUND, {"person": person.id, "starts_at": starts_at, "ends_at": ends_at}))


def waiting_counts(shift_ids: Iterable[int]) -> dict[int, int]:
    """How many wait in line, by shift; shifts without a line are absent."""
    line = select(Signup.shift_id, func.count()).where(Signup.shift_id.in_(list(shift_ids)))
    counted = line.where(Signup.state == State.waiting).group_by(Signup.shift_id)
    return {shift_id: count for shift_id, count in session.execute(counted)}


def places_in_line(signups: Iterable[Signup]) -> dict[int, int]:
    """1 for who is next, by sign-up; counted for those who wait."""
    ids = [s.id for s in signups if s.state == State.waiting]
    if not ids:
        return {}
    ahead = (
        select(_mine.id, func.count())
        .join(_before, _before.shift_id == _mine.shift_id)
        .where(_mine.id.in_(ids), _before.state == State.waiting, _before.turn <= _mine.turn)
        .group_by(_mine.id)
    )
    return {number: count for number, count in session.execute(ahead)}


def coming_up(person: Person, now: datetime) -> list[Signup]:
    """Everything of this person's that is not over: coming, offered, waiting; soonest first."""
    mine = (
        select(Signup)
        .join(Signup.shift)
        .where(Signup.person_id == person.id, Signup.state.in_(LIVE), Shift.ends_at > now)
        .options(contains_eager(Signup.shift).joinedload(Shift.position).joinedload(Position.area))
        .order_by(Shift.starts_at, Signup.id)
        .limit(200)
    )
    return list(session.scalars(mine))


def past(person: Person, now: datetime, before: int | None) -> Page[Signup]:
    """What is over or came to an end for this person, newest first; `before` is a sign-up's id."""
    mine = (
        select(Signup)
        .join(Signup.shift)
        .where(Signup.person_id == person.id, Signup.state.not_in(LIVE) | (Shift.ends_at <= now))
        .options(contains_eager(Signup.shift).joinedload(Shift.position).joinedload(Position.area))
        .order_by(Signup.id.desc())
    )
    if before is not None:
        mine = mine.where(Signup.id < before)
    rows = session.scalars(mine.limit(PAST_PAGE + 1)).all()
    return cut(rows, PAST_PAGE, str(rows[PAST_PAGE - 1].id) if len(rows) > PAST_PAGE else None)


def undecided(position: Position, limit: int) -> list[Signup]:
    """Those whom staff have yet to answer on this position's shifts to come: by shift, first come first."""
    pending = select(Signup).join(Signup.shift).where(
        Shift.position_id == position.id, Signup.state == State.pending, Shift.starts_at > clock.now()
    )  # fmt: skip
    in_order = pending.options(contains_eager(Signup.shift), joinedload(Signup.person)).order_by(
        Shift.starts_at, Shift.id, Signup.turn
    )
    return list(session.scalars(in_order.limit(limit)))


def of_position(position: Position, limit: int) -> list[Signup]:
    """Everybody with a running sign-up on this position: by shift, holders by number, then the line by turn."""
    people = (
        select(Signup)
        .join(Signup.shift)
        .where(Shift.position_id == position.id, Shift.cancelled_at.is_(None), Signup.state.in_(LIVE))
        .options(contains_eager(Signup.shift), joinedload(Signup.person).joinedload(Person.area))
        .order_by(Shift.starts_at, Shift.id, Signup.place_no.is_(None), Signup.place_no, Signup.turn)
    )
    return list(session.scalars(people.limit(limit)))


def chosen_of(position: Position, signup_ids: Iterable[int]) -> list[Signup]:
    """Those of these sign-ups that are on this position's shifts, decided or not."""
    ids = list(signup_ids)
    chosen = select(Signup).join(Signup.shift).where(Shift.position_id == position.id, Signup.id.in_(ids))
    return list(session.scalars(chosen.options(contains_eager(Signup.shift), joinedload(Signup.person))))


def undecided_by_position(person: Person, limit: int) -> list[tuple[Position, int, datetime]]:
    """Positions of this editor's areas with people who wait for an answer: how many, since when."""
    waiting = (
        select(Position, func.count(Signup.id), func.min(Signup.created_at))
        .join(Shift, Shift.position_id == Position.id)
        .join(Signup, Signup.shift_id == Shift.id)
        .where(Signup.state == State.pending, Shift.starts_at > clock.now())
        .group_by(Position.id)
        .order_by(func.min(Signup.created_at))
        .limit(limit)
    )
    mine = select(Area.id).where(scope.within(scope.areas_of(person, Role.editor)))
    found = session.execute(waiting.where(Position.area_id.in_(mine)))
    return [(position, count, since) for position, count, since in found]


def places_beside(shift: Shift) -> dict[int, Signup]:
    """By person with a place on this shift: a place of theirs on another one at the same time."""
    theirs = select(Signup.person_id).where(Signup.shift_id == shift.id, Signup.state.in_(HOLDING))
    beside = (
        select(Signup)
        .join(Signup.shift)
        .where(Signup.person_id.in_(theirs), Signup.state.in_(HOLDING), Shift.id != shift.id)
        .where(Shift.cancelled_at.is_(None), Shift.starts_at < shift.ends_at, Shift.ends_at > shift.starts_at)
        .options(contains_eager(Signup.shift))
    )
    return {signup.person_id: signup for signup in session.scalars(beside.order_by(Shift.starts_at.desc()))}


def on_shift(shift: Shift, *, among: Collection[int] | None = None) -> list[Signup]:
    """Everybody on this shift (`among`: of these people) for staff: holders by number, then the line by turn."""
    people = select(Signup).where(Signup.shift_id == shift.id, Signup.state.in_(LIVE))
    if among is not None:
        people = people.where(Signup.person_id.in_(among))
    in_order = people.options(joinedload(Signup.person)).order_by(
        Signup.place_no.is_(None), Signup.place_no, Signup.turn
    )
    return list(session.scalars(in_order))


def shifts_waited_on(person_id: int) -> list[int]:
    """Shifts on which this person stands in line."""
    return list(
        session.scalars(
            select(Signup.shift_id).where(Signup.person_id == person_id, Signup.state == State.waiting)
        )
    )


def brought_to(shift_id: int, helper_id: int) -> set[int]:
    """Those whom this person has brought to this shift, and who are still on it."""
    brought = select(Signup.person_id).where(Signup.shift_id == shift_id, Signup.made_by == helper_id)
    return set(session.scalars(brought.where(Signup.made_as == MadeAs.group, Signup.state.in_(LIVE))))


def _helped(helper: Person) -> Select[Signup]:
    """What this person made for those they brought along, as long as these have no account of their own."""
    helped = select(Signup).join(Signup.person).join(Signup.shift)
    mine = helped.where(Signup.made_by == helper.id, Signup.made_as == MadeAs.group)
    return mine.where(Person.added_by == helper.id, Person.claimed_by.is_(None))


def helped_by(helper: Person, now: datetime) -> list[Signup]:
    """What lies ahead of those whom this person brought along, soonest first."""
    ahead = _helped(helper).where(Signup.state.in_(LIVE), Shift.ends_at > now)
    in_full = ahead.options(
        contains_eager(Signup.person), contains_eager(Signup.shift).joinedload(Shift.position)
    )
    return list(session.scalars(in_full.order_by(Shift.starts_at, Signup.id).limit(200)))


def fetch_helped(helper: Person, signup_id: int) -> Signup:
    """A sign-up this person made for somebody they brought along, or NotFound."""
    signup = session.scalar(_helped(helper).where(Signup.id == signup_id))
    if signup is None:
        raise NotFound
    return signup


def fetch_for_desk(staff: Person, volunteer_no: str) -> Person:
    """Somebody of an area of this editor, or with sign-ups in one; nobody else exists (NotFound)."""
    number = volunteer_no if volunteer_no.isalnum() else ""
    person = session.scalar(select(Person).where(Person.volunteer_no == number))
    if person is None or not (opens_person(staff, person) or of_person_for(staff, person, None).rows):
        raise NotFound
    return person


def fetch_resident(staff: Person, volunteer_no: str) -> Person:
    """Somebody who lives in an area of this editor (NotFound, NotAllowed)."""
    number = volunteer_no if volunteer_no.isalnum() else ""
    wanted = select(Person).where(Person.volunteer_no == number)
    return scope.fetch(wanted, Person.area_id, staff, Role.editor)


def opens_person(staff: Person, person: Person) -> bool:
    """Does this editor work where the person lives?"""
    return scope.may(staff, Role.editor, person.area)


def of_person_for(staff: Person, person: Person, before: int | None) -> Page[Signup]:
    """This person's sign-ups in the areas this editor works in, newest first; `before` is a sign-up's id."""
    theirs = select(Signup).join(Signup.shift).join(Shift.position).where(Signup.person_id == person.id)
    managed = scope.in_scope(theirs, Position.area_id, staff, Role.editor)
    if before is not None:
        managed = managed.where(Signup.id < before)
    shown = managed.options(contains_eager(Signup.shift).contains_eager(Shift.position))
    rows = session.scalars(shown.order_by(Signup.id.desc()).limit(PAST_PAGE + 1)).all()
    return cut(rows, PAST_PAGE, str(rows[PAST_PAGE - 1].id) if len(rows) > PAST_PAGE else None)
