"""Who came, when they left, and who did not come. Rows are added and voided, never changed back."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.accounts.models import Person
from board.db import Row
from board.positions.models import Shift
from board.signups.models import Signup


class Kind(StrEnum):
    """What was seen of a person on a shift."""

    arrived = "arrived"
    left = "left"
    absent = "absent"  # 未到岗: only counts
    excused = "excused"  # had said so


class How(StrEnum):
    """How it became known."""

    tap = "tap"  # by whoever keeps the roster
    code = "code"  # the volunteer's own phone, with the code of the minute
    told = "told"  # the volunteer said so afterwards
    settled = "settled"  # by staff, after the shift


class Review(StrEnum):
    """Why somebody should look at a row again before it counts."""

    early = "early"
    late = "late"
    no_signup = "no_signup"
    beyond_quota = "beyond_quota"
    told_later = "told_later"


_STANDING = "voided_at IS NULL"
_TAKEN_BACK = "voided_at IS NOT NULL"
_CAME_OR_NOT = f"{_STANDING} AND kind IN ('arrived','absent','excused')"
_TO_REVIEW = "review IS NOT NULL AND settled_at IS NULL AND voided_at IS NULL"


class Attendance(Row):
    """One thing seen: somebody arrived, left, or did not come. Server time; never a sign-up's state."""

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint("kind IN ('arrived','left','absent','excused')", name="kind"),
        CheckConstraint("how IN ('tap','code','told','settled')", name="how"),
        CheckConstraint("review IN ('early','late','no_signup','beyond_quota','told_later')", name="review"),
        CheckConstraint("(voided_at IS NULL) = (voided_by IS NULL)", name="voided"),
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled"),
        # Once, however often it is sent.
        Index("uq_attendance_standing", "shift_id", "person_id", "kind", unique=True,
              sqlite_where=text(_STANDING), postgresql_where=text(_STANDING)),
        # Nobody both came and did not come, however close a phone and a clerk are to each other.
        Index("uq_attendance_came", "shift_id", "person_id", unique=True,
              sqlite_where=text(_CAME_OR_NOT), postgresql_where=text(_CAME_OR_NOT)),
        Index("ix_attendance_person_id_kind", "person_id", "kind"),
        # What was taken back lately: the ledger follows it.
        Index("ix_attendance_voided_at", "voided_at", sqlite_where=text(_TAKEN_BACK), postgresql_where=text(_TAKEN_BACK)),
        Index("ix_attendance_to_review", "shift_id",
              sqlite_where=text(_TO_REVIEW), postgresql_where=text(_TO_REVIEW)),
    )  # fmt: skip

    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    signup_id: Mapped[int | None] = mapped_column(ForeignKey("signups.id"), index=True)  # NULL: 到了没报名
    kind: Mapped[Kind] = mapped_column(String(10))
    how: Mapped[How] = mapped_column(String(10))
    at: Mapped[datetime]  # when it was so
    noted_at: Mapped[datetime]  # when the server heard of it
    noted_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    browser_hash: Mapped[str | None] = mapped_column(String(64))  # which phone sent the code
    review: Mapped[Review | None] = mapped_column(String(15))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")

    shift: Mapped[Shift] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    signup: Mapped[Signup | None] = relationship()
