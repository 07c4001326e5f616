"""Sign-ups as calendar programs read them (RFC 5545).

An event keeps its UID for good and its SEQUENCE never falls, so that a program that read it before
takes over what changed and strikes out what was called off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from board import clock
from board.db import session
from board.positions import in_words
from board.positions.history import EarlierValue
from board.positions.models import Position, Shift
from board.signups.models import LIVE, Signup, State

PAST: Final = timedelta(days=90)
ENDED: Final = timedelta(days=60)
MOST: Final = 300
ASK_AGAIN: Final = timedelta(hours=1)
ALARM: Final = timedelta(hours=-2)
_SHOWN_CHANGES: Final = ("time", "address", "contact")


@dataclass(frozen=True)
class Changes:
    """How often what a calendar shows of a shift was changed, and when last."""

    count: int = 0
    last: datetime | None = None


def of_signup(signup: Signup, origin: str) -> bytes:
    """One sign-up, for adding it by hand."""
    return _calendar([signup], origin)


def of_person(person_id: int, origin: str) -> bytes:
    """Everything of this person's that is not long over; what was called off stays for 60 days."""
    return _calendar(_signups_of(person_id), origin)


def _signups_of(person_id: int) -> Sequence[Signup]:
    now = clock.now()
    alive = Signup.state.in_(LIVE) & (Shift.ends_at > now - PAST)
    ended = Signup.state.not_in(LIVE) & (Signup.changed_at > now - ENDED)
    mine = select(Signup).join(Signup.shift).where(Signup.person_id == person_id, alive | ended)
    in_full = contains_eager(Signup.shift).joinedload(Shift.position).joinedload(Position.area)
    latest = mine.options(in_full).order_by(Shift.starts_at.desc(), Signup.id.desc()).limit(MOST)
    return session.scalars(latest).all()


def _calendar(signups: Sequence[Signup], origin: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//温江公益岗位//wenjiang-gongyi//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "温江公益岗位")
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    changes = _changes_on(signups)
    for signup in signups:
        calendar.add_component(_event(signup, changes.get(signup.shift_id, Changes()), origin))
    body: bytes = calendar.to_ical()
    return body


def _changes_on(signups: Sequence[Signup]) -> dict[int, Changes]:
    """By shift: its own changes, and those of its position."""
    shifts = {signup.shift_id: signup.shift.position_id for signup in signups}
    changed = EarlierValue.position_id, EarlierValue.shift_id
    counting = (
        select(*changed, func.count(), func.max(EarlierValue.changed_at))
        .where(EarlierValue.position_id.in_(set(shifts.values())), EarlierValue.field.in_(_SHOWN_CHANGES))
        .group_by(*changed)
    )
    found = {(row[0], row[1]): (row[2], row[3]) for row in session.execute(counting)} if shifts else {}
    return {shift: _summed(found.get((position, None)), found.get((position, shift)))
            for shift, position in shifts.items()}  # fmt: skip


def _summed(*parts: tuple[int, datetime] | None) -> Changes:
    there = [part for part in parts if part is not None]
    return Changes(sum(count for count, _ in there), max((at for _, at in there), default=None))


def _event(signup: Signup, changes: Changes, origin: str) -> Event:
    shift, position = signup.shift, signup.shift.position
    status = _status(signup)
    touched = [signup.changed_at, changes.last, shift.cancelled_at]
    revised = max(at for at in touched if at is not None)
    event = Event()
    event.add("uid", f"signup-{signup.id}@wenjiang-gongyi")
    # Not the time of asking: the same rows always make the same bytes, and so the same ETag.
    event.add("dtstamp", revised)
    event.add("last-modified", revised)
    event.add("created", signup.created_at)
    event.add("sequence", changes.count + _RANK[status])
    event.add("status", status)
    event.add("transp", "OPAQUE" if status == CONFIRMED else "TRANSPARENT")
    event.add("dtstart", shift.starts_at)
    event.add("dtend", shift.ends_at)
    event.add("summary", f"{_prefix(signup, status)}{position.title}")
    event.add("location", in_words.place(position.area.name, position.address))
    event.add("description", _description(signup, status, origin))
    event.add("url", f"{origin}/positions/{position.number}")
    if status == CONFIRMED:
        event.add_component(_alarm(position.title))
    return event


CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
# A sign-up only ever moves to the right, so its number only rises.
_RANK: Final = {TENTATIVE: 0, CONFIRMED: 1, CANCELLED: 2}
_PREFIX: Final = {
    State.awaiting_guardian: "等监护人同意：",
    State.pending: "等社区确认：",
    State.waiting: "候补：",
    State.offered: "等你接受：",
    State.called_off: "已取消：",
}


def _status(signup: Signup) -> str:
    if not signup.is_live or signup.shift.cancelled_at is not None:
        return CANCELLED
    return CONFIRMED if signup.state == State.accepted else TENTATIVE


def _prefix(signup: Signup, status: str) -> str:
    if status == CANCELLED:
        return "已取消：" if signup.shift.cancelled_at is not None else "不去了："
    return _PREFIX.get(State(signup.state), "")


def _description(signup: Signup, status: str, origin: str) -> str:
    position = signup.shift.position
    if status == CANCELLED:
        return "不用去了。"
    contact = in_words.contact(position, has_place=signup.holds_place)
    return (
        f"联系：{contact}\n风险：{position.risk_note}\n去不了请早点说：{origin}/me/signups#signup-{signup.id}"
    )


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", ALARM)
    return alarm
