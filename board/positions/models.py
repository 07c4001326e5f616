"""Lists, positions and shifts: what a community asks people for."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from board import clock
from board.areas.models import Area
from board.codes import Codes
from board.db import Row
from board.positions.words import (
    NEXT,
    Approval,
    Audience,
    Category,
    DayPart,
    Guarantee,
    ListKind,
    NotCounted,
    Phase,
    Rule,
    State,
    Target,
)


class OpportunityList(Row):
    """One community's list of positions for a period. Public when one of its positions is."""

    __tablename__ = "lists"
    __table_args__ = (
        CheckConstraint("kind IN ('opportunity','task')", name="kind"),
        CheckConstraint("period_end >= period_start", name="period"),
    )

    number: Mapped[str] = mapped_column(String(24), unique=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    kind: Mapped[ListKind] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(80))
    period_start: Mapped[date]
    period_end: Mapped[date]
    introduction: Mapped[str] = mapped_column(String(500), default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    made_from: Mapped[str] = mapped_column(
        String(120), default="", server_default=""
    )  # the sheet's file name

    area: Mapped[Area] = relationship()
    positions: Mapped[list["Position"]] = relationship(
        back_populates="opportunity_list", order_by="Position.item"
    )

    @property
    def is_task_list(self) -> bool:
        return self.kind == ListKind.task


_PUBLIC = "state NOT IN ('published','cancelled')"


class Position(Row):
    """One thing to do on a list. A draft may lack anything; what is public lacks nothing."""

    __tablename__ = "positions"
    __table_args__ = (
        CheckConstraint("state IN ('draft','in_review','returned','published','cancelled')", name="state"),
        CheckConstraint("audience IN ('both','residents','officials')", name="audience"),
        CheckConstraint("approval IN ('auto','staff')", name="approval"),
        CheckConstraint("closes_rule IN ('at_start','hours_before','day_before')", name="closes_rule"),
        CheckConstraint("withdraw_rule IN ('at_start','hours_before','day_before')", name="withdraw_rule"),
        CheckConstraint("quota IS NULL OR quota BETWEEN 1 AND 10000", name="quota"),
        CheckConstraint("minimum IS NULL OR minimum BETWEEN 1 AND 10000", name="minimum"),
        CheckConstraint("min_age IS NULL OR min_age BETWEEN 14 AND 100", name="min_age"),
        # VSR 12: a public position says its risk; VSR 17 and CHL 69: hazardous work is insured, and for adults.
        CheckConstraint(f"{_PUBLIC} OR risk_note <> ''", name="public_says_risk"),
        CheckConstraint(f"{_PUBLIC} OR (content <> '' AND address <> '' AND contact_name <> '' AND contact_phone <> '')",
                        name="public_is_complete"),
        CheckConstraint(f"{_PUBLIC} OR NOT hazard OR (insurance <> '' AND min_age >= 18)", name="hazard_insured_adult"),
        Index("ix_positions_board", "next_start", "id",
              sqlite_where=text("state = 'published' AND next_start IS NOT NULL"),
              postgresql_where=text("state = 'published' AND next_start IS NOT NULL")),
        Index("ix_positions_area_board", "area_id", "next_start", "id",
              sqlite_where=text("state = 'published' AND next_start IS NOT NULL"),
              postgresql_where=text("state = 'published' AND next_start IS NOT NULL")),
    )  # fmt: skip

    number: Mapped[str] = mapped_column(String(12), unique=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)  # the list's, for scope
    item: Mapped[int]  # its place on the list, from 1
    state: Mapped[State] = mapped_column(String(10), default=State.draft)
    state_reason: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)  # rises when a version has been decided on

    title: Mapped[str] = mapped_column(String(50), default="")
    content: Mapped[str] = mapped_column(String(2000), default="")
    categories: Mapped[tuple[Category, ...]] = mapped_column(Codes(Category), default=())
    targets: Mapped[tuple[Target, ...]] = mapped_column(Codes(Target), default=())
    guarantees: Mapped[tuple[Guarantee, ...]] = mapped_column(Codes(Guarantee), default=())
    guarantee_note: Mapped[str] = mapped_column(String(200), default="")
    hazard: Mapped[bool] = mapped_column(default=False)
    risk_note: Mapped[str] = mapped_column(String(500), default="")
    safety_note: Mapped[str] = mapped_column(String(500), default="")
    insurance: Mapped[str] = mapped_column(String(200), default="")
    audience: Mapped[Audience] = mapped_column(String(10), default=Audience.both)
    min_age: Mapped[int | None]
    conditions: Mapped[str] = mapped_column(String(300), default="")
    remarks: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(120), default="")
    contact_name: Mapped[str] = mapped_column(String(40), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    phone_public: Mapped[bool] = mapped_column(default=False)
    quota: Mapped[int | None]  # what a new shift starts with
    minimum: Mapped[int | None]
    approval: Mapped[Approval] = mapped_column(String(10), default=Approval.auto)
    opens_at: Mapped[datetime | None]  # NULL: as soon as it is published
    closes_rule: Mapped[Rule] = mapped_column(String(12), default=Rule.day_before)
    closes_hours: Mapped[int] = mapped_column(default=2)
    closes_time: Mapped[time] = mapped_column(default=time(18))
    withdraw_rule: Mapped[Rule] = mapped_column(String(12), default=Rule.hours_before)
    withdraw_hours: Mapped[int] = mapped_column(default=24)
    withdraw_time: Mapped[time] = mapped_column(default=time(18))
    counts_hours: Mapped[bool] = mapped_column(default=True)
    not_counted_for: Mapped[tuple[NotCounted, ...]] = mapped_column(Codes(NotCounted), default=())

    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    # The earliest start of a shift whose sign-up is not closed: orders the board, kept by acts and tick.
    next_start: Mapped[datetime | None]
    # What the board took from words or from the community's standing answers: fields of the form.
    guessed: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    # {"file", "sheet", "row", "cells": [[heading, text], …]}: the row of the sheet it came from, word for word.
    original: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON(none_as_null=True)))

    opportunity_list: Mapped[OpportunityList] = relationship(back_populates="positions")
    area: Mapped[Area] = relationship()
    shifts: Mapped[list["Shift"]] = relationship(
        back_populates="position", order_by="Shift.starts_at, Shift.id"
    )

    def move_to(self, state: State, *, reason: str = "") -> None:
        """Take the next state, for this reason; a move that NEXT does not name is a bug."""
        if state not in NEXT[State(self.state)]:
            raise ValueError(f"{self.state} does not lead to {state}")
        self.state, self.state_reason = state, reason

    @property
    def is_public(self) -> bool:
        return self.state in {State.published, State.cancelled}

    @property
    def needs_staff(self) -> bool:
        return self.approval == Approval.staff

    def closing_of(self, starts_at: datetime) -> datetime:
        """Sign-up for a shift starting then is open before this instant."""
        return instant_of(self.closes_rule, self.closes_hours, self.closes_time, starts_at)

    def withdrawing_until(self, starts_at: datetime) -> datetime:
        """Before this instant a place of a shift starting then is given up without a reason."""
        return instant_of(self.withdraw_rule, self.withdraw_hours, self.withdraw_time, starts_at)


