"""The board: open positions soonest first, one shift of each, by key and never by counting off rows.

Narrow selects into plain tuples, no ORM rows: this is the page everybody asks for (bench/README.md).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    bindparam,
    case,
    exists,
    func,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from board.areas.models import Area
from board.codes import holds_any
from board.db import Id, UTCDateTime, is_sqlite, session
from board.positions import search
from board.positions.models import OpportunityList, Position, Shift
from board.positions.words import Audience, Category, DayPart, ListKind, Phase, State
from board.web.paging import Page

PAGE_SIZE: Final = 20
NOW: Final = bindparam("now", type_=UTCDateTime)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Naming a table anew for each page would cost more than the rest of the question.
_open, _earlier, _best, _counted = aliased(Shift), aliased(Shift), aliased(Shift), aliased(Shift)
Conditions = Sequence[ColumnElement[bool]]
ShiftTable = type[Shift]
AnySelect = Select[*tuple[Any, ...]]  # of columns named at the place


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What somebody looks for. Inside one kind any will do; all kinds must hold."""

    areas: tuple[int, ...] | None = None  # ids of communities; None: the whole district
    list_id: int | None = None
    words: str = ""
    categories: tuple[Category, ...] = ()
    audiences: tuple[Audience, ...] = ()
    day_parts: tuple[DayPart, ...] = ()
    with_places: bool = False
    # What only a higher feature knows (whose place overlaps), as conditions on a table of shifts.
    positions: Conditions = ()
    shifts: Callable[[ShiftTable], Conditions] | None = None

    @property
    def asks_for_shifts(self) -> bool:
        return bool(self.day_parts or self.with_places or self.shifts)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One position with the one shift that the board shows of it."""

    position_id: int
    number: str
    title: str
    address: str
    audience: Audience
    min_age: int | None
    counts_hours: bool
    opens_at: datetime | None
    area: str
    list_kind: ListKind
    more: int
    shift_id: int
    starts_at: datetime
    ends_at: datetime
    quota: int
    taken: int

    @property
    def left(self) -> int:
        return max(self.quota - self.taken, 0)

    def phase_at(self, now: datetime) -> Phase:
        """The shown shift is not closed: it opens soon, has places, or has a line."""
        if self.opens_at is not None and now < self.opens_at:
            return Phase.opening_soon
        return Phase.open if self.left else Phase.full


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page ended: an instant and a number that decides between equal instants."""

    at: datetime
    number: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.number}"

    @classmethod
    def read(cls, given: str) -> "Key | None":
        """The key in an address; nonsense begins at the first page."""
        parts = given.split("-")
        if len(parts) != 2 or not all(p.isascii() and p.isdigit() and len(p) <= 16 for p in parts):
            return None
        return cls(_EPOCH + timedelta(microseconds=int(parts[0])), int(parts[1]))


def tickets(filters: Filters, after: Key | None, now: datetime) -> Page[Ticket]:
    """A page of the board. Rows whose time has passed since the last tick are left out."""
    given: dict[str, object] = {"now": now, "many": PAGE_SIZE + 1}
    if after is not None:
        given |= {"after_at": after.at, "after_number": after.number}
    way = None
    if filters.words:
        question = search.ask(filters.words)
        if question is None:
            return Page([], None)
        given |= question.given
        way = question.way
    statement = _statement(replace(filters, words=""), after is not None, way, is_sqlite())
    rows = session.execute(statement, given).all()
    shown = sorted(map(_ticket, rows[:PAGE_SIZE]), key=lambda ticket: (ticket.starts_at, ticket.shift_id))
    if len(rows) <= PAGE_SIZE:
        return Page(shown, None)
    return Page(shown, str(Key(rows[PAGE_SIZE - 1].at, rows[PAGE_SIZE - 1].tie)))


def open_in(filters: Filters, now: datetime, limit: int) -> list[Ticket]:
    """The first open positions of an area or a list, soonest first, all on one page."""
    statement = _statement(filters, False, None, is_sqlite())
    return [_ticket(row) for row in session.execute(statement, {"now": now, "many": limit})]


# Building a statement of this size costs more than running it, so each shape is built once.
@lru_cache(maxsize=256)
def _statement(filters: Filters, continued: bool, way: search.Way | None, _engine: bool) -> AnySelect:
    # What is asked of every row along the way comes first; the dearer questions follow.
    worded = [way.condition(Position.__table__.c.id)] if way is not None else []
    chosen = (_by_shift if filters.asks_for_shifts else _by_position)(filters, worded)
    at, number = (
        (Shift.starts_at, Shift.id) if filters.asks_for_shifts else (Position.next_start, Position.id)
    )
    if continued:
        end = bindparam("after_at", type_=UTCDateTime), bindparam("after_number", type_=Id)
        chosen = chosen.where(tuple_(at, number) > tuple_(*end))
    else:
        chosen = chosen.where(at > NOW)
    return _dressed(chosen.limit(bindparam("many", type_=Integer)))


