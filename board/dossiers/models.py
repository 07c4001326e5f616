"""What a volunteer's record holds beside their service: trainings, commendations, evaluations (Order 67, art. 6 to 10)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.accounts.models import Person
from board.areas.models import Area
from board.db import Row


class Kind(StrEnum):
    """To which group of the record an entry belongs."""

    training = "training"
    commendation = "commendation"
    evaluation = "evaluation"


class Mark(StrEnum):
    """How a community found somebody's service."""

    excellent = "excellent"
    good = "good"
    fair = "fair"


class State(StrEnum):
    """Where an entry stands (docs/states.md)."""

    waiting = "waiting"
    standing = "standing"
    refused = "refused"
    withdrawn = "withdrawn"


NEXT: Final = {
    State.waiting: {State.standing, State.refused, State.withdrawn},
    State.standing: {State.withdrawn},
    State.refused: set[State](),
    State.withdrawn: set[State](),
}
_OF_EVALUATIONS: Final = "(kind = 'evaluation')"


class Entry(Row):
    """One training, commendation or evaluation of a person, written by a community; withdrawn, never deleted."""

    __tablename__ = "dossier_entries"
    __table_args__ = (
        CheckConstraint("kind IN ('training','commendation','evaluation')", name="kind"),
        CheckConstraint("state IN ('waiting','standing','refused','withdrawn')", name="state"),
        CheckConstraint("mark IN ('excellent','good','fair')", name="mark"),
        CheckConstraint(f"{_OF_EVALUATIONS} = (mark IS NOT NULL)", name="evaluations_have_a_mark"),
        CheckConstraint(f"{_OF_EVALUATIONS} = (name = '')", name="others_have_a_name"),
        CheckConstraint(f"{_OF_EVALUATIONS} = (organiser = '')", name="others_have_an_organiser"),
        CheckConstraint("(kind = 'training') = (minutes IS NOT NULL)", name="trainings_have_a_length"),
        CheckConstraint("proof = '' OR kind = 'commendation'", name="proof_of_commendations"),
        CheckConstraint("written_by <> person_id", name="nobody_writes_their_own"),
        CheckConstraint("decided_by <> written_by AND decided_by <> person_id", name="second_person"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided"),
        # What a higher body granted stands only once a second person has seen the proof.
        CheckConstraint("proof = '' OR state <> 'standing' OR decided_by IS NOT NULL", name="higher_ones_are_checked"),
        CheckConstraint("state <> 'waiting' OR (proof <> '' AND decided_by IS NULL)", name="waiting"),
        CheckConstraint("(state IN ('refused','withdrawn')) = (reason <> '')", name="reason"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_by IS NOT NULL)", name="withdrawn"),
        CheckConstraint("(reply = '') = (replied_at IS NULL)", name="reply"),
        CheckConstraint(f"reply = '' OR {_OF_EVALUATIONS}", name="reply_to_evaluations"),
        Index("ix_dossier_entries_person_id_kind", "person_id", "kind", "id"),
        Index("ix_dossier_entries_area_id_day", "area_id", "day"),
        Index("ix_dossier_entries_waiting", "area_id", "id",
              sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'")),
    )  # fmt: skip

    kind: Mapped[Kind] = mapped_column(String(15))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))  # whose staff wrote it
    state: Mapped[State] = mapped_column(String(10))
    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(80), default="")
    organiser: Mapped[str] = mapped_column(String(80), default="")  # of a commendation: who granted it
    content: Mapped[str] = mapped_column(String(300), default="")  # of an evaluation: a short word
    minutes: Mapped[int | None]  # how long a training was
    mark: Mapped[Mark | None] = mapped_column(String(10))
    proof: Mapped[str] = mapped_column(
        String(120), default=""
    )  # what was seen of a higher body's commendation
    written_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(300), default="")  # why refused, or withdrawn
    reply: Mapped[str] = mapped_column(String(300), default="")
    replied_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    area: Mapped[Area] = relationship()

    def move_to(self, state: State, *, reason: str = "") -> None:
        """Take the next state, for this reason; a move that NEXT does not name is a bug."""
        if state not in NEXT[State(self.state)]:
            raise ValueError(f"{self.state} does not lead to {state}")
        self.state, self.reason = state, reason

    @property
    def can_be_replied_to(self) -> bool:
        return self.kind == Kind.evaluation and self.state == State.standing and not self.reply
