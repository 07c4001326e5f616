"""What goes on in 清泉社区 this week: a shift of yesterday, one that runs now, one to decide on, one that
is short of people. So that rosters, codes and answers can be tried on any day."""

from datetime import datetime, time, timedelta
from typing import Any, Final

from board import clock
from board.accounts.models import Person
from board.attendance import leading
from board.attendance import services as attendance
from board.attendance.window import Window
from board.db import session
from board.demo import acts, people
from board.demo.people import Cast
from board.positions.models import Position, Shift
from board.positions.schedule import Span
from board.positions.services import ListText
from board.positions.words import Approval, Category, Guarantee, ListKind, Rule, Target
from board.signups import queries as signups

BEFORE: Final = timedelta(days=2)
WINDOW: Final = Window.of_minutes(30, 30)
_HALF_HOUR: Final = timedelta(minutes=30)

STANDING: Final[dict[str, Any]] = {
    "targets": (Target.urban,), "contact_name": "社区服务站", "contact_phone": "028-00001000",
    "risk_note": "无特殊风险", "guarantees": (Guarantee.water, Guarantee.tools),
    "closes_rule": Rule.at_start, "withdraw_rule": Rule.hours_before, "withdraw_hours": 2,
}  # fmt: skip


def make(cast: Cast) -> None:
    """Two days ago it was published; since then people signed up, came, and stayed away."""
    now = clock.now()
    with clock.standing_at(lambda: now - BEFORE):
        keeping, deciding, patrol = _published(cast, now)
        yesterday, today = keeping.shifts[0], keeping.shifts[1]
        _name_leader(today, cast)
        for shift, count in ((yesterday, 5), (today, 4)):
            for person in [cast[1], *cast.neighbours[:count]]:
                acts.sign_up(person, shift)
        for person in [cast[2], *cast.neighbours[10:14]]:
            acts.sign_up(person, deciding.shifts[0])
        acts.sign_up(cast.neighbours[20], patrol.shifts[0])
    _yesterday(yesterday, cast)
    _today(today, cast)


def _published(cast: Cast, now: datetime) -> list[Position]:
    day = clock.local(now).date()
    said = ListText(
        kind=ListKind.opportunity, title="本周岗位", period_start=day - BEFORE, period_end=day + timedelta(days=14),
        introduction="",
    )  # fmt: skip
    made = acts.make_list(people.QINGQUAN, said, cast[3])
    began = _half_hour(now) - timedelta(minutes=30)
    for values, starts in (
        (_KEEPING, [began - timedelta(days=1), began, began + timedelta(days=1)]),
        (_CLASS, [clock.at(day + timedelta(days=5), time(9, 30))]),
        (_PATROL, [clock.at(day + timedelta(days=2), time(20))]),
    ):
        acts.make_position(made, STANDING | values, [_two_hours(at) for at in starts], cast[3])
    acts.publish(made, cast[3], cast[4])
    return made.positions


_KEEPING: Final[dict[str, Any]] = {
    "title": "服务站前台帮手", "content": "接待来办事、来坐坐的邻居，登记需要帮忙的事。",
    "categories": (Category.community,), "address": "清泉社区服务站", "quota": 6, "minimum": 2,
}  # fmt: skip
_CLASS: Final[dict[str, Any]] = {
    "title": "手机摄影班助教", "content": "陪老人练习取景、修图、发给家人，一位助教带三四位老人。",
    "categories": (Category.science,), "address": "清泉社区活动室一楼", "quota": 3, "approval": Approval.staff,
}  # fmt: skip
_PATROL: Final[dict[str, Any]] = {
    "title": "楼道安全巡查员", "content": "两人一组，看楼道和消防通道有没有堵住，拍照登记。",
    "categories": (Category.safety,), "address": "清泉社区物业门口", "quota": 4, "minimum": 3,
}  # fmt: skip


def _half_hour(instant: datetime) -> datetime:
    return instant.replace(minute=instant.minute // 30 * 30, second=0, microsecond=0)


def _two_hours(starts_at: datetime) -> Span:
    return Span(starts_at, starts_at + timedelta(hours=2))


def _name_leader(shift: Shift, cast: Cast) -> None:
    with acts.acting(cast[3]):
        leading.name_by_number(shift, cast[1].volunteer_no, by=cast[3])
        session.commit()


def _yesterday(shift: Shift, cast: Cast) -> None:
    """One did not come, which nobody has settled yet; another forgot to check out."""
    came = _on(shift)[:-1]
    with clock.standing_at(lambda: shift.starts_at + timedelta(minutes=2)), acts.acting(cast[3]):
        for person in came:
            attendance.arrive(shift, person.id, by=cast[3], window=WINDOW)
            session.commit()
    with clock.standing_at(lambda: shift.ends_at - timedelta(minutes=1)), acts.acting(cast[3]):
        for person in came[:-1]:
            attendance.leave(shift, person.id, by=cast[3], window=WINDOW)
            session.commit()


def _today(shift: Shift, cast: Cast) -> None:
    """It runs: two are there, the others are expected."""
    with acts.acting(cast[3]):
        for person in _on(shift)[1:3]:
            attendance.arrive(shift, person.id, by=cast[3], window=WINDOW)
            session.commit()


def _on(shift: Shift) -> list[Person]:
    """Who has a place: on some days a neighbour is busy elsewhere."""
    return [signup.person for signup in signups.on_shift(shift)]
