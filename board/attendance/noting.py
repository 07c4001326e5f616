"""Writing one thing down that was seen. Everything here runs inside a write transaction."""

from datetime import datetime
from typing import Final

from sqlalchemy import and_, bindparam, select

from board import audit, clock
from board.attendance.models import Attendance, How, Kind, Review
from board.attendance.queries import stands
from board.db import session
from board.signups.models import HOLDING, Signup, State

# Sign-ups of people who may be on the roster: with a place, in line, or left without one at the start.
ON_ROSTER: Final = (*HOLDING, State.waiting, State.unplaced)

_STANDING: Final = select(Attendance).where(
    Attendance.shift_id == bindparam("shift"), Attendance.person_id == bindparam("person"), stands()
)
_SIGNUP: Final = select(Signup).where(
    and_(Signup.shift_id == bindparam("shift"), Signup.person_id == bindparam("person")),
    Signup.state.in_(ON_ROSTER),
)


def standing(shift_id: int, person_id: int) -> dict[Kind, Attendance]:
    """What was seen of this person on this shift and not taken back, by kind."""
    rows = session.scalars(_STANDING, {"shift": shift_id, "person": person_id})
    return {Kind(row.kind): row for row in rows}


def signup_of(shift_id: int, person_id: int) -> Signup | None:
    """This person's sign-up, as far as the roster knows it."""
    return session.scalars(_SIGNUP, {"shift": shift_id, "person": person_id}).first()


def note(
    kind: Kind, *, shift_id: int, person_id: int, signup_id: int | None, how: How, by: int,
    at: datetime | None = None, review: Review | None = None, browser_hash: str | None = None, reason: str = "",
) -> Attendance:  # fmt: skip
    """One row more; a second one of a kind for one person and shift is refused by the schema."""
    now = clock.now()
    row = Attendance(
        shift_id=shift_id, person_id=person_id, signup_id=signup_id, kind=kind, how=how, at=at or now,
        noted_at=now, noted_by=by, review=review, browser_hash=browser_hash, reason=reason,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(
        f"attendance.{_VERBS[kind]}", row,
        shift=shift_id, person=person_id, how=str(how), review=str(review) if review else None,
    )  # fmt: skip
    return row


_VERBS: Final = {
    Kind.arrived: "arrive",
    Kind.left: "leave",
    Kind.absent: "miss",
    Kind.excused: "excuse",
}


def void(row: Attendance, *, by: int, reason: str = "") -> None:
    """The row stays, and counts no more. `by` is a person's id, as in `note`."""
    row.voided_at, row.voided_by = clock.now(), by
    row.reason = reason or row.reason
    session.flush()
    audit.record("attendance.void", row, shift=row.shift_id, person=row.person_id, kind=str(row.kind))
