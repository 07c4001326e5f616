"""What must be true of places and lines after every act, asked of the tables alone."""

from collections import Counter

from sqlalchemy import select

from board import clock
from board.audit.models import AuditRow
from board.db import session
from board.notices.models import Notice
from board.positions.models import Shift
from board.signups import pacing
from board.signups.models import HOLDING, LIVE, Signup, State
from board.signups.pacing import Way


def broken() -> list[str]:
    """Every invariant that does not hold now, a sentence each; empty when all is well."""
    session.rollback()
    session.expire_all()
    shifts = session.scalars(select(Shift)).all()
    signups = session.scalars(select(Signup)).all()
    found = [
        sentence
        for shift in shifts
        for sentence in _of_shift(shift, [s for s in signups if s.shift_id == shift.id])
    ]
    found += _overlaps(signups)
    session.rollback()
    return found


def stranded() -> list[str]:
    """Free places that somebody who fits waits for: none, once the tick has passed."""
    session.rollback()
    session.expire_all()
    found = [sentence for shift in session.scalars(select(Shift)).all() for sentence in _stranded(shift)]
    session.rollback()
    return found


def _of_shift(shift: Shift, signups: list[Signup]) -> list[str]:
    holders = [s for s in signups if s.state in HOLDING]
    numbers = [s.place_no for s in holders]
    people = Counter(s.person_id for s in signups if s.state in LIVE)
    turns = Counter(s.turn for s in signups)
    found = []
    if len(set(numbers)) != len(numbers) or any(n is None or not 1 <= n <= shift.places for n in numbers):
        found.append(f"shift {shift.id}: place numbers {numbers} of {shift.places}")
    if len(holders) > shift.places:
        found.append(f"shift {shift.id}: oversold, {len(holders)} of {shift.places}")
    if shift.taken != len(holders):
        found.append(f"shift {shift.id}: says {shift.taken} taken, {len(holders)} are")
    if any(count > 1 for count in people.values()):
        found.append(f"shift {shift.id}: somebody is on it twice")
    if any(count > 1 for count in turns.values()):
        found.append(f"shift {shift.id}: two share a turn")
    if any(s.reason != shift.cancel_reason for s in signups if s.state == State.called_off):
        found.append(f"shift {shift.id}: people were told another reason than it gives")
    if any(s.offered_until > shift.starts_at - pacing.LAST for s in holders if s.offered_until):
        found.append(f"shift {shift.id}: an offer lasts into the last hour")
    if shift.cancelled_at is not None and people:
        found.append(f"shift {shift.id}: cancelled, and {len(people)} were not called off")
    return found


def _stranded(shift: Shift) -> list[str]:
    here = session.scalars(select(Signup).where(Signup.shift_id == shift.id)).all()
    holders = [s for s in here if s.state in HOLDING]
    line = [s for s in here if s.state == State.waiting]
    if not shift.is_ahead_at(clock.now()) or len(holders) >= shift.quota:
        return []
    if pacing.way(shift.starts_at, clock.now()) in {Way.later, Way.by_phone}:
        return []  # nobody is asked at night, or in the last hour
    return [
        f"shift {shift.id}: a place is free and {s.person_id} waits" for s in line if not _clashes(s, shift)
    ]


def _clashes(signup: Signup, shift: Shift) -> bool:
    held = session.scalars(
        select(Signup).where(Signup.person_id == signup.person_id, Signup.state.in_(HOLDING))
    )
    return any(
        h.shift_id != shift.id and h.shift.cancelled_at is None and h.shift.overlaps(shift) for h in held
    )


def _overlaps(signups: list[Signup]) -> list[str]:
    held = [s for s in signups if s.state in HOLDING and s.shift.cancelled_at is None and not s.clash_noted]
    return [
        f"person {a.person_id} is on shifts {a.shift_id} and {b.shift_id} at once"
        for a in held
        for b in held
        if a.id < b.id
        and a.person_id == b.person_id
        and a.shift_id != b.shift_id
        and a.shift.overlaps(b.shift)
    ]


def told_twice() -> list[str]:
    """Whoever was told the same thing more than once."""
    session.rollback()
    told = Counter((n.person_id, n.kind, n.sentence) for n in session.scalars(select(Notice)))
    return [
        f"person {who} was told {kind} {count} times" for (who, kind, _), count in told.items() if count > 1
    ]


def answered_twice() -> list[str]:
    """Offers that were both taken and declined, each time with a friendly answer."""
    session.rollback()
    answers = ("signup.accept_offer", "signup.decline_offer", "signup.lapse")
    done = select(AuditRow.object_id).where(AuditRow.action.in_(answers), AuditRow.outcome == "done")
    counted = Counter(session.scalars(done))
    return [f"sign-up {number} was answered {count} times" for number, count in counted.items() if count > 1]
