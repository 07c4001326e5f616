"""What looks wrong about hours, for those who check; and the records drawn by lot to be checked anyway."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board import append_only
from board.areas.models import Area
from board.db import Base, Id, Row
from board.records.models import ServiceRecord


class Kind(StrEnum):
    """What looks wrong."""

    same_minute = "same_minute"  # many people tapped in by one hand within a minute
    one_device = "one_device"  # one phone checked in several people
    over_day = "over_day"  # more than eight hours of one person on one day, confirmed
    two_places = "two_places"  # confirmed in two places at once
    at_night = "at_night"  # written down by staff at night, while no shift was near
    backfill_share = "backfill_share"  # a community back-fills much more than it used to
    quick_confirm = "quick_confirm"  # confirmed within a minute of being written down


class State(StrEnum):
    """Where a flag stands (docs/states.md)."""

    found = "found"
    explained = "explained"
    acted = "acted"


NEXT: Final = {
    State.found: {State.explained, State.acted},
    State.explained: set[State](),
    State.acted: set[State](),
}


class Part(StrEnum):
    """What somebody has to do with a flag."""

    hand = "hand"  # wrote or confirmed what it is about: sees it, and does not close it
    volunteer = "volunteer"  # served what it is about: never sees it


_KINDS: Final = ",".join(f"'{kind}'" for kind in Kind)


class RecordFlag(Row):
    """Something that looks wrong, found once; what it rests on, and what somebody made of it."""

    __tablename__ = "record_flags"
    __table_args__ = (
        UniqueConstraint("kind", "key"),  # found again it is the same one
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint("state IN ('found','explained','acted')", name="state"),
        CheckConstraint("(state = 'found') = (looked_at IS NULL)", name="looked_at"),
        CheckConstraint("(looked_at IS NULL) = (looked_by IS NULL)", name="looked_by"),
        CheckConstraint("state = 'found' OR note <> ''", name="note"),
        Index("ix_record_flags_area_id_state", "area_id", "state"),
    )

    kind: Mapped[Kind] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(80))  # ids and codes that say what it is about
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    found_at: Mapped[datetime]
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON)  # ids and codes of any kind of flag
    state: Mapped[State] = mapped_column(String(10), default=State.found)
    looked_at: Mapped[datetime | None]
    looked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(String(300), default="")

    area: Mapped[Area] = relationship()

    def move_to(self, state: State) -> None:
        """Take the next state; a move that NEXT does not name is a bug."""
        if state not in NEXT[State(self.state)]:
            raise ValueError(f"{self.state} does not lead to {state}")
        self.state = state


class FlagPerson(Base):
    """Somebody has to do with a flag, by their hand or as whoever served."""

    __tablename__ = "flag_people"
    __table_args__ = (CheckConstraint("part IN ('hand','volunteer')", name="part"),)

    flag_id: Mapped[int] = mapped_column(ForeignKey("record_flags.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    part: Mapped[Part] = mapped_column(String(10))


class FlagMark(Base):
    """How far a table has been looked through for what looks wrong."""

    __tablename__ = "flag_marks"

    table_name: Mapped[str] = mapped_column(String(30), primary_key=True)
    last_id: Mapped[int] = mapped_column(Id)


class RecheckDraw(Row):
    """The lot of one month: records are taken in the order that this seed gives them, so that nobody chooses."""

    __tablename__ = "recheck_draws"
    __table_args__ = (CheckConstraint("percent BETWEEN 1 AND 100", name="percent"),)

    month: Mapped[date] = mapped_column(unique=True)  # its first day
    seed: Mapped[str] = mapped_column(String(64))
    percent: Mapped[int]
    drawn_at: Mapped[datetime]


append_only.guard(RecheckDraw.__table__, "draws of re-checks")


class RecheckState(StrEnum):
    """What came of a re-check (docs/states.md)."""

    waiting = "waiting"
    right = "right"
    wrong = "wrong"
    gone = "gone"


RECHECK_NEXT: Final = {
    RecheckState.waiting: {RecheckState.right, RecheckState.wrong, RecheckState.gone},
    RecheckState.right: set[RecheckState](),
    RecheckState.wrong: set[RecheckState](),
    RecheckState.gone: set[RecheckState](),
}


class Recheck(Row):
    """One confirmed record, drawn by lot, to be checked by somebody who had no hand in it."""

    __tablename__ = "rechecks"
    __table_args__ = (
        UniqueConstraint("draw_id", "record_id"),
        CheckConstraint("state IN ('waiting','right','wrong','gone')", name="state"),
        CheckConstraint("(state = 'waiting') = (looked_at IS NULL)", name="looked_at"),
        CheckConstraint("(looked_at IS NULL) = (looked_by IS NULL)", name="looked_by"),
        CheckConstraint("state = 'waiting' OR note <> ''", name="note"),
        Index("ix_rechecks_area_id_state", "area_id", "state", "due_on"),
    )

    draw_id: Mapped[int] = mapped_column(ForeignKey("recheck_draws.id"))
    record_id: Mapped[int] = mapped_column(ForeignKey("service_records.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    due_on: Mapped[date]
    state: Mapped[RecheckState] = mapped_column(String(10), default=RecheckState.waiting)
    looked_at: Mapped[datetime | None]
    looked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(String(300), default="")

    draw: Mapped[RecheckDraw] = relationship()
    record: Mapped[ServiceRecord] = relationship()
    area: Mapped[Area] = relationship()

    def move_to(self, state: RecheckState) -> None:
        """Take the next state; a move that RECHECK_NEXT does not name is a bug."""
        if state not in RECHECK_NEXT[RecheckState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {state}")
        self.state = state
