"""The volunteer's own phone: six digits from the leader's screen, and somebody is here, or goes."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import and_, bindparam, func, select

from board import audit, clock
from board.accounts import throttle
from board.accounts.keyed import keyed
from board.accounts.models import Failure, Person
from board.attendance import minute_code, noting, services
from board.attendance.models import Attendance, How, Kind, Review
from board.attendance.window import Window
from board.db import begin_writing, session
from board.errors import NotFound, RuleBroken
from board.positions.models import Position, Shift
from board.positions.words import State as PositionState
from board.signups.models import HOLDING, Signup

TRIES: Final = 10
_DAY: Final = timedelta(days=1)


class WrongDigits(RuleBroken):
    sentence = "不是现在的六位数字。它每分钟换一次，看着负责人的屏幕再输一遍。"

    def __init__(self) -> None:
        super().__init__(field="code")


class TooManyTries(RuleBroken):
    sentence = f"今天这一班已经输错 {TRIES} 次，不能再试。请负责人在名册上给你点名。"

    def __init__(self) -> None:
        super().__init__(field="code")


@dataclass(frozen=True)
class Sent:
    """What a phone sends: which act, the digits as typed, and the browser's own token."""

    kind: Kind  # arrived or left
    typed: str
    browser: str


_failures: Final = (
    select(func.count())
    .where(Failure.key == bindparam("key"), Failure.at > bindparam("since"))
    .scalar_subquery()
)
_READ: Final = (
    select(Shift, Signup, _failures)
    .join(Shift.position)
    .outerjoin(
        Signup,
        and_(
            Signup.shift_id == Shift.id,
            Signup.person_id == bindparam("person"),
            Signup.state.in_(noting.ON_ROSTER),
        ),
    )
    .where(
        Shift.id == bindparam("shift"),
        Position.state.in_((PositionState.published, PositionState.cancelled)),
    )
)


def check(person: Person, shift_id: int, sent: Sent, window: Window) -> Attendance | None:
    """The person is here, or goes, as of now: once, however often it is sent.

    None when the digits are wrong, which is counted: ten a day for one person and shift. Nobody else's
    tries count, for a whole community may sit behind one network. Outside the window, or without a
    place, the row is kept and marked for a second look.
    """
    person_id = person.id
    begin_writing()
    key = keyed("check-in tries", str(person_id), str(shift_id))
    throttle.one_at_a_time(key)  # or many guesses at once would all read the same count
    found = session.execute(
        _READ, {"shift": shift_id, "person": person_id, "key": key, "since": clock.now() - _DAY}
    ).first()
    if found is None:
        raise NotFound
    shift, signup, tries = found
    there = noting.standing(shift_id, person_id)
    if sent.kind in there:
        return there[sent.kind]
    _refuse(shift, sent.kind, there, tries)
    if not minute_code.is_right(shift_id, sent.typed, clock.now()):
        _count(key, shift)
        return None
    return noting.note(
        sent.kind, shift_id=shift_id, person_id=person_id, signup_id=signup.id if signup else None, how=How.code,
        by=person_id, review=_review(shift, signup, sent.kind, window),
        browser_hash=keyed("browser", sent.browser),
    )  # fmt: skip


def _refuse(shift: Shift, kind: Kind, there: dict[Kind, Attendance], tries: int) -> None:
    services.refuse_wrong_day(shift)
    if kind == Kind.left and Kind.arrived not in there:
        raise services.NotHereYet
    if kind == Kind.arrived and there:
        raise services.SettledAlready("社区已经记了你没来。其实来了，请跟负责人或社区说一声。")
    if tries >= TRIES:
        raise TooManyTries


def _review(shift: Shift, signup: Signup | None, kind: Kind, window: Window) -> Review | None:
    placed = signup is not None and signup.state in HOLDING
    if kind == Kind.arrived and not placed:
        return services.without_place(shift.id, shift.quota)
    return window.review_at(shift, clock.now())


def _count(key: str, shift: Shift) -> None:
    session.add(Failure(key=key, at=clock.now()))
    audit.record_refusal("attendance.check_in", "shifts", shift.id, rule="WrongDigits")
