"""Naming who leads a shift on the day. Nobody needs an appointment for it."""

from sqlalchemy import select

from board import audit, clock
from board.accounts import people, queries
from board.accounts.models import Person
from board.attendance import telling
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.positions.models import Shift
from board.signups.models import HOLDING, ShiftLeader, Signup


class ShiftOver(RuleBroken):
    sentence = "这一班已经结束或取消了，不用再请人负责。"


class NobodyChosen(RuleBroken):
    sentence = "还没有选人。选一个报了名的人，或者写志愿者编号、手机号。"


class HasNoAccount(RuleBroken):
    sentence = "这个人没有账号，当天打不开名册。请换一个人，或者先请他用手机号注册。"


def candidates(shift: Shift, *, most: int = 200) -> list[Person]:
    """Those with a place and an account, by number of their place."""
    holders = select(Person).join(Signup, Signup.person_id == Person.id).where(
        Signup.shift_id == shift.id, Signup.state.in_(HOLDING)
    )  # fmt: skip
    return list(session.scalars(holders.order_by(Signup.place_no).limit(most)))


def name_holder(shift: Shift, volunteer_no: str, *, by: Person) -> ShiftLeader:
    """Somebody with a place leads the shift, and is told. Naming them again changes nothing."""
    begin_writing()
    holder = select(Person).join(Signup, Signup.person_id == Person.id).where(
        Signup.shift_id == shift.id, Person.volunteer_no == volunteer_no, Signup.state.in_(HOLDING)
    )  # fmt: skip
    person = session.scalar(holder)
    if person is None:
        raise NobodyChosen
    if queries.account_of(person) is None:
        raise HasNoAccount
    return _name(shift, person, by)


def name_by_number(shift: Shift, typed: str, *, by: Person) -> ShiftLeader | None:
    """Whoever has exactly this mobile or volunteer number leads the shift, and is told.

    None when nobody with an account has it: the look-up is written down all the same.
    """
    person = people.look_up(by, typed)  # begins to write
    if person is None or queries.account_of(person) is None or person.closed_at is not None:
        return None
    return _name(shift, person, by)


def _name(shift: Shift, person: Person, by: Person) -> ShiftLeader:
    if shift.cancelled_at is not None or shift.ends_at <= clock.now():
        raise ShiftOver
    named = _leader(shift, person.id)
    if named is not None:
        return named
    leader = ShiftLeader(shift_id=shift.id, person=person, named_by=by.id, named_at=clock.now())
    session.add(leader)
    session.flush()
    telling.leader_named(person, shift)
    audit.record("attendance.name_leader", leader, shift=shift.id, person=person.id)
    return leader


def remove(shift: Shift, volunteer_no: str) -> None:
    """Somebody does not lead the shift any more, and is told. Nobody of this number: nothing changes."""
    begin_writing()
    named = select(ShiftLeader).join(ShiftLeader.person).where(
        ShiftLeader.shift_id == shift.id, Person.volunteer_no == volunteer_no
    )  # fmt: skip
    leader = session.scalar(named)
    if leader is None:
        return
    audit.record("attendance.remove_leader", leader, shift=shift.id, person=leader.person_id)
    if shift.ends_at > clock.now():
        telling.leader_removed(leader.person, shift)
    session.delete(leader)


def _leader(shift: Shift, person_id: int) -> ShiftLeader | None:
    wanted = select(ShiftLeader).where(ShiftLeader.shift_id == shift.id, ShiftLeader.person_id == person_id)
    return session.scalar(wanted)
