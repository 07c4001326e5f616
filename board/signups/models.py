"""Sign-ups: who serves when, and who waits (docs/states.md)."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.accounts.models import Person
from board.db import Row
from board.positions.models import Shift

UNDO: Final = timedelta(minutes=10)


class State(StrEnum):
    """What has become of somebody's wish to serve. Arrival and absence are not here."""

    awaiting_guardian = "awaiting_guardian"
    pending = "pending"
    waiting = "waiting"
    offered = "offered"
    accepted = "accepted"
    rejected = "rejected"
    withdrawn = "withdrawn"
    lapsed = "lapsed"
    removed = "removed"
    called_off = "called_off"
    unplaced = "unplaced"


_S = State
NEXT: Final = {
    _S.awaiting_guardian: {_S.pending, _S.waiting, _S.accepted, _S.withdrawn, _S.lapsed, _S.called_off},
    _S.pending: {_S.accepted, _S.waiting, _S.rejected, _S.withdrawn, _S.unplaced, _S.called_off},
    _S.waiting: {_S.accepted, _S.offered, _S.rejected, _S.withdrawn, _S.unplaced, _S.called_off},
    _S.offered: {_S.accepted, _S.withdrawn, _S.lapsed, _S.called_off},
    _S.accepted: {_S.withdrawn, _S.removed, _S.called_off},
    _S.rejected: set[State](),
    _S.withdrawn: set[State](),
    _S.lapsed: set[State](),
    _S.removed: set[State](),
    _S.called_off: set[State](),
    _S.unplaced: set[State](),
}
LIVE: Final = (_S.awaiting_guardian, _S.pending, _S.waiting, _S.offered, _S.accepted)
HOLDING: Final = (_S.offered, _S.accepted)

_SQL_LIVE = "state IN ('awaiting_guardian','pending','waiting','offered','accepted')"
_SQL_HOLDING = "state IN ('offered','accepted')"


class MadeAs(StrEnum):
    """On whose behalf a sign-up was made."""

    self = "self"
    staff = "staff"
    guardian = "guardian"
    group = "group"
    stand_in = "stand_in"


