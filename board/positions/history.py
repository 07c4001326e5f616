"""What was done to positions and by whom: hands, versions, proposed changes, earlier values, acts on many."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.accounts.models import Person
from board.db import Row
from board.positions.models import OpportunityList, Position


class PositionHand(Row):
    """A person wrote or changed one version of a position, and so may not review it."""

    __tablename__ = "position_hands"
    __table_args__ = (UniqueConstraint("position_id", "version", "person_id"),)

    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"))
    version: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class ProposedChange(Row):
    """New words for a published position, waiting for a second person. One at a time."""

    __tablename__ = "proposed_changes"
    __table_args__ = (
        CheckConstraint("decision IN ('waiting','approved','returned','taken_back')", name="decision"),
        Index("uq_proposed_changes_waiting", "position_id", unique=True,
              sqlite_where=text("decision = 'waiting'"), postgresql_where=text("decision = 'waiting'")),
    )  # fmt: skip

    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), index=True)
    values: Mapped[dict[str, Any]] = mapped_column(JSON)  # field -> new value as the form's text
    proposed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(String(10), default="waiting")
    reason: Mapped[str] = mapped_column(String(300), default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]

    position: Mapped[Position] = relationship()


class EarlierValue(Row):
    """What a published position or shift said before somebody changed it directly."""

    __tablename__ = "earlier_values"

    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), index=True)
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shifts.id"))
    field: Mapped[str] = mapped_column(String(30))
    value: Mapped[str] = mapped_column(String(2000))
    reason: Mapped[str] = mapped_column(String(300))
    changed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]


class PositionVersion(Row):
    """What a position said when somebody decided on it: the next version is compared with it."""

    __tablename__ = "position_versions"
    __table_args__ = (
        UniqueConstraint("position_id", "version"),
        CheckConstraint("decision IN ('returned','published')", name="decision"),
    )

    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"))
    version: Mapped[int]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)  # field -> value as JSON keeps it, shifts among them
    decision: Mapped[str] = mapped_column(String(10))
    decided_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class ReturnReason(Row):
    """A reason an area's reviewers return positions for, kept to be used again."""

    __tablename__ = "return_reasons"
    __table_args__ = (UniqueConstraint("area_id", "reason"),)

    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    reason: Mapped[str] = mapped_column(String(300))
    times_used: Mapped[int] = mapped_column(default=1)
    used_at: Mapped[datetime]


class BulkAct(Row):
    """One act on many positions of a list, with what it needs to be taken back within ten minutes."""

    __tablename__ = "bulk_acts"
    __table_args__ = (
        CheckConstraint("kind IN ('import','copy','change','submit','publish')", name="kind"),
        Index("ix_bulk_acts_list_id_at", "list_id", "at"),
    )

    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id"))
    kind: Mapped[str] = mapped_column(String(10))
    by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    count: Mapped[int]  # positions it touched
    before: Mapped[dict[str, Any]] = mapped_column(JSON)  # position id -> what it was, None: it was not there
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    opportunity_list: Mapped[OpportunityList] = relationship()
