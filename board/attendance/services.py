"""Keeping the roster on the day: whoever keeps it taps, and every tap can be undone."""

from sqlalchemy import func, select, update

from board import audit, clock, dates
from board.accounts import added, people
from board.accounts.models import Person
from board.attendance import noting
from board.attendance.models import Attendance, How, Kind, Review
from board.attendance.queries import stands
from board.attendance.window import Window, in_reach
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.positions.models import Shift
from board.signups.models import Signup


class NotTheDay(RuleBroken):
    """It is too early or too late to note anything on this shift."""


class ShiftCancelled(RuleBroken):
    """The shift does not take place."""


class NotOnRoster(RuleBroken):
    sentence = "名册上没有这个人。现场来的人，在“现场来了没报名的人”里记。"


class NotHereYet(RuleBroken):
    sentence = "还没有签到，先签到再签退。"


class NobodyThere(RuleBroken):
    sentence = "没有找到这个号码的人。再看看号码，或者按姓名记。"

    def __init__(self) -> None:
        super().__init__(field="typed")


class SettledAlready(RuleBroken):
    sentence = "这个人已经记成没来了。要改，请发布员在“结这一班”里改。"


def arrive(shift: Shift, person_id: int, *, by: Person, window: Window) -> Attendance:
    """Somebody on the roster is here, from now on. Noting it again answers as the first time."""
    begin_writing()
    refuse_wrong_day(shift)
    signup = noting.signup_of(shift.id, person_id)
    there = noting.standing(shift.id, person_id)
    if Kind.arrived in there:
        return there[Kind.arrived]
    if signup is None:
        raise NotOnRoster
    return _note_arrival(shift, person_id, signup, there, by, window)


def leave(shift: Shift, person_id: int, *, by: Person, window: Window) -> Attendance:
    """Somebody who is here goes, now. Noting it again answers as the first time."""
    begin_writing()
    refuse_wrong_day(shift)
    there = noting.standing(shift.id, person_id)
    if Kind.left in there:
        return there[Kind.left]
    if Kind.arrived not in there:
        raise NotHereYet
    return noting.note(
        Kind.left, shift_id=shift.id, person_id=person_id, signup_id=there[Kind.arrived].signup_id,
        how=How.tap, by=by.id, review=window.review_at(shift, clock.now()),
    )  # fmt: skip


def walk_in(shift: Shift, typed: str, *, by: Person, window: Window) -> Attendance | None:
    """Whoever has exactly this mobile or volunteer number is here without a place, to be looked at again.

    None when nobody has it: the look-up is written down all the same.
    """
    person = people.look_up(by, typed)  # begins to write
    refuse_wrong_day(shift)
    if person is None or person.closed_at is not None:
        return None
    return _walked_in(shift, person.id, by, window)


def walk_in_unknown(shift: Shift, *, name: str, mobile: str | None, by: Person, window: Window) -> Attendance:
    """Somebody without an account is here, by name; they are written down first, unless they were before."""
    begin_writing()
    refuse_wrong_day(shift)
    area_id = shift.position.area_id
    added.one_at_a_time(f"area {area_id}")
    person = added.same_person(name, mobile) or added.add_person(
        name=name, area_id=area_id, contact_mobile=mobile, birth_month=None, by=by
    )
    return _walked_in(shift, person.id, by, window)


def waiting_signup(shift: Shift, person_id: int) -> Signup | None:
    """Somebody's wish for this shift that has no place yet, or had none when it began."""
    signup = noting.signup_of(shift.id, person_id)
    return signup if signup is not None and not signup.holds_place else None


def bring_in(shift: Shift, signup: Signup, *, by: Person, window: Window) -> Attendance:
    """Somebody who waited in vain is here after all: the shift has begun, so it is a walk-in."""
    begin_writing()
    refuse_wrong_day(shift)
    return _walked_in(shift, signup.person_id, by, window)