def _ticket(row: Any) -> Ticket:
    return Ticket(*row[:16])


def _dressed(chosen: AnySelect) -> AnySelect:
    """What a ticket says, for the few chosen positions only."""
    few = chosen.subquery("few")
    return (
        select(
            Position.id, Position.number, Position.title, Position.address, Position.audience,
            Position.min_age, Position.counts_hours, Position.opens_at, Area.name, OpportunityList.kind,
            few.c.open_shifts - 1,
            Shift.id, Shift.starts_at, Shift.ends_at, Shift.quota, Shift.taken, few.c.at, few.c.tie,
        )
        .select_from(few)
        .join(Position, Position.id == few.c.position_id)
        .join(Area, Area.id == Position.area_id)
        .join(OpportunityList, OpportunityList.id == Position.list_id)
        .join(Shift, Shift.id == few.c.shown)
        .order_by(few.c.at, few.c.tie)
    )  # fmt: skip


def _by_position(filters: Filters, worded: Conditions) -> AnySelect:
    """In order of `next_start`, a cache that the board's own index holds."""
    return (
        select(
            Position.id.label("position_id"),
            Position.next_start.label("at"),
            Position.id.label("tie"),
            _shown(filters).label("shown"),
            _open_shifts().label("open_shifts"),
        )
        .where(*_on_positions(filters), *worded)
        .where(exists().where(_open.position_id == Position.id, *_not_closed(_open)))
        .order_by(Position.next_start, Position.id)
    )


def _by_shift(filters: Filters, worded: Conditions) -> AnySelect:
    """In order of each position's earliest shift that fits, along the index of shifts."""
    has_earlier = exists().where(
        _earlier.position_id == Shift.position_id,
        tuple_(_earlier.starts_at, _earlier.id) < tuple_(Shift.starts_at, Shift.id),
        *_on_shifts(_earlier, filters),
    )
    return (
        select(
            Position.id.label("position_id"),
            Shift.starts_at.label("at"),
            Shift.id.label("tie"),
            _shown(filters).label("shown"),
            _open_shifts().label("open_shifts"),
        )
        .join(Position, Position.id == Shift.position_id)
        .where(*_on_shifts(Shift, filters), *_on_positions(filters), *worded, ~has_earlier)
        .order_by(Shift.starts_at, Shift.id)
    )


def _on_positions(filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [Position.state == State.published, Position.next_start.is_not(None)]
    if filters.areas is not None:
        wanted.append(Position.area_id.in_(filters.areas))
    if filters.list_id is not None:
        wanted.append(Position.list_id == filters.list_id)
    if filters.categories:
        wanted.append(holds_any(Position.categories, list(filters.categories)))
    if filters.audiences:
        wanted.append(Position.audience.in_((Audience.both, *filters.audiences)))
    return [*wanted, *filters.positions]


def _on_shifts(shift: ShiftTable, filters: Filters) -> list[ColumnElement[bool]]:
    wanted = _not_closed(shift)
    if filters.day_parts:
        wanted.append(holds_any(shift.day_parts, list(filters.day_parts)))
    if filters.with_places:
        wanted.append(shift.taken < shift.quota)
    return [*wanted, *(filters.shifts(shift) if filters.shifts else ())]


def _not_closed(shift: ShiftTable) -> list[ColumnElement[bool]]:
    return [shift.cancelled_at.is_(None), shift.closes_at > NOW]


def _shown(filters: Filters) -> ScalarSelect[int]:
    """The position's earliest shift that fits and has a place; if none has, the earliest that fits."""
    shift = _best
    return (
        select(shift.id)
        .where(shift.position_id == Position.id, *_on_shifts(shift, filters))
        .order_by(case((shift.taken < shift.quota, 0), else_=1), shift.starts_at, shift.id)
        .limit(1)
        .correlate(Position)
        .scalar_subquery()
    )


def _open_shifts() -> ScalarSelect[int]:
    shift = _counted
    counted = (
        select(func.count()).select_from(shift).where(shift.position_id == Position.id, *_not_closed(shift))
    )
    return counted.correlate(Position).scalar_subquery()
