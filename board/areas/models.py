"""The district's tree, the officials' units, and the calendar of workdays."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.db import Base, Row


class Level(StrEnum):
    district = "district"
    street = "street"
    town = "town"
    community = "community"
    village = "village"


class Area(Row):
    """A district, street, town, community or village. `path` is the codes from the root down."""

    __tablename__ = "areas"
    __table_args__ = (
        CheckConstraint("level IN ('district','street','town','community','village')", name="level"),
        CheckConstraint("(parent_id IS NULL) = (level = 'district')", name="parent"),
    )

    code: Mapped[str] = mapped_column(String(12), unique=True)
    level: Mapped[Level] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(40))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)
    path: Mapped[str] = mapped_column(String(60), unique=True)
    retired_at: Mapped[datetime | None]
    # Its lists are reviewed by the street (or whoever is above), even if it has a reviewer of its own.
    reviewed_above: Mapped[bool] = mapped_column(default=False, server_default=false())

    parent: Mapped["Area | None"] = relationship(remote_side="Area.id")

    @property
    def is_community(self) -> bool:
        """Communities and villages: where people live and lists are made."""
        return self.level in {Level.community, Level.village}

    def lies_in(self, other: "Area") -> bool:
        """Is this area `other`, or below it?"""
        return self.path.startswith(other.path)


class Unit(Row):
    """An official's unit (机关单位); `path` is the ids from the root down, "3/17/"."""

    __tablename__ = "units"

    name: Mapped[str] = mapped_column(String(60))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    path: Mapped[str] = mapped_column(String(80), index=True)
    retired_at: Mapped[datetime | None]

    parent: Mapped["Unit | None"] = relationship(remote_side="Unit.id")

    @property
    def depth(self) -> int:
        """1 at the top of the tree."""
        return self.path.count("/")


class DayKind(StrEnum):
    holiday = "holiday"
    workday = "workday"


class CalendarDay(Base):
    """A day that differs from its weekday: a public holiday, or a weekend day worked instead."""

    __tablename__ = "calendar_days"
    __table_args__ = (CheckConstraint("kind IN ('holiday','workday')", name="kind"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(40))
