"""Objections to hours: what somebody says is not right, where it stands, and what was answered."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    bindparam,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.accounts.models import Person
from board.areas.models import Area
from board.db import Id, Row
from board.positions.models import Shift


class Kind(StrEnum):
    """Who says it, and what about."""

    notice = "notice"  # anybody, about hours in their public notice: these are held until it is answered
    own = "own"  # the volunteer, about their own hours, or that none were written down
    appeal = "appeal"  # the volunteer, about hours of theirs that were voided


class State(StrEnum):
    """Where an objection stands (docs/states.md)."""

    open = "open"
    with_street = "with_street"
    stands = "stands"
    upheld = "upheld"
    withdrawn = "withdrawn"


LIVE: Final = (State.open, State.with_street)
NEXT: Final[dict[State, set[State]]] = {
    State.open: {State.with_street, State.stands, State.upheld, State.withdrawn},
    State.with_street: {State.stands, State.upheld, State.withdrawn},
    State.stands: {State.with_street},  # once, when the volunteer does not agree with the community
    State.upheld: set(),
    State.withdrawn: set(),
}
_LIVE: Final = "state IN ('open','with_street')"


class Outcome(StrEnum):
    """What is answered; all but the first say that the objection was right."""

    stands = "stands"
    corrected = "corrected"  # the record has other times
    voided = "voided"
    reinstated = "reinstated"
    questioned = "questioned"  # back to whoever writes hours, by somebody who may only review them
    changed = "changed"  # it has been put right already, or is going to be written down


class Objection(Row):
    """One person says of one person's hours on one shift that they are not right."""

    __tablename__ = "objections"
    __table_args__ = (
        ForeignKeyConstraint(["record_id", "person_id", "area_id"],
                             ["service_records.id", "service_records.person_id", "service_records.area_id"],
                             name="fk_objections_record"),
        CheckConstraint("kind IN ('notice','own','appeal')", name="kind"),
        CheckConstraint("state IN ('open','with_street','stands','upheld','withdrawn')", name="state"),
        CheckConstraint("kind = 'own' OR record_id IS NOT NULL", name="about_a_record"),
        CheckConstraint("kind = 'notice' OR made_by IS NOT NULL", name="own_by_somebody"),
        CheckConstraint("made_by IS NULL OR network IS NULL", name="network_of_strangers"),
        CheckConstraint("network IS NOT NULL OR (contact_name = '' AND contact_mobile = '')", name="contact_of_strangers"),
        CheckConstraint(f"({_LIVE}) = (answered_at IS NULL)", name="answered_when_over"),
        # One at a time: whoever else objects is told that it is being looked into.
        Index("uq_objections_live_notice", "record_id", unique=True,
              sqlite_where=text(f"kind = 'notice' AND {_LIVE}"), postgresql_where=text(f"kind = 'notice' AND {_LIVE}")),
        Index("uq_objections_live_own", "shift_id", "person_id", unique=True,
              sqlite_where=text(f"kind <> 'notice' AND {_LIVE}"), postgresql_where=text(f"kind <> 'notice' AND {_LIVE}")),
        Index("ix_objections_area_id_state", "area_id", "state", "due_on"),
        Index("ix_objections_live", "due_on", sqlite_where=text(_LIVE), postgresql_where=text(_LIVE)),
        Index("ix_objections_shift_id_person_id", "shift_id", "person_id"),
        Index("ix_objections_network", "network",
              sqlite_where=text("network IS NOT NULL"), postgresql_where=text("network IS NOT NULL")),
    )  # fmt: skip

    kind: Mapped[Kind] = mapped_column(String(10))
    record_id: Mapped[int | None] = mapped_column(Id, index=True)  # NULL: nothing was written down then
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)  # whose hours
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))  # who recorded them
    state: Mapped[State] = mapped_column(String(15))
    opened_at: Mapped[datetime]
    due_on: Mapped[date]  # the last day on which it is answered in time, by whoever has it now
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500))
    came: Mapped[time | None]  # what the volunteer remembers, if they say so
    went: Mapped[time | None]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)  # NULL: signed out
    # Of somebody signed out, for the answer alone: erased thirty days after it (upkeep).
    contact_name: Mapped[str] = mapped_column(String(40), default="")
    contact_mobile: Mapped[str] = mapped_column(String(11), default="")
    may_be_phoned: Mapped[bool] = mapped_column(default=False)  # they agree that the community asks them
    network: Mapped[str | None] = mapped_column(String(64))  # a keyed hash, for the limit; erased with it

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    shift: Mapped[Shift] = relationship()
    area: Mapped[Area] = relationship()

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_own(self) -> bool:
        return self.kind != Kind.notice

    def move_to(self, state: State) -> None:
        """The one way its state changes."""
        if state not in NEXT[State(self.state)]:
            raise ValueError(f"{self.state} does not lead to {state}")
        self.state = state


class ObjectionStep(Row):
    """One thing that became of an objection: an answer, a move to the street, a taking back."""

    __tablename__ = "objection_steps"
    __table_args__ = (
        CheckConstraint("state IN ('with_street','stands','upheld','withdrawn')", name="state"),
        CheckConstraint(
            "outcome IS NULL OR outcome IN ('stands','corrected','voided','reinstated','questioned','changed')",
            name="outcome",
        ),
        CheckConstraint("(state IN ('stands','upheld')) = (outcome IS NOT NULL)", name="answers_say_what"),
        CheckConstraint("outcome IS NULL OR (by_id IS NOT NULL AND words <> '')", name="somebody_answers"),
    )

    objection_id: Mapped[int] = mapped_column(ForeignKey("objections.id"), index=True)
    state: Mapped[State] = mapped_column(String(15))  # where it led
    outcome: Mapped[Outcome | None] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)  # NULL: the system
    by_street: Mapped[bool] = mapped_column(default=False)  # answered above the community: final
    at: Mapped[datetime]

    objection: Mapped[Objection] = relationship()


def unanswered() -> ColumnElement[bool]:
    """For queries: nobody has answered it yet. Spelled out, not bound, so that the partial indexes serve."""
    return Objection.state.in_(bindparam(None, LIVE, expanding=True, literal_execute=True))
