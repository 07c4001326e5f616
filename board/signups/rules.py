"""The rules of signing up, each with its own sentence and a way on. The first that is broken speaks."""

from collections.abc import Iterable
from datetime import datetime

from board import dates
from board.accounts.models import Kind, Person
from board.errors import RuleBroken
from board.positions.models import Position, Shift
from board.positions.words import Audience, State
from board.signups.models import Signup


class NotOnOffer(RuleBroken):
    sentence = "这个岗位现在不接受报名。看看别的岗位。"


class ShiftCancelled(RuleBroken):
    """The shift was cancelled."""


class ShiftOver(RuleBroken):
    sentence = "这一班已经开始或结束了。看看后面的班次。"


class NotOpenYet(RuleBroken):
    """Sign-up begins later."""


class SignUpClosed(RuleBroken):
    """Sign-up for the shift has ended."""


class WrongAudience(RuleBroken):
    """The position asks for others."""


class AgeNeeded(RuleBroken):
    """The position has a minimum age and the birth month is not known."""


class TooYoung(RuleBroken):
    """The person is younger than the position asks on the day."""


class ClashesWith(RuleBroken):
    """The person holds a place on another shift at the same time."""


def why_not(person: Person, shift: Shift, now: datetime, clash: Signup | None) -> RuleBroken | None:
    """Why this person cannot sign up for this shift now; None when they can.

    `clash` is a place of theirs at the same time (queries.clashes), if there is one.
    """
    return why_closed(shift, now) or _does_not_fit(person, shift, clash)


def why_not_now(person: Person, shift: Shift, now: datetime, clash: Signup | None) -> RuleBroken | None:
    """As `why_not`, for somebody who asked in time: sign-up may have closed since."""
    return _why_over(shift, now) or _does_not_fit(person, shift, clash)


def _does_not_fit(person: Person, shift: Shift, clash: Signup | None) -> RuleBroken | None:
    return (
        _wrong_audience(person, shift.position) or _age(person, shift) or (_clash(clash) if clash else None)
    )


def clash_among(mine: Iterable[Signup], shift: Shift) -> Signup | None:
    """A place among these sign-ups that overlaps this shift; a cancelled shift clashes with nothing."""
    places = (signup for signup in mine if signup.holds_place and signup.shift_id != shift.id)
    return next((p for p in places if p.shift.cancelled_at is None and p.shift.overlaps(shift)), None)


def why_closed(shift: Shift, now: datetime) -> RuleBroken | None:
    """What keeps everybody from signing up for this shift now."""
    position = shift.position
    over = _why_over(shift, now)
    if over is not None:
        return over
    if now >= shift.closes_at:
        return SignUpClosed(f"这一班的报名在 {dates.moment(shift.closes_at)} 截止了。看看后面的班次。")
    if position.opens_at is not None and now < position.opens_at:
        return NotOpenYet(f"{dates.moment(position.opens_at)} 开始报名，到时再来。")
    return None


def _why_over(shift: Shift, now: datetime) -> RuleBroken | None:
    if shift.cancelled_at is not None:
        because = f"：{shift.cancel_reason}" if shift.cancel_reason else ""
        return ShiftCancelled(f"这一班已取消{because}。看看别的班次。")
    if shift.position.state != State.published:
        return NotOnOffer()
    return ShiftOver() if now >= shift.starts_at else None


def _wrong_audience(person: Person, position: Position) -> RuleBroken | None:
    if position.audience == Audience.officials and person.kind != Kind.official:
        return WrongAudience(
            "只招机关干部，你登记的是居民。", way_on=("/?audience=residents", "看居民能报的岗位")
        )
    if position.audience == Audience.residents and person.kind != Kind.resident:
        return WrongAudience(
            "只招居民，你登记的是机关干部。", way_on=("/?audience=officials", "看机关干部能报的岗位")
        )
    return None


def _age(person: Person, shift: Shift) -> RuleBroken | None:
    if shift.position.min_age is None:
        return None
    age = person.age_on(dates.local_day(shift.starts_at))
    if age is None:
        back = f"/positions/{shift.position.number}"
        return AgeNeeded(
            f"要满 {shift.position.min_age} 岁，还不知道你的出生年月。",
            way_on=(f"/me/birth-month?next={back}", "填出生年月"),
        )
    if age < shift.position.min_age:
        return TooYoung(f"要满 {shift.position.min_age} 岁，到那天你还不满。", way_on=("/", "看别的岗位"))
    return None


def _clash(clash: Signup) -> RuleBroken:
    shift = clash.shift
    times = dates.time_range(shift.starts_at, shift.ends_at)
    return ClashesWith(
        f"和你已报的“{shift.position.title}”（{times}）时间重叠。",
        way_on=(f"/me/signups#signup-{clash.id}", "看我那一班"),
    )
