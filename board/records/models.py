"""The ledger of service hours: rows that are only ever added. What a record is worth now, its last step says."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board import append_only
from board.accounts.models import Person
from board.areas.models import Area
from board.audit import sealed
from board.codes import Codes
from board.db import Id, Row
from board.positions.models import Position, Shift
from board.records import second_person


class Source(StrEnum):
    """How the hours came to be known."""

    code = "code"  # both times from the volunteer's own phone, by the code of the minute
    roster = "roster"  # somebody who keeps the roster wrote at least one of them
    backfill = "backfill"  # written down afterwards, with a reason and a proof


class Doubt(StrEnum):
    """Why the editor has to look at a record before anybody may confirm it (domain §7)."""

    long = "long"  # more than 30 minutes longer than the shift was planned
    over_day = "over_day"  # more than 8 hours of this person on one day
    overlap = "overlap"  # in two places at once
    own = "own"  # who leads the shift tapped themselves


class Kind(StrEnum):
    """What a step does to a record."""

    kept = "kept"  # the editor lets a doubtful record stand as it is
    corrected = "corrected"  # other times
    questioned = "questioned"  # sent back to the editor, or what it rests on has changed
    confirmed = "confirmed"  # by a second person
    held = "held"  # somebody objects: it counts no more until that is answered
    released = "released"  # answered: it counts again
    voided = "voided"
    reinstated = "reinstated"


class State(StrEnum):
    """Where a record stands after its last step (docs/states.md)."""

    doubtful = "doubtful"
    proposed = "proposed"
    confirmed = "confirmed"
    held = "held"
    voided = "voided"


AFTER: Final = {
    Kind.kept: State.proposed,
    Kind.corrected: State.proposed,
    Kind.questioned: State.doubtful,
    Kind.confirmed: State.confirmed,
    Kind.held: State.held,
    Kind.released: State.confirmed,
    Kind.voided: State.voided,
    Kind.reinstated: State.proposed,
}
NEXT: Final = {
    State.doubtful: {Kind.kept, Kind.corrected, Kind.questioned, Kind.voided},
    State.proposed: {Kind.confirmed, Kind.corrected, Kind.questioned, Kind.voided},
    State.confirmed: {Kind.held, Kind.corrected, Kind.questioned, Kind.voided},
    State.held: {Kind.released, Kind.corrected, Kind.questioned, Kind.voided},
    State.voided: {Kind.reinstated, Kind.questioned},
}
# Whoever takes one of these wrote what the record says: somebody else confirms it.
WRITING: Final = (Kind.kept, Kind.corrected, Kind.reinstated)

LONGEST: Final = 48 * 60  # minutes of one record: a day, and half a day around it (attendance.window.REACH)


class ServiceRecord(Row):
    """That one person served one shift, as it was first written down. Never changed: steps follow it."""

    __tablename__ = "service_records"
    __table_args__ = (
        # Once a person and shift: hours are not entered a second time, they are corrected or reinstated.
        UniqueConstraint("shift_id", "person_id"),
        UniqueConstraint("id", "person_id", "area_id"),  # what the steps' composite foreign key points at
        CheckConstraint("source IN ('code','roster','backfill')", name="source"),
        CheckConstraint(f"minutes BETWEEN 0 AND {LONGEST}", name="minutes"),
        CheckConstraint("ends_at >= starts_at", name="ends_after_start"),
        CheckConstraint("source <> 'code' OR entered_by IS NULL", name="codes_by_system"),
        CheckConstraint("source <> 'backfill' OR (entered_by IS NOT NULL AND reason <> '')", name="backfill_by_somebody"),
        CheckConstraint("source = 'backfill' OR (arrived_id IS NOT NULL AND left_id IS NOT NULL)", name="rests_on_attendance"),
        CheckConstraint("entered_by IS NULL OR entered_by <> person_id", name="nobody_enters_their_own"),
        Index("ix_service_records_person_id_starts_at", "person_id", "starts_at"),
        Index("ix_service_records_area_id_starts_at", "area_id", "starts_at"),
        Index("ix_service_records_arrived_id", "arrived_id"),
        Index("ix_service_records_left_id", "left_id"),
    )  # fmt: skip

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))  # the recording community, as of then
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))  # an official's, as of then
    source: Mapped[Source] = mapped_column(String(10))
    arrived_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id"))
    left_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id"))
    starts_at: Mapped[datetime]  # server time of arriving
    ends_at: Mapped[datetime]  # server time of leaving
    minutes: Mapped[int]
    counts: Mapped[bool]  # False: took part, and it never adds hours (domain §8)
    rule: Mapped[str] = mapped_column(String(10))  # the rounding rule that was published then
    doubts: Mapped[tuple[Doubt, ...]] = mapped_column(Codes(Doubt), default=())
    # Everybody who wrote anything of what it rests on, but the volunteer's own phone: people's ids.
    hands: Mapped[list[int]] = mapped_column(JSON, default=list)
    entered_by: Mapped[int | None] = mapped_column(
        ForeignKey("people.id")
    )  # the last of them; NULL: the system
    entered_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300), default="")  # of a back-fill
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # ids and codes of any source

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    position: Mapped[Position] = relationship()
    shift: Mapped[Shift] = relationship()
    area: Mapped[Area] = relationship()

    def state_after(self, last: "RecordStep | None") -> State:
        """Where the record stands after this step of its own, which is its last; None: it has none."""
        if last is not None:
            return AFTER[Kind(last.kind)]
        return State.doubtful if self.doubts else State.proposed


_REASON: Final = "kind IN ('kept','corrected','questioned','held','released','voided','reinstated')"


class RecordStep(Row):
    """One thing that happened to a record afterwards, and what that adds to every total."""

    __tablename__ = "record_steps"
    __table_args__ = (
        ForeignKeyConstraint(["record_id", "person_id", "area_id"],
                             ["service_records.id", "service_records.person_id", "service_records.area_id"],
                             name="fk_record_steps_record"),
        # Two who act on one record at once: the second finds what the first one did.
        UniqueConstraint("record_id", "step"),
        CheckConstraint("kind IN ({})".format(",".join(f"'{kind}'" for kind in Kind)), name="kind"),
        CheckConstraint("step >= 1", name="step"),
        CheckConstraint(f"minutes BETWEEN 0 AND {LONGEST}", name="minutes"),
        CheckConstraint("ends_at >= starts_at", name="ends_after_start"),
        CheckConstraint("kind <> 'confirmed' OR by_id IS NOT NULL", name="somebody_confirms"),
        CheckConstraint("kind NOT IN ('confirmed','kept','corrected','reinstated') OR by_id <> person_id",
                        name="nobody_decides_on_their_own"),
        CheckConstraint(f"NOT ({_REASON}) OR reason <> ''", name="reason"),
        CheckConstraint("added_times BETWEEN -1 AND 1", name="added_times"),
        # A total of an area or a person is read from the index alone.
        Index("ix_record_steps_area_id_added", "area_id", "added_minutes", "added_times"),
        Index("ix_record_steps_person_id_added", "person_id", "added_minutes", "added_times"),
        Index("ix_record_steps_confirmed", "area_id", "at",
              sqlite_where=text("kind = 'confirmed'"), postgresql_where=text("kind = 'confirmed'")),
        # What stopped counting, which is little: whose certificates are to be looked at again.
        Index("ix_record_steps_taken_away", "record_id", "step",
              sqlite_where=text("added_times < 0"), postgresql_where=text("added_times < 0")),
    )  # fmt: skip

    record_id: Mapped[int] = mapped_column(Id)
    person_id: Mapped[int] = mapped_column(Id)
    area_id: Mapped[int] = mapped_column(Id)
    step: Mapped[int]  # 1, 2, … within the record
    kind: Mapped[Kind] = mapped_column(String(10))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # NULL: the system
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300), default="")
    starts_at: Mapped[datetime]  # of the record after this step, as are the two below
    ends_at: Mapped[datetime]
    minutes: Mapped[int]
    added_minutes: Mapped[int]  # what this step adds to every total; negative where it takes away
    added_times: Mapped[int]
    arrived_id: Mapped[int | None] = mapped_column(
        ForeignKey("attendance.id")
    )  # what it rests on since, if that
    left_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id"))  # has changed

    record: Mapped[ServiceRecord] = relationship()


append_only.guard(ServiceRecord.__table__, "service records")
append_only.guard(RecordStep.__table__, "record steps")
second_person.guard(RecordStep.__table__)
sealed.add(ServiceRecord.__table__)
sealed.add(RecordStep.__table__)


class WaitingRecord(Row):
    """A record that somebody still has to do something about. Derived from its last step, by `stepping` alone."""

    __tablename__ = "waiting_records"
    __table_args__ = (
        CheckConstraint("state IN ('doubtful','proposed','held')", name="state"),
        Index("ix_waiting_records_area_id_state", "area_id", "state", "due_on"),
        Index("ix_waiting_records_shift_id", "shift_id"),
    )

    record_id: Mapped[int] = mapped_column(ForeignKey("service_records.id"), unique=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    state: Mapped[State] = mapped_column(String(10))
    due_on: Mapped[date]  # Order 67, art. 11: ten workdays after the activity
