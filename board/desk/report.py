"""A month in numbers, for one area with all below it: three statements and the tree, however many positions.

What counts: published positions that were not cancelled, by their shifts that start in the month (Shanghai)
and were not cancelled.

- positions: those with such a shift. shifts: those shifts. places: the sum of what the shifts advertise.
- filled: places somebody holds (an offer kept for somebody too), of each shift at most what it advertises.
- people: different persons with a place; whoever has three is one. So areas and categories do not add up.
- arrived, absent: of those with a place on shifts that are over, who came and who did not. Who had said
  so (请过假) and who nobody has noted is neither.
- minutes: confirmed service time of those shifts, by the ledger.
- A position of two categories counts in both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, and_, case, func, select, type_coerce

from board import clock, rounding
from board.accounts import scope
from board.accounts.models import Person, Role
from board.areas import queries as areas
from board.areas.models import Area
from board.attendance.models import Attendance, Kind
from board.attendance.queries import stands
from board.attendance.rates import attendance_rate, percent
from board.db import session
from board.errors import NotAllowed, NotFound
from board.positions.models import Position, Shift
from board.positions.words import CATEGORY_WORDS, Category, State
from board.records import ledger
from board.records.models import ServiceRecord
from board.signups.models import Signup
from board.signups.models import State as SignupState

READERS: Final = (Role.editor, Role.reviewer, Role.manager)
NO_CATEGORY: Final = "没写类别"


@dataclass
class Figures:
    """One line of the report."""

    positions: int = 0
    shifts: int = 0
    places: int = 0
    filled: int = 0
    arrived: int = 0
    absent: int = 0
    minutes: int = 0
    who: set[int] = field(default_factory=set)

    @property
    def people(self) -> int:
        return len(self.who)

    @property
    def hours(self) -> str:
        """12.5 小时（12 小时 20 分）."""
        return rounding.words(self.minutes)

    @property
    def filled_percent(self) -> int | None:
        return percent(self.filled, self.places)

    @property
    def attendance_percent(self) -> int | None:
        return attendance_rate(self.arrived, self.absent)

    def add(self, other: "Figures") -> None:
        for name in ("positions", "shifts", "places", "filled", "arrived", "absent", "minutes"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.who |= other.who


@dataclass(frozen=True)
class Report:
    """A month of an area: all in all, by category, and by the areas right below it."""

    area: Area
    month: date
    total: Figures
    by_category: Sequence[tuple[str, Figures]]
    by_area: Sequence[tuple[str, Figures]]


# Numbers are read by community and by set of categories: every line of the report is a sum of these.
_Cell = tuple[int, str]
# As they are kept, " a b ": made into codes once a line, not once a person.
_CELL: Final = (Position.area_id, type_coerce(Position.categories, String))


def fetch_area(person: Person, code: str | None) -> Area:
    """The area, if the person reads reports of it (404, 403); without a code, the first of theirs."""
    if not code:
        return scope.areas_of(person, *READERS)[0]
    area = areas.area_with(code)
    roles = scope.roles_in(person, area)
    if not roles:
        raise NotFound
    if not roles & set(READERS):
        raise NotAllowed
    return area


def choices(person: Person) -> list[Area]:
    """The areas in use whose report this person may read, each before those below it."""
    covered = select(Area).where(scope.within(scope.areas_of(person, *READERS)), Area.retired_at.is_(None))
    return list(session.scalars(covered.order_by(Area.path)))


def of_month(area: Area, month: date) -> Report:
    """The numbers of the month that begins on this day."""
    cells = _cells(area, month)
    total = Figures()
    for figures in cells.values():
        total.add(figures)
    return Report(area, month, total, _by_category(cells), _by_area(cells, area))


def next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def _by_category(cells: dict[_Cell, Figures]) -> list[tuple[str, Figures]]:
    lines: dict[str, Figures] = {}
    for (_, categories), figures in cells.items():
        for word in [CATEGORY_WORDS[Category(code)] for code in categories.split()] or [NO_CATEGORY]:
            lines.setdefault(word, Figures()).add(figures)
    order = [*CATEGORY_WORDS.values(), NO_CATEGORY]
    return sorted(lines.items(), key=lambda line: order.index(line[0]))


def _by_area(cells: dict[_Cell, Figures], area: Area) -> list[tuple[str, Figures]]:
    """By the areas right below, those without a position too; nothing for a community."""
    inside = session.execute(select(Area).where(scope.within([area])).order_by(Area.path)).scalars().all()
    below = [place for place in inside if place.parent_id == area.id]
    of = {place.id: child for place in inside for child in below if place.lies_in(child)}
    lines = {child.id: Figures() for child in below if child.retired_at is None}
    for (area_id, _), figures in cells.items():
        if area_id in of:
            lines.setdefault(of[area_id].id, Figures()).add(figures)
    names = {child.id: child.name for child in below}
    return [(names[number], figures) for number, figures in lines.items()]


def _cells(area: Area, month: date) -> dict[_Cell, Figures]:
    counts = _held(area, month)
    cells: dict[_Cell, Figures] = {}
    for place, categories, positions, shifts, places, filled in session.execute(_places(counts)):
        cells[place, categories] = Figures(positions, shifts, places, filled)
    for place, categories, person in session.execute(_people(counts)):
        cells[place, categories].who.add(person)
    for place, categories, arrived, absent in session.execute(_came(counts)):
        cells[place, categories].arrived, cells[place, categories].absent = arrived, absent
    served = ledger.by_position(
        ServiceRecord.shift_id.in_(select(Shift.id).join(Shift.position).where(counts))
    )
    for place, categories, position in session.execute(_positions(list(served))):
        cells[place, categories].minutes += served[position].minutes
    return cells


def _held(area: Area, month: date) -> ColumnElement[bool]:
    """Rows of shifts that count."""
    return and_(
        Position.area_id.in_(select(Area.id).where(scope.within([area]))),
        Position.state == State.published,
        Shift.cancelled_at.is_(None),
        Shift.starts_at >= _midnight(month),
        Shift.starts_at < _midnight(next_month(month)),
    )


def _places(counts: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    held = case((Shift.taken < Shift.quota, Shift.taken), else_=Shift.quota)
    numbers = (func.count(Position.id.distinct()), func.count(), func.sum(Shift.quota), func.sum(held))
    return _grouped(select(*_CELL, *numbers).join(Shift.position).where(counts))


def _positions(ids: list[int]) -> Select[*tuple[Any, ...]]:
    return select(*_CELL, Position.id).where(Position.id.in_(ids))


def _people(counts: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    placed = select(*_CELL, Signup.person_id).join(Signup.shift).join(Shift.position)
    return placed.where(counts, Signup.state == SignupState.accepted).distinct()


def _came(counts: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    placed = and_(
        Signup.shift_id == Attendance.shift_id,
        Signup.person_id == Attendance.person_id,
        Signup.state == SignupState.accepted,
    )
    seen = select(*_CELL, _times(Kind.arrived), _times(Kind.absent)).select_from(Attendance)
    joined = seen.join(Signup, placed).join(Attendance.shift).join(Shift.position)
    return _grouped(joined.where(counts, stands(), Shift.ends_at <= clock.now()))


def _times(kind: Kind) -> ColumnElement[int]:
    return func.sum(case((Attendance.kind == kind, 1), else_=0))


def _grouped(query: Select[*tuple[Any, ...]]) -> Select[Any]:
    return query.group_by(*_CELL)


def _midnight(day: date) -> datetime:
    return clock.at(day, time(0))
