"""A shift that lacks people: words for a chat group, and asking those who served here before."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Subquery, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from board import audit, clock, dates
from board.accounts.models import Account, Kind, Person
from board.attendance import models as attendance
from board.db import session
from board.errors import RuleBroken
from board.notices.models import Notice
from board.notices.services import News, tell_everybody
from board.positions import in_words
from board.positions.models import Position, Shift
from board.positions.words import Audience
from board.signups import holding, rules
from board.signups.models import HOLDING, LIVE, Signup, State

ASKED: Final = "position.asked_again"
NOT_AGAIN_WITHIN: Final = timedelta(days=7)
MOST: Final = 200


class EnoughPeople(RuleBroken):
    sentence = "这一班人够了，不用再问。"


class AskedToday(RuleBroken):
    sentence = "今天已经为这一班问过了。明天还缺人，可以再问一次。"


class NobodyToAsk(RuleBroken):
    sentence = "现在没有可以问的人：来过这里的人，不是那个时间有事，就是一周内刚问过。"


def words_for_a_group(shift: Shift, origin: str) -> str:
    """What a community worker sends to a chat group: what, when, where, how many, and the link."""
    position = shift.position
    return "\n".join(
        (
            f"【{position.area.name}招人手】{position.title}",
            f"时间：{dates.when(shift.starts_at, shift.ends_at)}",
            f"地点：{in_words.place(position.area.name, position.address)}",
            f"还缺 {shift.lacking} 人，点开就能报名：",
            f"{origin}{_address(shift)}",
        )
    )


def how_many_to_ask(shift: Shift) -> int:
    """How many would be asked now; at most 200."""
    return len(_willing(shift))


def asked_today(shift: Shift) -> int:
    """How many were asked today for this shift."""
    told = select(func.count()).where(
        Notice.about_kind == Shift.__tablename__, Notice.about_id == shift.id,
        Notice.kind == ASKED, Notice.created_at >= clock.midnight(),
    )  # fmt: skip
    return session.scalar(told) or 0


def ask(shift: Shift) -> int:
    """Those who served in this community before, and could come, are asked; how many.

    In the inbox and by mail, at most 200 people, once a shift and day. Nobody is asked twice within a
    week, by whichever community.
    """
    shift_id = shift.id
    held = holding.hold([shift_id])[shift_id]
    closed = rules.why_closed(held, clock.now())
    if closed is not None:
        raise closed
    if not held.lacking:
        raise EnoughPeople
    if asked_today(held):
        raise AskedToday
    # Another community may be asking the same people now: locked first, then read again.
    people = _willing(held, among=holding.lock_people(_willing(held)))
    if not people:
        raise NobodyToAsk
    tell_everybody(people, _news(held))
    audit.record("shift.ask_again", held, people=len(people))
    return len(people)


def _willing(shift: Shift, *, among: set[int] | None = None) -> list[int]:
    """Who came here before, is asked for by the position, is free then, and was not asked lately;
    those who came last first."""
    before = _served_in(shift.position.area_id)
    found = (
        select(Person.id)
        .join(before, before.c.person_id == Person.id)
        .join(Account, Account.person_id == Person.id)
        .where(Account.works)
        .where(*_asked_for(shift), ~_is_busy(shift), ~_was_asked(clock.now() - NOT_AGAIN_WITHIN))
        .where(true() if among is None else Person.id.in_(among))
    )
    return list(session.scalars(found.order_by(before.c.last.desc(), Person.id).limit(MOST)))


def _served_in(area_id: int) -> Subquery:
    """Who held a place to the end here, was not absent, and when last."""
    away = attendance.Attendance
    stayed_away = exists().where(
        away.shift_id == Signup.shift_id, away.person_id == Signup.person_id,
        away.kind == attendance.Kind.absent, away.voided_at.is_(None),
    )  # fmt: skip
    served = (
        select(Signup.person_id, func.max(Shift.ends_at).label("last"))
        .join(Signup.shift)
        .join(Shift.position)
        .where(Position.area_id == area_id, Shift.ends_at <= clock.now(), Shift.cancelled_at.is_(None))
        .where(Signup.state == State.accepted, ~stayed_away)
        .group_by(Signup.person_id)
    )
    return served.subquery()


def _asked_for(shift: Shift) -> list[ColumnElement[bool]]:
    """The position's audience and age, as rules.why_not has them."""
    position, day = shift.position, dates.local_day(shift.starts_at)
    wanted = {Audience.officials: Kind.official, Audience.residents: Kind.resident}.get(position.audience)
    rules_kept: list[ColumnElement[bool]] = [] if wanted is None else [Person.kind == wanted]
    if position.min_age is not None:
        # Born in a month before this one, so many years ago: Person.age_on in the words of a query.
        rules_kept.append(Person.birth_month < day.replace(year=day.year - position.min_age, day=1))
    return rules_kept


def _is_busy(shift: Shift) -> ColumnElement[bool]:
    theirs, on = aliased(Signup), aliased(Shift)
    overlaps = holding.overlapping(on, shift.starts_at, shift.ends_at)
    at_that_time = and_(theirs.state.in_(HOLDING), *overlaps)
    return exists().where(
        theirs.person_id == Person.id,
        on.id == theirs.shift_id,
        or_(at_that_time, (theirs.shift_id == shift.id) & theirs.state.in_(LIVE)),
    )


def _was_asked(since: datetime) -> ColumnElement[bool]:
    return exists().where(Notice.person_id == Person.id, Notice.kind == ASKED, Notice.created_at > since)


def _news(shift: Shift) -> News:
    position = shift.position
    when = dates.when(shift.starts_at, shift.ends_at)
    return News(
        kind=ASKED,
        sentence=f"你来过的{position.area.name}缺人手：“{position.title}”{when}，还缺 {shift.lacking} 人。有空的话，欢迎来。",
        link=_address(shift), area_id=position.area_id, about=shift, useless_at=shift.closes_at,
        needed_by=shift.starts_at,
    )  # fmt: skip


def _address(shift: Shift) -> str:
    """The position's page with this shift chosen."""
    return f"/positions/{shift.position.number}?shift={shift.id}"
