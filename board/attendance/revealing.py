"""A phone in full: for a reason, written down, a few a day (baseline 64, 66)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import exists, select

from board import audit, clock
from board.accounts import queries
from board.accounts.models import Person
from board.attendance.keeping import Keeper
from board.attendance.models import Attendance, Kind
from board.attendance.noting import ON_ROSTER
from board.attendance.queries import stands
from board.audit import queries as seen
from board.db import begin_writing, session
from board.errors import NotFound, RuleBroken
from board.signups.models import HOLDING, Signup

A_DAY: Final = 30
_REVEAL: Final = "attendance.reveal_phone"


class Why(StrEnum):
    """What a phone is needed for."""

    change = "change"
    missing = "missing"
    emergency = "emergency"


WHY_WORDS: Final = {
    Why.change: "通知变动",
    Why.missing: "没到，打电话问",
    Why.emergency: "紧急情况",
}


class NotNow(RuleBroken):
    sentence = "电话只在开始前一天到结束后一天看得到。这会儿有急事，请找社区的发布员。"


class TooManyToday(RuleBroken):
    sentence = f"今天已经看了 {A_DAY} 个人的电话，明天再看。急事请找社区的发布员。"


@dataclass(frozen=True)
class Revealed:
    """Somebody's name and phone as whoever calls them needs it."""

    person: Person
    mobile: str | None


def find(keeper: Keeper, volunteer_no: str) -> Person:
    """Somebody on this roster whose phone this keeper may ever see; NotFound for everybody else."""
    states = ON_ROSTER if keeper.is_staff else HOLDING
    signed_up = exists().where(
        Signup.shift_id == keeper.shift.id, Signup.person_id == Person.id, Signup.state.in_(states)
    )
    came = exists().where(
        Attendance.shift_id == keeper.shift.id, Attendance.person_id == Person.id,
        Attendance.kind == Kind.arrived, stands(),
    )  # fmt: skip
    allowed = signed_up | came if keeper.is_staff else signed_up
    person = session.scalar(select(Person).where(Person.volunteer_no == volunteer_no, allowed))
    if person is None:
        raise NotFound
    return person


def reveal(keeper: Keeper, volunteer_no: str, why: Why, *, by: Person) -> Revealed:
    """Name and phone in full. Written down each time; the same person again on a day is not one more."""
    begin_writing()
    person = find(keeper, volunteer_no)
    if not keeper.may_phone_at(clock.now()):
        raise NotNow
    if seen.others_today(by.id, _REVEAL, person.id) >= A_DAY:
        raise TooManyToday
    audit.record(_REVEAL, person, shift=keeper.shift.id, why=str(why))
    return Revealed(person, queries.mobile_of(person))
