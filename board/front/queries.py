"""What stands beside the board: the streets, the totals, how many positions a filter would leave."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Exists, Row, Select, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from board.areas.models import Area, Level
from board.db import session
from board.errors import NotFound
from board.positions.history import EarlierValue
from board.positions.models import OpportunityList, Position, Shift
from board.positions.words import Audience, State

COUNTED_TO: Final = 1_000
PUBLIC: Final = (State.published, State.cancelled)


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Of the whole board. Above a thousand positions nothing else is counted."""

    positions: int = 0
    places: int = 0
    beside: dict[str, int] = field(default_factory=dict)

    @property
    def are_complete(self) -> bool:
        return self.positions <= COUNTED_TO


@dataclass(frozen=True)
class Side:
    """What is the same for everybody and at most a minute old."""

    streets: list[tuple[str, str]]
    totals: Totals


def side(now: datetime) -> Side:
    return Side(streets(), totals(now))


def streets() -> list[tuple[str, str]]:
    """Code and name of every street and town in use."""
    used = select(Area.code, Area.name).where(
        Area.level.in_((Level.street, Level.town)), Area.retired_at.is_(None)
    )
    return [(code, name) for code, name in session.execute(used.order_by(Area.path))]


def totals(now: datetime) -> Totals:
    """Open positions, their free places, and how many each filter would leave."""
    open_now = (
        Position.state == State.published,
        Position.next_start.is_not(None),
        Position.next_start > now,
    )
    kinds = select(Position.id, Position.audience, Position.categories).where(*open_now)
    found = session.execute(kinds.limit(COUNTED_TO + 1)).all()
    if len(found) > COUNTED_TO:
        return Totals(positions=len(found))
    free = case((Shift.taken < Shift.quota, Shift.quota - Shift.taken), else_=0)
    times = (
        select(Shift.position_id, Shift.day_parts, func.sum(free))
        .where(Shift.position_id.in_(select(Position.id).where(*open_now)))
        .where(Shift.cancelled_at.is_(None), Shift.closes_at > now)
        .group_by(Shift.position_id, Shift.day_parts)
    )
    return _counted(found, session.execute(times).all())


def _counted(kinds: Sequence[Row[*tuple[Any, ...]]], times: Sequence[Row[*tuple[Any, ...]]]) -> Totals:
    beside: Counter[str] = Counter()
    for _, audience, categories in kinds:
        beside.update(categories)
        beside.update(a for a in (Audience.residents, Audience.officials) if audience in (a, Audience.both))
    open_positions = {position for position, _, _ in times}
    parts = {(position, part) for position, day_parts, _ in times for part in day_parts}
    beside.update(part for _, part in parts)
    return Totals(positions=len(open_positions), places=sum(free for *_, free in times), beside=dict(beside))


def communities_in(code: str, letters: str) -> tuple[int, ...] | None:
    """Ids of the communities that lie in this area and have these letters in their name; None: all."""
    if not code and not letters:
        return None
    wanted = select(Area.id).where(Area.level.in_((Level.community, Level.village)))
    if code:
        inside = select(Area.path).where(Area.code == code).scalar_subquery()
        wanted = wanted.where(func.substr(Area.path, 1, func.length(inside)) == inside)
    if letters:
        wanted = wanted.where(Area.name.contains(letters, autoescape=True))
    return tuple(session.scalars(wanted.order_by(Area.id)))


def fetch_area(code: str) -> Area | None:
    """A community or village in use."""
    levels = (Level.community, Level.village)
    return session.scalar(
        select(Area).where(Area.code == code, Area.level.in_(levels), Area.retired_at.is_(None))
    )


def public_lists(area: Area, limit: int) -> list[OpportunityList]:
    """The community's lists that anybody may see, newest first: those with a public position."""
    shown = select(OpportunityList).where(OpportunityList.area_id == area.id, _has_public_position())
    return list(
        session.scalars(
            shown.order_by(OpportunityList.period_start.desc(), OpportunityList.id.desc()).limit(limit)
        )
    )


def fetch_list(number: str) -> OpportunityList | None:
    """The list of this number, if one of its positions is public."""
    return session.scalar(
        select(OpportunityList).where(OpportunityList.number == number, _has_public_position())
    )


def _has_public_position() -> Exists:
    return (
        select(Position.id).where(Position.list_id == OpportunityList.id, Position.state.in_(PUBLIC)).exists()
    )


def fetch_position(number: str) -> Position:
    """The position of this number, if it was ever published, with what its page tells of it."""
    wanted = select(Position).where(Position.number == number, Position.state.in_(PUBLIC))
    around = (
        joinedload(Position.area, innerjoin=True).joinedload(Area.parent),
        joinedload(Position.opportunity_list, innerjoin=True),
    )
    found = session.scalar(wanted.options(*around))
    if found is None:
        raise NotFound
    return found


def shifts_ahead(position: Position, now: datetime) -> list[Shift]:
    """Shifts that are not over, soonest first; a few hundred at the most, since each lies ahead."""
    ahead = select(Shift).where(Shift.position_id == position.id, Shift.ends_at > now)
    return list(session.scalars(ahead.order_by(Shift.starts_at, Shift.id).limit(400)))


def earlier_values(position: Position, now: datetime) -> list[EarlierValue]:
    """Earlier times and places that somebody may still have in mind, newest first."""
    shown = (
        select(EarlierValue)
        .outerjoin(Shift, Shift.id == EarlierValue.shift_id)
        .where(EarlierValue.position_id == position.id, EarlierValue.field.in_(("time", "address")))
        .where(or_(EarlierValue.shift_id.is_(None), Shift.ends_at > now))
    )
    return list(session.scalars(shown.order_by(EarlierValue.id.desc()).limit(5)))


def positions_on(opportunity_list: OpportunityList) -> list[Position]:
    """The public positions of a list, in its own order."""
    public = select(Position).where(Position.list_id == opportunity_list.id, Position.state.in_(PUBLIC))
    return list(session.scalars(public.order_by(Position.item, Position.id).limit(200)))


def shifts_to_take(position: Position, now: datetime) -> list[Shift]:
    """Shifts one can still sign up for, soonest first; none of a cancelled position."""
    if position.state != State.published:
        return []
    return list(session.scalars(_to_take(now).where(Shift.position_id == position.id)))


def still_on(opportunity_list: OpportunityList, now: datetime) -> list[tuple[Position, list[Shift]]]:
    """The positions of a list that one can still sign up for, each with its shifts, soonest first."""
    on_it = _to_take(now).join(Shift.position).options(contains_eager(Shift.position))
    on_it = on_it.where(Position.list_id == opportunity_list.id, Position.state == State.published)
    found: dict[Position, list[Shift]] = {}
    for shift in session.scalars(on_it):
        found.setdefault(shift.position, []).append(shift)
    return list(found.items())


def _to_take(now: datetime) -> Select[Shift]:
    open_now = select(Shift).where(Shift.cancelled_at.is_(None), Shift.closes_at > now)
    return open_now.order_by(Shift.starts_at, Shift.id)


def contact_of(area: Area) -> tuple[str, str] | None:
    """Name and number that the community's latest position shows to everybody."""
    told = select(Position.contact_name, Position.contact_phone).where(
        Position.area_id == area.id, Position.state == State.published, Position.phone_public
    )  # fmt: skip
    row = session.execute(told.order_by(Position.id.desc()).limit(1)).first()
    return (row[0], row[1]) if row else None


def above(area: Area) -> str:
    """The street's or town's name; nothing directly under the district."""
    return area.parent.name if area.parent is not None and area.parent.level != Level.district else ""