def instant_of(rule: Rule, hours: int, wall: time, starts_at: datetime) -> datetime:
    """The instant a closing rule means for one start; never later than the start."""
    if rule == Rule.hours_before:
        return starts_at - timedelta(hours=hours)
    if rule == Rule.day_before:
        return clock.at(clock.local(starts_at).date() - timedelta(days=1), wall)
    return starts_at


class Shift(Row):
    """When a position is served. `quota` is advertised; `places` is the highest number held."""

    __tablename__ = "shifts"
    __table_args__ = (
        UniqueConstraint("id", "places"),  # what the holders' composite foreign key points at
        CheckConstraint("quota BETWEEN 1 AND 10000", name="quota"),
        CheckConstraint("places >= quota", name="places"),
        CheckConstraint("taken BETWEEN 0 AND places", name="taken"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_shifts_position_id_starts_at", "position_id", "starts_at"),
        Index("ix_shifts_starts_at", "starts_at", "id",
              sqlite_where=text("cancelled_at IS NULL"), postgresql_where=text("cancelled_at IS NULL")),
    )  # fmt: skip

    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    closes_at: Mapped[datetime]  # by the position's rule: sign-up ends before it
    withdraw_until: Mapped[datetime]  # by the position's rule: afterwards only with a reason
    day_parts: Mapped[tuple[DayPart, ...]] = mapped_column(Codes(DayPart))
    quota: Mapped[int]
    minimum: Mapped[int | None]
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)  # cached by `settle` alone
    turn: Mapped[int] = mapped_column(default=0)  # the last number the hold handed out
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")

    position: Mapped[Position] = relationship(back_populates="shifts")

    @property
    def left(self) -> int:
        """Places still to be had; 0 when a lowered quota leaves more people than places."""
        return max(self.quota - self.taken, 0)

    @property
    def lacking(self) -> int:
        """How many it lacks to the least it needs; without such a number, everybody while nobody comes."""
        if self.minimum is None:
            return 0 if self.taken else self.quota
        return max(self.minimum - self.taken, 0)

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def is_ahead_at(self, now: datetime) -> bool:
        """It will take place, and has not begun."""
        return self.cancelled_at is None and now < self.starts_at

    def phase_at(self, now: datetime) -> Phase:
        """What this shift is now; `opens_at` is the position's."""
        if self.cancelled_at is not None:
            return Phase.cancelled
        if now >= self.ends_at:
            return Phase.finished
        if now >= self.starts_at:
            return Phase.running
        if now >= self.closes_at:
            return Phase.closed
        opens_at = self.position.opens_at
        if opens_at is not None and now < opens_at:
            return Phase.opening_soon
        return Phase.open if self.left else Phase.full

    def overlaps(self, other: "Shift") -> bool:
        """Half-open: one that ends when the other starts does not overlap."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class StandingAnswers(Row):
    """What a community answers every time: what its next position starts with, and an import fills in."""

    __tablename__ = "standing_answers"

    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), unique=True)
    values: Mapped[dict[str, Any]] = mapped_column(JSON)  # field -> value as JSON keeps it
    changed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]
