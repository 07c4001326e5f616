"""What time asks of sign-ups: steps of the tick, one transaction a shift."""

from sqlalchemy import exists, select, union

from board import audit, clock
from board.db import session
from board.positions.models import Shift
from board.signups import editing, holding, offers, pacing, reminding, telling
from board.signups.models import LIVE, Signup, State
from board.signups.pacing import Way

BATCH = 500


def settle_shifts() -> int:
    """Fill every free place somebody in line fits; how many were given."""
    now = clock.now()
    in_line = select(Signup.shift_id).where(Signup.state == State.waiting).distinct().subquery()
    with_room = (
        select(Shift.id)
        .join(in_line, in_line.c.shift_id == Shift.id)
        .where(Shift.taken < Shift.quota, Shift.starts_at > now, Shift.cancelled_at.is_(None))
        .order_by(Shift.starts_at)
    )
    found = session.execute(with_room.with_only_columns(Shift.id, Shift.starts_at)).all()
    now_given = [number for number, starts_at in found if pacing.way(starts_at, now) in _GIVEN_NOW]
    return sum(_settle_one(number) for number in now_given)


_GIVEN_NOW = {Way.straight, Way.offer}


def lapse_offers() -> int:
    """Places that were kept in vain go to the next in line; how many did."""
    over = select(Signup.id).where(Signup.state == State.offered, Signup.offered_until <= clock.now())
    found = list(session.scalars(over.order_by(Signup.offered_until).limit(BATCH)))
    for number in found:
        offers.lapse(session.get_one(Signup, number))
        session.commit()
    return len(found)


def _settle_one(shift_id: int) -> int:
    shift = holding.hold([shift_id])[shift_id]
    locked = holding.lock_people(holding.everybody(holding.heads([shift])))
    room = holding.settle(shift, locked=locked)
    session.commit()
    return room.given


def answer_unplaced() -> int:
    """Whoever still waits when a shift starts is told that there was no place; how many were."""
    # Each of the two states has a partial index; asked for both at once, the database uses neither.
    unanswered = union(*(select(Signup.shift_id).where(Signup.state == state) for state in _UNANSWERED))
    begun = select(Shift.id).where(
        Shift.id.in_(unanswered), Shift.starts_at <= clock.now(), Shift.cancelled_at.is_(None)
    )
    return sum(_answer_one(shift_id) for shift_id in list(session.scalars(begun.limit(BATCH))))


_UNANSWERED = (State.waiting, State.pending)


def _answer_one(shift_id: int) -> int:
    holding.hold([shift_id])
    unplaced = select(Signup).where(Signup.shift_id == shift_id, Signup.state.in_(_UNANSWERED))
    people = session.scalars(unplaced.order_by(Signup.turn).limit(BATCH)).all()
    holding.lock_people(signup.person_id for signup in people)
    for signup in people:
        signup.move_to(State.unplaced, clock.now())
        audit.record("signup.unplaced", signup, shift=shift_id, person=signup.person_id)
    telling.unplaced(people)
    session.commit()
    return len(people)


def call_off_the_rest() -> int:
    """People still on cancelled shifts are called off, a batch a shift; how many shifts were left."""
    # From the few that were cancelled to their people: there are far more sign-ups than shifts.
    still_on_it = exists().where(Signup.shift_id == Shift.id, Signup.state.in_(LIVE))
    cancelled = select(Shift.id).where(Shift.cancelled_at.is_not(None), still_on_it)
    left = list(session.scalars(cancelled.limit(BATCH)))
    for shift_id in left:
        shift = holding.hold([shift_id])[shift_id]
        on_it = select(Signup.person_id).where(Signup.shift_id == shift_id, Signup.state.in_(LIVE))
        batch = session.scalars(on_it.order_by(Signup.person_id).limit(editing.AT_ONCE))
        editing.call_off(shift, holding.lock_people(batch))
        session.commit()
    return len(left)


STEPS = (call_off_the_rest, lapse_offers, settle_shifts, answer_unplaced, reminding.send_reminders)
