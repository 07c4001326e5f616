"""Telling everybody on a shift, or on every coming shift of a position, one sentence; and where it is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select

from board import audit, clock, dates
from board.accounts.models import Account, Person
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.notices import services as notices
from board.notices.services import News
from board.positions.models import Position, Shift
from board.signups.models import LIVE, Announcement, Signup

NEAR: Final = timedelta(hours=48)  # of a shift that starts so soon everybody is told by SMS too
KEPT: Final = timedelta(days=60)
SHOWN_ON_A_TICKET: Final = 2
SHOWN_AT_THE_DESK: Final = 20


class NobodyThere(RuleBroken):
    sentence = "现在没有人报名，也没有人候补，没有可以告诉的人。"


@dataclass(frozen=True)
class Crowd:
    """Whom an announcement would reach, counted before it is sent."""

    placed: int
    waiting: int
    texts_now: int  # SMS that go anyway: the shift is near, or the person has no inbox
    texts_all: int  # SMS when the editor says that it cannot wait
    calls: int  # people whom nothing reaches: the desk phones them


def crowd(position: Position, shift: Shift | None) -> Crowd:
    """Everybody who would be told: people with a place, people who wait, how many by SMS or by phone."""
    now = clock.now()
    people = _people(position.id, shift.id if shift else None, now)
    placed = sum(one.has_place for one in people)
    texted = [one for one in people if one.has_mobile]
    return Crowd(
        placed, len(people) - placed, sum(one.cannot_wait_at(now) for one in texted), len(texted),
        sum(not (one.has_inbox or one.has_mobile) for one in people),
    )  # fmt: skip


def announce(position: Position, shift: Shift | None, text: str, *, by: Person, by_sms: bool) -> Announcement:
    """Everybody on the shift, or on every coming shift of the position, is told; it is kept there.

    In the inbox and by mail; by SMS too whoever comes within 48 hours or has no inbox, or all of them
    with `by_sms`. The desk is asked to phone those whom nothing reaches.
    """
    number, shift_id, by_id = position.id, shift.id if shift else None, by.id
    begin_writing()
    now = clock.now()
    people = _people(number, shift_id, now)
    if not people:
        raise NobodyThere
    sent = Announcement(position_id=number, shift_id=shift_id, sentence=text, sent_by=by_id, sent_at=now,
                        told=len(people))  # fmt: skip
    session.add(sent)
    session.flush()
    urgent = {one.person_id for one in people if by_sms or one.cannot_wait_at(now)}
    news = _news(sent, position, shift, people)
    notices.tell_everybody([one.person_id for one in people], news, by_sms=urgent)
    audit.record(
        "announcement.send", sent, position=number, shift=shift_id, told=len(people), sms=len(urgent)
    )
    return sent


@dataclass(frozen=True)
class _One:
    """Somebody on the shifts concerned: how they stand, what reaches them, when they come first and last."""

    person_id: int
    has_place: bool
    has_inbox: bool
    has_mobile: bool
    first_start: datetime
    last_end: datetime

    def cannot_wait_at(self, now: datetime) -> bool:
        return not self.has_inbox or self.first_start <= now + NEAR


def _addressed(position_id: int, shift_id: int | None, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Sign-ups that an announcement concerns: of shifts that are not over and take place."""
    concerned = (
        Shift.position_id == position_id, Shift.cancelled_at.is_(None), Shift.ends_at > now, Signup.state.in_(LIVE)
    )  # fmt: skip
    return concerned if shift_id is None else (*concerned, Shift.id == shift_id)


def _people(position_id: int, shift_id: int | None, now: datetime) -> list[_One]:
    each = (
        select(
            Signup.person_id,
            func.count(Signup.place_no) > 0,
            func.count(Account.id) > 0,
            func.count(func.coalesce(Account.mobile, Person.contact_mobile)) > 0,
            func.min(Shift.starts_at),
            func.max(Shift.ends_at),
        )
        .join(Signup.shift)
        .join(Person, Person.id == Signup.person_id)
        .outerjoin(Account, (Account.person_id == Person.id) & Account.works)
        .where(*_addressed(position_id, shift_id, now))
        .group_by(Signup.person_id)
        .order_by(Signup.person_id)
    )
    return [_One(*one) for one in session.execute(each)]


def _news(sent: Announcement, position: Position, shift: Shift | None, people: Sequence[_One]) -> News:
    when = dates.when(shift.starts_at, shift.ends_at) if shift else ""
    return News(
        kind="position.announced", sentence=f"“{position.title}”{when}：{sent.sentence}",
        link=f"/positions/{position.number}", area_id=position.area_id, about=sent,
        useless_at=max(one.last_end for one in people), needed_by=min(one.first_start for one in people),
    )  # fmt: skip


def kept_on(position: Position, shift: Shift | None = None) -> Sequence[Announcement]:
    """What was said to a position, or to one of its shifts, newest first; for its desk."""
    said = select(Announcement).where(Announcement.position_id == position.id)
    if shift is not None:
        said = said.where(Announcement.shift_id.is_(None) | (Announcement.shift_id == shift.id))
    return session.scalars(said.order_by(Announcement.id.desc()).limit(SHOWN_AT_THE_DESK)).all()


def kept_for(signups: Iterable[Signup]) -> dict[int, list[Announcement]]:
    """By sign-up: what was said last to its shift, for whoever it belongs to."""
    mine = list(signups)
    on = {signup.shift.position_id for signup in mine}
    said = select(Announcement).where(
        Announcement.position_id.in_(on), Announcement.sent_at > clock.now() - KEPT
    )
    found = session.scalars(said.order_by(Announcement.id.desc()).limit(200)).all() if on else []
    return {
        signup.id: [one for one in found if _concerns(one, signup)][:SHOWN_ON_A_TICKET] for signup in mine
    }


def _concerns(said: Announcement, signup: Signup) -> bool:
    return said.position_id == signup.shift.position_id and said.shift_id in {None, signup.shift_id}


def kept_for_person(person: Person | None, position: Position) -> Sequence[Announcement]:
    """What was said last on this position to the shifts where this person has a place or waits."""
    if person is None:
        return []
    on_it = (
        select(Announcement)
        .join(Signup, Signup.person_id == person.id)
        .join(Shift, Shift.id == Signup.shift_id)
        .where(*_addressed(position.id, None, clock.now()), Announcement.position_id == position.id)
        .where(Announcement.shift_id.is_(None) | (Announcement.shift_id == Shift.id))
        .where(Announcement.sent_at > clock.now() - KEPT)
        .distinct()
    )
    return session.scalars(on_it.order_by(Announcement.id.desc()).limit(SHOWN_ON_A_TICKET)).all()
