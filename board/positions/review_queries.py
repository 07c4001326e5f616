"""What waits for a review, and what came back from one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, case, exists, func, select, tuple_
from sqlalchemy.orm import aliased, joinedload, selectinload, undefer

from board.accounts import scope
from board.accounts.models import Person, Role
from board.db import session
from board.positions import deciders, queries
from board.positions.history import PositionHand, PositionVersion, ProposedChange
from board.positions.models import OpportunityList, Position
from board.positions.words import State
from board.web.paging import Page, cut, row_numbers

LISTED: Final = 20
ON_A_PAGE: Final = 100
NAMED: Final = 3
_newer: Final = aliased(ProposedChange)


def hands_on_list(opportunity_list: OpportunityList) -> set[int]:
    """Who wrote or changed what is not public yet on a list."""
    unpublished = (
        select(PositionHand.person_id)
        .join(
            Position, (Position.id == PositionHand.position_id) & (Position.version == PositionHand.version)
        )
        .where(
            Position.list_id == opportunity_list.id, Position.state.not_in((State.published, State.cancelled))
        )
    )
    return set(session.scalars(unpublished.distinct()))


def _reviewable(person: Person) -> Select[Position]:
    """In review, this reviewer's to decide, and not by their own hand."""
    return select(Position).where(
        Position.state == State.in_review,
        ~_by_own_hand(person),
        Position.area_id.in_(deciders.areas_decided_by(person)),
    )


def _by_own_hand(person: Person) -> ColumnElement[bool]:
    return exists().where(
        PositionHand.position_id == Position.id,
        PositionHand.version == Position.version,
        PositionHand.person_id == person.id,
    )


def count_of_own(person: Person, on: OpportunityList) -> int:
    """How many positions of the list wait for somebody else, because this person wrote or changed them."""
    own = select(func.count()).where(
        Position.list_id == on.id, Position.state == State.in_review, _by_own_hand(person)
    )
    return session.scalar(own) or 0


def lists_to_review(person: Person, before: int | None) -> Page[OpportunityList]:
    """The lists with positions that wait for this reviewer, newest first."""
    waiting = _reviewable(person).with_only_columns(Position.list_id)
    return queries.page_of_lists(select(OpportunityList).where(OpportunityList.id.in_(waiting)), before)


def _rank() -> ColumnElement[int]:
    """0 for what was returned before, 1 for what is new to its reviewer."""
    returned = exists().where(
        PositionVersion.position_id == Position.id, PositionVersion.decision == "returned"
    )
    return case((returned, 0), else_=1)


_ORDER: Final = (_rank(), Position.item, Position.id)


@dataclass(frozen=True)
class Waiting:
    """What of one list waits: how many positions, the names of the first, how many came back changed."""

    count: int
    titles: tuple[str, ...]
    returned: int


def waiting_on(person: Person, lists: Iterable[OpportunityList]) -> dict[int, Waiting]:
    """What of each of these lists waits for this reviewer."""
    ids, of_list = [row.id for row in lists], Position.list_id
    if not ids:
        return {}
    numbered = (
        _reviewable(person)
        .where(Position.list_id.in_(ids))
        .with_only_columns(
            Position.list_id,
            Position.title,
            func.row_number()
            .over(partition_by=of_list, order_by=(Position.item, Position.id))
            .label("place"),
            func.count().over(partition_by=of_list).label("waiting"),
            func.sum(1 - _rank()).over(partition_by=of_list).label("returned"),
        )
        .subquery()
    )
    found: dict[int, Waiting] = {}
    for row in session.execute(
        select(numbered).where(numbered.c.place <= NAMED).order_by(numbered.c.list_id, numbered.c.place)
    ):
        titles = found[row.list_id].titles if row.list_id in found else ()
        found[row.list_id] = Waiting(row.waiting, (*titles, row.title), row.returned)
    return found


def page_to_review(person: Person, on: OpportunityList, after: str = "") -> Page[Position]:
    """What of this list waits for this reviewer: what came back changed first, then in the list's order."""
    waiting = _reviewable(person).where(Position.list_id == on.id)
    place = row_numbers(after.split("."))
    if len(place) == len(_ORDER):
        waiting = waiting.where(tuple_(*_ORDER) > tuple_(*place))
    shown = (
        waiting.order_by(*_ORDER)
        .limit(ON_A_PAGE + 1)
        .options(selectinload(Position.shifts), undefer(Position.original))
        .add_columns(_ORDER[0])
    )
    rows = session.execute(shown).all()
    last = rows[ON_A_PAGE - 1] if len(rows) > ON_A_PAGE else None
    key = f"{last[1]}.{last[0].item}.{last[0].id}" if last else None
    return cut([row[0] for row in rows], ON_A_PAGE, key)


def _changes_to_review(person: Person) -> Select[ProposedChange]:
    return (
        select(ProposedChange)
        .join(ProposedChange.position)
        .where(ProposedChange.decision == "waiting", ProposedChange.proposed_by != person.id)
        .where(Position.area_id.in_(deciders.areas_decided_by(person)))
    )


def changes_to_review(person: Person, *, limit: int = LISTED) -> Sequence[ProposedChange]:
    """The oldest proposed changes that wait for this reviewer."""
    oldest = _changes_to_review(person).order_by(ProposedChange.id).limit(limit)
    return session.scalars(oldest.options(joinedload(ProposedChange.position))).all()


def changes_returned_to(person: Person, *, since: datetime, limit: int) -> Sequence[ProposedChange]:
    """What this person proposed and got back, unless something newer was proposed since."""
    back = select(ProposedChange).where(
        ProposedChange.proposed_by == person.id, ProposedChange.decision == "returned",
        ProposedChange.decided_at >= since,
        ~exists().where(_newer.position_id == ProposedChange.position_id, _newer.id > ProposedChange.id),
    )  # fmt: skip
    return session.scalars(back.order_by(ProposedChange.id).limit(limit)).all()


def written_and_waiting(person: Person, *states: State, limit: int) -> Sequence[Position]:
    """Unpublished positions in these states that the person may edit, the soonest list first."""
    mine = scope.in_scope(
        select(Position).where(Position.state.in_(states)), Position.area_id, person, Role.editor
    )
    soonest = (
        mine.join(Position.opportunity_list).order_by(OpportunityList.period_start, Position.id).limit(limit)
    )
    return session.scalars(soonest.options(joinedload(Position.opportunity_list))).all()
