"""Reading the trees of areas and units."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from board.areas.models import Area, CalendarDay, Level, Unit
from board.db import session
from board.errors import NotFound


def tree() -> Sequence[Area]:
    """Every area, each street before its communities, retired ones too."""
    return session.scalars(select(Area).order_by(Area.path)).all()


def in_use() -> Sequence[Area]:
    """The areas a chooser offers, each street before its communities."""
    return session.scalars(select(Area).where(Area.retired_at.is_(None)).order_by(Area.path)).all()


def root() -> Area:
    """The district."""
    return session.scalars(select(Area).where(Area.level == Level.district)).one()


def area_with(code: str) -> Area:
    """The area of this code, in use or not."""
    plain = code if code.isascii() and code.isdigit() else ""  # PostgreSQL refuses to look for a NUL
    found = session.scalar(select(Area).where(Area.code == plain))
    if found is None:
        raise NotFound
    return found


def above(area: Area) -> Sequence[Area]:
    """The areas that this one lies in, itself included, nearest first."""
    codes = area.path.split("/")
    return session.scalars(select(Area).where(Area.code.in_(codes)).order_by(Area.path.desc())).all()


def units() -> Sequence[Unit]:
    """Every unit, each before those below it, retired ones too."""
    return _with_those_below(session.scalars(select(Unit).order_by(Unit.id)).all())


def units_in_use() -> Sequence[Unit]:
    """The units a chooser offers."""
    return _with_those_below(
        session.scalars(select(Unit).where(Unit.retired_at.is_(None)).order_by(Unit.id)).all()
    )


def _with_those_below(rows: Sequence[Unit]) -> Sequence[Unit]:
    # Paths are made of numbers: as text, 10/ would come before 9/.
    return sorted(rows, key=lambda unit: [int(part) for part in unit.path.split("/") if part])


def unit_with(number: int) -> Unit:
    found = session.get(Unit, number)
    if found is None:
        raise NotFound
    return found


def days_of(year: int) -> Sequence[CalendarDay]:
    """The days of a year that differ from their weekday."""
    in_year = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    return session.scalars(select(CalendarDay).where(in_year).order_by(CalendarDay.day)).all()
