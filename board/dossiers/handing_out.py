"""Giving a community's records out of the house: written down, and with full ID numbers only for a reason,
with the password, a few times a day, and told to everybody whose number is in the file (baseline 31, 64)."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Final

from sqlalchemy import select

from board import audit
from board.accounts import scope, throttle
from board.accounts import services as accounts
from board.accounts.models import Person, Role, SignIn
from board.areas.models import Area
from board.audit import queries as seen
from board.db import begin_writing, session
from board.dossiers import exporting
from board.dossiers.exporting import Asked, Made
from board.errors import NotFound, RuleBroken
from board.identity.needing import EXPORT
from board.identity.needing import Why as NumberWhy
from board.notices import services as notices
from board.notices.services import News

FULL_A_DAY: Final = 5
MOST_NUMBERS: Final = 500
_EXPORT: Final = "dossier.export"
_IN_FULL: Final = "dossier.export_in_full"


class Why(StrEnum):
    """What full numbers in a file are needed for; both are the use that people agreed to."""

    enter = "enter"
    correct = "correct"


WHY_WORDS: Final = {Why.enter: "录进全国志愿服务信息系统", Why.correct: "更正全国系统里已有的记录"}


class NoReason(RuleBroken):
    sentence = "要完整的身份证号，请选一个原因。"

    def __init__(self) -> None:
        super().__init__(field="why")


class NoPassword(RuleBroken):
    sentence = "要完整的身份证号，请写你登录用的密码。"

    def __init__(self) -> None:
        super().__init__(field="password")


class TooManyToday(RuleBroken):
    sentence = f"今天已经导了 {FULL_A_DAY} 次完整的，明天再导。打星号的随时可以导。"


class TooManyNumbers(RuleBroken):
    sentence = f"里面有超过 {MOST_NUMBERS} 个人的身份证号。一次最多 {MOST_NUMBERS} 个人，请分几段导。"

    def __init__(self) -> None:
        super().__init__(field="last")


class NoRows(RuleBroken):
    sentence = "这段时间没有确认过的记录。换一段时间，或者先去确认时长。"

    def __init__(self) -> None:
        super().__init__(field="first")


def areas_for(staff: Person) -> list[Area]:
    """Where this editor's records may be from, the smallest last."""
    inside = select(Area).where(scope.within(scope.areas_of(staff, Role.editor)))
    return list(session.scalars(inside.order_by(Area.path)))


def asked(staff: Person, code: str, first: date, last: date) -> Asked:
    """What an editor wants a file of; NotFound for areas of others."""
    area = next((area for area in areas_for(staff) if area.code == code), None)
    if area is None:
        raise NotFound
    return Asked(area=area, first=first, last=last)


def masked(wanted: Asked) -> bytes:
    """The workbook with stars in numbers and mobiles. Written down."""
    made = _made(wanted, in_full=False)
    begin_writing()
    _write_down(_EXPORT, wanted, made)
    return made.content


def in_full(sign_in: SignIn, wanted: Asked, *, why: str, password: str) -> bytes:
    """The workbook with the numbers of those who agreed; each of them is told. Written down, each person."""
    if why not in set(Why):
        raise NoReason
    if not password:
        raise NoPassword
    accounts.confirm_password(sign_in, password)
    staff_id = sign_in.person.id
    made = _made(wanted, in_full=True)
    if len(made.shown) > MOST_NUMBERS:
        raise TooManyNumbers
    begin_writing()
    throttle.one_at_a_time(f"exports of {staff_id}")
    if seen.times_today(staff_id, _IN_FULL) >= FULL_A_DAY:
        raise TooManyToday
    _write_down(_IN_FULL, wanted, made, why=why)
    _tell(made.shown, wanted.area)
    return made.content


def _made(wanted: Asked, *, in_full: bool) -> Made:
    made = exporting.make(wanted, in_full=in_full)
    if not made.rows:
        raise NoRows
    return made


def _write_down(action: str, wanted: Asked, made: Made, **detail: str) -> None:
    days = {"first": wanted.first.isoformat(), "last": wanted.last.isoformat()}
    audit.record(action, wanted.area, rows=made.rows, numbers=len(made.shown), **days, **detail)


def _tell(shown: Collection[int], area: Area) -> None:
    people = session.scalars(select(Person).where(Person.id.in_(shown)).order_by(Person.id)).all()
    audit.record_each(EXPORT, people, why=str(NumberWhy.national), area=area.id)
    sentence = f"{area.name}导出了你的服务记录，用来录进全国系统，里面有你的身份证号。"
    news = News(kind=EXPORT, sentence=sentence, link="/me/identity", area_id=area.id)
    notices.tell_each([(person.id, news) for person in people])