class Signup(Row):
    """One person's wish to serve one shift, from asking to its end. Unit and area are as of then."""

    __tablename__ = "signups"
    __table_args__ = (
        # The schema alone refuses the eleventh of ten: holders carry a number within the shift's places.
        ForeignKeyConstraint(["shift_id", "places"], ["shifts.id", "shifts.places"], onupdate="CASCADE",
                             name="fk_signups_shift_id_places"),
        UniqueConstraint("shift_id", "place_no"),
        CheckConstraint("place_no BETWEEN 1 AND places", name="place_no"),
        CheckConstraint("(place_no IS NULL) = (places IS NULL)", name="place_and_places"),
        CheckConstraint(f"(place_no IS NOT NULL) = ({_SQL_HOLDING})", name="holders_have_a_place"),
        CheckConstraint("(state = 'offered') = (offered_until IS NOT NULL)", name="offers_end"),
        CheckConstraint("state IN ({})".format(",".join(f"'{s}'" for s in State)), name="state"),
        CheckConstraint("made_as IN ('self','staff','guardian','group','stand_in')", name="made_as"),
        Index("uq_signups_live", "shift_id", "person_id", unique=True,
              sqlite_where=text(_SQL_LIVE), postgresql_where=text(_SQL_LIVE)),
        Index("ix_signups_line", "shift_id", "turn",
              sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'")),
        Index("ix_signups_person_id_state", "person_id", "state"),
        Index("ix_signups_offers", "offered_until", "id",
              sqlite_where=text("state = 'offered'"), postgresql_where=text("state = 'offered'")),
        Index("ix_signups_pending", "shift_id", "turn",
              sqlite_where=text("state = 'pending'"), postgresql_where=text("state = 'pending'")),
        Index("ix_signups_made_by", "made_by",
              sqlite_where=text("made_as <> 'self'"), postgresql_where=text("made_as <> 'self'")),
    )  # fmt: skip

    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_as: Mapped[MadeAs] = mapped_column(String(10), default=MadeAs.self)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    state: Mapped[State] = mapped_column(String(20))
    turn: Mapped[int]
    place_no: Mapped[int | None]
    places: Mapped[int | None]
    offered_until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    clash_noted: Mapped[bool] = mapped_column(default=False)  # a later change of time made two overlap
    consent_version: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    shift: Mapped[Shift] = relationship(foreign_keys=[shift_id])
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def holds_place(self) -> bool:
        return self.state in HOLDING

    def move_to(self, state: State, now: datetime, *, reason: str = "") -> None:
        """Take the next state; whoever no longer holds a place lets its number go."""
        if state not in NEXT[State(self.state)]:
            raise ValueError(f"{self.state} does not lead to {state}")
        self.state, self.reason, self.changed_at = state, reason, now
        self.offered_until = None
        if state not in HOLDING:
            self.place_no = self.places = None

    def take_place(self, place_no: int, now: datetime) -> None:
        """From the line, or from staff's yes, to a place of one's own."""
        self.move_to(State.accepted, now)
        self.place_no, self.places = place_no, self.shift.places

    def be_offered(self, place_no: int, until: datetime, now: datetime) -> None:
        """From the line to a place that is kept until then."""
        self.move_to(State.offered, now)
        self.place_no, self.places, self.offered_until = place_no, self.shift.places, until

    def can_undo_at(self, now: datetime) -> bool:
        return self.is_live and now < self.created_at + UNDO and now < self.shift.starts_at

    def needs_reason_at(self, now: datetime) -> bool:
        """Giving up a place after the rule's time asks for a reason; leaving the line never does,
        nor does saying no to an offer."""
        late = now >= self.shift.withdraw_until and not self.can_undo_at(now)
        return late and self.state == State.accepted


class ShiftLeader(Row):
    """A person runs a shift on the day: sees its roster and checks people in, nothing else."""

    __tablename__ = "shift_leaders"
    __table_args__ = (UniqueConstraint("shift_id", "person_id"),)

    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    named_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    named_at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Answer(StrEnum):
    """What became of asking somebody to stand in."""

    asked = "asked"
    accepted = "accepted"
    declined = "declined"
    taken_back = "taken_back"


class StandIn(Row):
    """Somebody who holds a place asked somebody else to go instead; the place moves when they accept."""

    __tablename__ = "stand_ins"
    __table_args__ = (
        CheckConstraint("answer IN ('asked','accepted','declined','taken_back')", name="answer"),
        Index("uq_stand_ins_asked", "signup_id", unique=True,
              sqlite_where=text("answer = 'asked'"), postgresql_where=text("answer = 'asked'")),
    )  # fmt: skip

    signup_id: Mapped[int] = mapped_column(ForeignKey("signups.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    mobile: Mapped[str] = mapped_column(String(11))
    asked_at: Mapped[datetime]
    answer: Mapped[Answer] = mapped_column(String(10), default=Answer.asked)
    answered_at: Mapped[datetime | None]
    led_to: Mapped[int | None] = mapped_column(ForeignKey("signups.id"))  # the stand-in's own sign-up

    signup: Mapped[Signup] = relationship(foreign_keys=[signup_id])


class Announcement(Row):
    """What the desk told everybody on a shift, or on every coming shift of a position."""

    __tablename__ = "announcements"

    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), index=True)
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shifts.id"))  # NULL: every coming shift
    sentence: Mapped[str] = mapped_column(String(300))
    sent_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sent_at: Mapped[datetime]
    told: Mapped[int]  # how many people


class ReminderKind(StrEnum):
    """Which of its two reminders a sign-up was sent."""

    day_before = "day_before"
    two_hours = "two_hours"


class Reminder(Row):
    """A reminder that was sent for a sign-up, so that it is sent once."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("signup_id", "kind"),
        CheckConstraint("kind IN ('day_before','two_hours')", name="kind"),
    )

    signup_id: Mapped[int] = mapped_column(ForeignKey("signups.id"))
    kind: Mapped[ReminderKind] = mapped_column(String(10))
    sent_at: Mapped[datetime]


class CalendarFeed(Row):
    """A private address under which a person's calendar program reads their shifts."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        Index("uq_calendar_feeds_person_id", "person_id", unique=True,
              sqlite_where=text("revoked_at IS NULL"), postgresql_where=text("revoked_at IS NULL")),
    )  # fmt: skip

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
