"""An account takes over the record its owner had without one: all that was done under it is theirs.

Features above add what they keep: `others.append(…)` in create_app().
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select, update

from board import audit, clock
from board.accounts import claiming, throttle
from board.accounts.models import Account, Consent, Person
from board.db import session
from board.errors import RuleBroken
from board.notices.models import Notice
from board.positions.models import Shift
from board.signups import holding, queries
from board.signups.models import LIVE, ShiftLeader, Signup, State

HandOver = Callable[[Person, Person], None]
# (record, claimant), inside the write transaction, after the sign-ups have moved.
others: list[HandOver] = []

MERGED = "同一班报了两次，认领时合成一个"


class ChangedMeanwhile(RuleBroken):
    sentence = "这个编号下的报名刚刚有变动。请再点一次认领。"


@dataclass(frozen=True)
class Claimed:
    """What somebody has taken over."""

    signups: int
    overlaps: int  # places that are now at the same time as another of theirs


def claim(account: Account, volunteer_no: str, typed: str) -> Claimed:
    """Everything under this number belongs to the account's person; the old record keeps its number only.

    On a shift where both are, the one without a place is withdrawn, else the claimed one. Places that
    overlap now are kept and marked. Refuses a wrong number or code in one sentence.
    """
    me_id = account.person_id
    record_id, guess = claiming.check(account, volunteer_no, typed)
    held = holding.hold(_shifts_ahead(record_id))
    locked = holding.lock_people(
        {record_id, me_id} | holding.everybody(holding.heads(held.values(), freed=1))
    )
    record, me = session.get_one(Person, record_id), session.get_one(Person, me_id)
    throttle.forgive(guess)
    if not claiming.use_up(record, account, typed):
        return Claimed(0, 0)
    _merge(record, me, held)
    for shift in held.values():
        holding.settle(shift, locked=locked)
    moved = _move(record, me)
    overlaps = _mark_overlaps(me, moved)
    _empty(record, me)
    audit.record("signup.claim", record, by=me.id, signups=len(moved))
    return Claimed(len(moved), overlaps)


def _shifts_ahead(person_id: int) -> list[int]:
    live = select(Signup.shift_id).where(Signup.person_id == person_id, Signup.state.in_(LIVE))
    return list(session.scalars(live))


def _merge(record: Person, me: Person, held: dict[int, Shift]) -> None:
    theirs = queries.live_of(record, _shifts_ahead(record.id))
    if not set(theirs) <= set(held):
        raise ChangedMeanwhile  # somebody signed the record up between our look and our locks
    mine = queries.live_of(me, held)
    for shift_id in set(theirs) & set(mine):
        both = mine[shift_id], theirs[shift_id]
        goes = both[0] if both[1].holds_place and not both[0].holds_place else both[1]
        goes.move_to(State.withdrawn, clock.now(), reason=MERGED)
        audit.record("signup.withdraw", goes, shift=shift_id, person=goes.person_id)
    session.flush()  # the index of live sign-ups must have let go before the others move


def _move(record: Person, me: Person) -> list[Signup]:
    signups = session.scalars(select(Signup).where(Signup.person_id == record.id).order_by(Signup.id)).all()
    for signup in signups:
        signup.person_id = me.id
    session.flush()
    for kept in (Notice, Consent):
        session.execute(update(kept).where(kept.person_id == record.id).values(person_id=me.id))
    _move_leading(record, me)
    for hand_over in others:
        hand_over(record, me)
    return list(signups)


def _move_leading(record: Person, me: Person) -> None:
    already = select(ShiftLeader.shift_id).where(ShiftLeader.person_id == me.id)
    leads = update(ShiftLeader).where(
        ShiftLeader.person_id == record.id, ShiftLeader.shift_id.not_in(already)
    )
    session.execute(leads.values(person_id=me.id), execution_options={"synchronize_session": False})


def _mark_overlaps(me: Person, moved: list[Signup]) -> int:
    places = [s for s in moved if s.holds_place and s.shift.is_ahead_at(clock.now())]
    clashing = queries.clashes(me, [s.shift for s in places])
    for signup in places:
        signup.clash_noted = signup.clash_noted or signup.shift_id in clashing
    return len(clashing)


def _empty(record: Person, me: Person) -> None:
    """Nobody's name and mobile are kept twice."""
    me.birth_month = me.birth_month or record.birth_month
    record.name, record.contact_mobile, record.birth_month = "", None, None
    record.claimed_by = me.id
