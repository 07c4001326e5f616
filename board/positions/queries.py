"""Lists, positions and shifts, as the public and their editors may see them (reviewers: review_queries)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from board.accounts import scope
from board.accounts.models import Person, Role
from board.areas.models import Area
from board.db import session
from board.errors import NotFound
from board.positions.history import PositionHand, ProposedChange
from board.positions.models import OpportunityList, Position, Shift
from board.positions.words import State
from board.web.paging import Page, cut

PAGE_SIZE = 20
READERS = (Role.editor, Role.reviewer)


def fetch_public(number: str) -> Position:
    """The position of this number, if it was ever published."""
    found = session.scalar(
        select(Position).where(
            Position.number == number, Position.state.in_((State.published, State.cancelled))
        )
    )
    if found is None:
        raise NotFound
    return found


_CHOSEN: Final = (
    select(Position, Shift)
    .outerjoin(
        Shift, and_(Shift.position_id == Position.id, Shift.id.in_(bindparam("chosen", expanding=True)))
    )
    .where(Position.number == bindparam("number"), Position.state.in_((State.published, State.cancelled)))
    .order_by(Shift.starts_at, Shift.id)
)


def fetch_public_with(number: str, shift_ids: Iterable[int]) -> tuple[Position, list[Shift]]:
    """The position, as `fetch_public`, and those of these shifts that belong to it, in order of time."""
    found = session.execute(_CHOSEN, {"number": number, "chosen": list(shift_ids)}).all()
    if not found:
        raise NotFound
    return found[0][0], [shift for _, shift in found if shift is not None]


def shifts_of(position: Position, shift_ids: Iterable[int]) -> list[Shift]:
    """Those of these shifts that belong to the position, in order of time."""
    wanted = select(Shift).where(Shift.position_id == position.id, Shift.id.in_(list(shift_ids)))
    return list(session.scalars(wanted.order_by(Shift.starts_at, Shift.id)))


def fetch_managed(person: Person, number: str, *roles: Role) -> Position:
    """The position, if the person may act on it in one of these roles (404 or 403 otherwise)."""
    return scope.fetch(select(Position).where(Position.number == number), Position.area_id, person, *roles)


def fetch_list(person: Person, number: str, *roles: Role) -> OpportunityList:
    """The list, if the person may act on it in one of these roles (404 or 403 otherwise)."""
    query = select(OpportunityList).where(OpportunityList.number == number)
    return scope.fetch(query, OpportunityList.area_id, person, *roles)


def fetch_shift(person: Person, shift_id: int, *roles: Role) -> Shift:
    """The shift, if the person may act on its position in one of these roles."""
    query = select(Shift).join(Shift.position).where(Shift.id == shift_id)
    return scope.fetch(query, Position.area_id, person, *roles)


def may_edit(person: Person, position: Position) -> bool:
    return scope.may(person, Role.editor, position.area)


def communities_for(person: Person, *roles: Role) -> Sequence[Area]:
    """The communities and villages in use that one of these roles of the person covers."""
    covered = select(Area).where(scope.within(scope.areas_of(person, *roles)), Area.retired_at.is_(None))
    return [area for area in session.scalars(covered.order_by(Area.path)) if area.is_community]


def lists_for(person: Person, area: Area | None, before: int | None) -> Page[OpportunityList]:
    """Newest first: the lists of everything the person reads at the desk, or of one area."""
    query = scope.in_scope(select(OpportunityList), OpportunityList.area_id, person, *READERS)
    if area is not None:
        inside = select(Area.id).where(scope.within([area]))
        query = query.where(OpportunityList.area_id.in_(inside))
    return page_of_lists(query, before)


def page_of_lists(query: Select[OpportunityList], before: int | None) -> Page[OpportunityList]:
    """These lists, newest first."""
    if before is not None:
        query = query.where(OpportunityList.id < before)
    shown = (
        query.order_by(OpportunityList.id.desc())
        .limit(PAGE_SIZE + 1)
        .options(joinedload(OpportunityList.area))
    )
    rows = session.scalars(shown).all()
    return cut(rows, PAGE_SIZE, str(rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else None)


def counts_by_state(lists: Iterable[OpportunityList]) -> dict[int, dict[State, int]]:
    """How many positions of each list are in each state."""
    counting = (
        select(Position.list_id, Position.state, func.count())
        .where(Position.list_id.in_([row.id for row in lists]))
        .group_by(Position.list_id, Position.state)
    )
    counts: dict[int, dict[State, int]] = {}
    for list_id, state, count in session.execute(counting):
        counts.setdefault(list_id, {})[State(state)] = count
    return counts


def with_shifts(opportunity_list: OpportunityList) -> Sequence[Position]:
    """The positions of a list with their shifts, in its order."""
    on_list = select(Position).where(Position.list_id == opportunity_list.id)
    return session.scalars(
        on_list.order_by(Position.item, Position.id).options(selectinload(Position.shifts))
    ).all()


def last_of(area_id: int) -> Position | None:
    """The position a community wrote last: where its next one gets its answers from."""
    return session.scalar(
        select(Position).where(Position.area_id == area_id).order_by(Position.id.desc()).limit(1)
    )


def next_item(list_id: int) -> int:
    highest = session.scalar(select(func.max(Position.item)).where(Position.list_id == list_id))
    return (highest or 0) + 1


def hands_on(position: Position) -> set[int]:
    """Who wrote or changed the version under review."""
    return set(
        session.scalars(
            select(PositionHand.person_id).where(
                PositionHand.position_id == position.id, PositionHand.version == position.version
            )
        )
    )


def is_public(opportunity_list: OpportunityList) -> bool:
    """A list is public when one of its positions is."""
    public = select(Position.id).where(
        Position.list_id == opportunity_list.id, Position.state.in_((State.published, State.cancelled))
    )
    return session.scalar(select(public.exists())) or False


def waiting_change(position: Position) -> ProposedChange | None:
    """The proposed change that waits for a decision, if there is one."""
    waiting = select(ProposedChange).where(
        ProposedChange.position_id == position.id, ProposedChange.decision == "waiting"
    )
    return session.scalar(waiting)


def last_change(position: Position) -> ProposedChange | None:
    """The last proposed change, decided or not."""
    every = select(ProposedChange).where(ProposedChange.position_id == position.id)
    return session.scalar(every.order_by(ProposedChange.id.desc()).limit(1))


def drafts_by_list(person: Person, until: date, *, limit: int) -> Sequence[tuple[OpportunityList, int]]:
    """Lists that begin before a day and still have drafts the person may finish: (list, drafts)."""
    counting = (
        select(OpportunityList, func.count())
        .join(OpportunityList.positions)
        .where(Position.state == State.draft, OpportunityList.period_start <= until)
        .group_by(OpportunityList.id)
    )
    covered = select(Area.id).where(scope.within(scope.areas_of(person, Role.editor)))
    soonest = counting.where(OpportunityList.area_id.in_(covered)).order_by(OpportunityList.period_start)
    return [(row, count) for row, count in session.execute(soonest.limit(limit))]


def shifts_between(person: Person, start: datetime, end: datetime, *, limit: int) -> Sequence[Shift]:
    """Published shifts of the person's areas that start in this time, soonest first."""
    ahead = (
        select(Shift)
        .join(Shift.position)
        .where(Position.state == State.published, Shift.cancelled_at.is_(None))
        .where(Shift.starts_at >= start, Shift.starts_at < end)
    )
    covered = select(Area.id).where(scope.within(scope.areas_of(person, *READERS)))
    soonest = ahead.where(Position.area_id.in_(covered)).order_by(Shift.starts_at, Shift.id).limit(limit)
    return session.scalars(soonest.options(joinedload(Shift.position))).all()