def _walked_in(shift: Shift, person_id: int, by: Person, window: Window) -> Attendance:
    there = noting.standing(shift.id, person_id)
    if Kind.arrived in there:
        return there[Kind.arrived]
    return _note_arrival(shift, person_id, noting.signup_of(shift.id, person_id), there, by, window)


def _note_arrival(
    shift: Shift, person_id: int, signup: Signup | None, there: dict[Kind, Attendance], by: Person, window: Window
) -> Attendance:  # fmt: skip
    if there:
        raise SettledAlready
    placed = signup is not None and signup.holds_place
    review = window.review_at(shift, clock.now()) if placed else without_place(shift.id, shift.quota)
    return noting.note(
        Kind.arrived, shift_id=shift.id, person_id=person_id, signup_id=signup.id if signup else None,
        how=How.tap, by=by.id, review=review,
    )  # fmt: skip


def without_place(shift_id: int, quota: int) -> Review:
    """Why somebody without a place has to be looked at: nobody expected them, or the shift was full of people."""
    here = select(func.count()).where(
        Attendance.shift_id == shift_id, Attendance.kind == Kind.arrived, stands()
    )
    return Review.beyond_quota if (session.scalar(here) or 0) >= quota else Review.no_signup


def why_wrong_day(shift: Shift) -> RuleBroken | None:
    """What keeps anything from being noted on a shift: it is called off, or it is not today's."""
    if shift.cancelled_at is not None:
        because = f"：{shift.cancel_reason}" if shift.cancel_reason else ""
        return ShiftCancelled(f"这一班取消了{because}。不用签到。")
    if in_reach(shift, clock.now()):
        return None
    times = dates.when(shift.starts_at, shift.ends_at)
    if clock.now() < shift.starts_at:
        return NotTheDay(f"这一班是 {times}，当天再签到。")
    return NotTheDay(f"这一班是 {times}，签到已经关了。有出入请跟社区说。")


def refuse_wrong_day(shift: Shift) -> None:
    """As above, raised (ShiftCancelled, NotTheDay)."""
    refusal = why_wrong_day(shift)
    if refusal is not None:
        raise refusal


class NotATap(RuleBroken):
    sentence = "只能撤自己点的。扫码签到的，结这一班的时候再说算不算。"


def take_back(shift: Shift, row_id: int, *, by: Person) -> None:
    """点错了: the tap counts no more; whoever is not here has not left either. The rows stay."""
    begin_writing()
    row = session.scalar(select(Attendance).where(Attendance.id == row_id, Attendance.shift_id == shift.id))
    if row is None or row.how != How.tap:
        raise NotATap
    if row.voided_at is not None:
        return
    there = noting.standing(shift.id, row.person_id)
    if row.kind == Kind.arrived and Kind.left in there:
        noting.void(there[Kind.left], by=by.id)
    noting.void(row, by=by.id)


def hand_over(from_person_id: int, to_person_id: int) -> None:
    """Somebody's account takes over a record: what was seen of it was seen of them.

    Where both were seen on one shift, one row counts no more: having come outweighs not having come,
    else it is the one taken over. Runs inside the write transaction of the claim.
    """
    theirs, mine = _standing_of(from_person_id), _standing_of(to_person_id)
    for seen in theirs.keys() & mine.keys():
        came_by_record = theirs[seen].kind == Kind.arrived and mine[seen].kind != Kind.arrived
        lesser = mine[seen] if came_by_record else theirs[seen]
        noting.void(lesser, by=to_person_id, reason="认领后和本人的记录重复")
    rows = update(Attendance).where(Attendance.person_id == from_person_id)
    session.execute(rows.values(person_id=to_person_id), execution_options={"synchronize_session": "fetch"})
    audit.record("attendance.hand_over", session.get(Person, to_person_id), taken=from_person_id)


def _standing_of(person_id: int) -> dict[tuple[int, bool], Attendance]:
    """By shift, and whether it says that they left: what the schema lets stand once."""
    rows = session.scalars(select(Attendance).where(Attendance.person_id == person_id, stands()))
    return {(row.shift_id, row.kind == Kind.left): row for row in rows}
