"""A place that is kept for the next in line: taken, declined, lapsed, or given by phone."""

from board import audit, clock, dates
from board.db import session
from board.errors import RuleBroken
from board.signups import holding, pacing, queries, rules, services, telling
from board.signups.models import Signup, State
from board.signups.pacing import Way


class OfferOver(RuleBroken):
    """The time to say yes is over, or the offer ended otherwise."""


class AskedInOrder(RuleBroken):
    """The board still asks the line itself, in order."""


class NoPlaceFree(RuleBroken):
    sentence = "这一班没有空出来的名额。先有人退出，或者增加人数，再请候补的人来。"


def accept(signup: Signup) -> None:
    """The place that was kept is the person's own. Saying so again changes nothing."""
    shift_id, person_id = signup.shift_id, signup.person_id
    holding.hold([shift_id])
    holding.lock_people([person_id])
    if signup.state == State.accepted:
        return
    if signup.state != State.offered or _is_over(signup):
        raise OfferOver(_why_over(signup))
    signup.move_to(State.accepted, clock.now())
    audit.record("signup.accept_offer", signup, shift=shift_id, person=person_id)


def decline(signup: Signup) -> None:
    """The place goes to the next in line. Saying so again changes nothing."""
    services.end(signup, lambda: _decline(signup))


def _decline(signup: Signup) -> None:
    if signup.state in {State.withdrawn, State.lapsed}:
        return
    if signup.state != State.offered:
        raise OfferOver(_why_over(signup))
    signup.move_to(State.withdrawn, clock.now())
    audit.record("signup.decline_offer", signup, shift=signup.shift_id, person=signup.person_id)


def lapse(signup: Signup) -> None:
    """Nobody said yes in time: the place goes to the next in line. A step of the tick."""
    services.end(signup, lambda: _lapse(signup))


def _lapse(signup: Signup) -> None:
    if signup.state != State.offered or not _is_over(signup):
        return
    signup.move_to(State.lapsed, clock.now())
    audit.record("signup.lapse", signup, shift=signup.shift_id, person=signup.person_id)
    telling.lapsed(signup)


def call_in(signup: Signup) -> None:
    """Staff have phoned somebody in line, who is coming: the free place is theirs.

    Only when it is too late for the board to ask in order, so that nobody jumps the line.
    """
    shift_id, person_id = signup.shift_id, signup.person_id
    shift = holding.hold([shift_id])[shift_id]
    locked = holding.lock_people([person_id])
    if signup.state == State.accepted:
        return
    if signup.state != State.waiting or not shift.is_ahead_at(clock.now()):
        raise services.AlreadyOver
    if pacing.way(shift.starts_at, clock.now()) != Way.by_phone:
        raise AskedInOrder(
            "离开始还早，空出来的名额会自动按顺序给候补的人。到开始前 1 小时左右还空着，再由你打电话请人。"
        )
    clash = queries.clashes(signup.person, [shift]).get(shift_id)
    if clash is not None:
        raise rules.ClashesWith("这个人那个时间已经有别的岗位了。请下一位。")
    room = holding.settle(shift, locked=locked)
    if room.for_newcomers <= 0:
        raise NoPlaceFree
    number, _ = holding.next_number(shift, room)
    signup.take_place(number, clock.now())
    session.flush()
    audit.record("signup.call_in", signup, shift=shift_id, person=person_id)


def _is_over(signup: Signup) -> bool:
    return signup.offered_until is not None and signup.offered_until <= clock.now()


def _why_over(signup: Signup) -> str:
    if signup.state == State.offered and signup.offered_until is not None:
        return f"这个名额给你留到 {dates.moment(signup.offered_until)}，已经过了，给了下一位。还想来可以再报名候补。"
    if signup.state == State.lapsed:
        return "留给你的时间过了，名额给了下一位。还想来可以再报名候补。"
    return "这个名额已经不在了。看看这个岗位现在的情况。"
