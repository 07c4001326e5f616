"""An ID number in full: for a reason that stands, a fresh password, written down, told, a few a day."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from board import audit
from board.accounts import scope, throttle
from board.accounts import services as accounts
from board.accounts.models import Person, Role, SignIn
from board.audit import queries as seen
from board.db import begin_writing, session
from board.errors import NotAllowed, NotFound, RuleBroken
from board.identity import queries, services
from board.identity.needing import REVEAL, TOLD, USE_OF, Need, Why, needs_of
from board.notices import services as notices
from board.notices.services import News

A_DAY: Final = 20


class NoReason(RuleBroken):
    sentence = "请选一个原因。"


class NoPassword(RuleBroken):
    sentence = "请写你登录用的密码。"


class NotNeeded(RuleBroken):
    sentence = "这个原因现在用不上，或者本人没有同意这样用。请换一个原因。"


class NotGiven(RuleBroken):
    sentence = "本人没有填身份证号，或者已经删掉了。要用，请本人在“我的资料”里填。"


class TooManyToday(RuleBroken):
    sentence = f"今天已经看了 {A_DAY} 个人的身份证号，明天再看。急事请找上级管理员。"


@dataclass(frozen=True)
class Subject:
    """Somebody whose number this member of staff may need."""

    person: Person
    has_number: bool
    needs: dict[Why, Need]  # those the person agreed to


def find(staff: Person, volunteer_no: str) -> Subject:
    """Somebody who serves, or has just served, on a position of this editor.

    NotFound for everybody else; NotAllowed when they live here and do not serve here.
    """
    plain = volunteer_no if volunteer_no.isalnum() else ""
    person = session.scalar(select(Person).where(Person.volunteer_no == plain))
    if person is None:
        raise NotFound
    needs = needs_of(staff, person)
    if not needs:
        raise NotAllowed if scope.roles_in(staff, person.area) & {Role.editor, Role.manager} else NotFound
    row = queries.of(person)
    agreed = row.uses if row else ()
    return Subject(person, row is not None, {w: n for w, n in needs.items() if USE_OF[w] in agreed})


def reveal(sign_in: SignIn, volunteer_no: str, why: str, password: str) -> str:
    """The number. Written down each time, and its owner is told who looked and what for."""
    about = ("people", find(sign_in.person, volunteer_no).person.id)
    if why not in set(Why):
        raise NoReason(field="why", about=about)
    if not password:
        raise NoPassword(field="password", about=about)
    accounts.confirm_password(sign_in, password)
    staff_id = sign_in.person.id
    begin_writing()
    throttle.one_at_a_time(f"identity numbers shown to {staff_id}")
    subject = find(sign_in.person, volunteer_no)
    need = _need(subject, Why(why))
    person = subject.person
    if seen.others_today(staff_id, REVEAL, person.id) >= A_DAY:
        raise TooManyToday(about=about)
    found = services.number_of(person, USE_OF[need.why])
    if found is None:
        raise NotGiven(about=about)
    if not seen.did_today(staff_id, REVEAL, person.id, why=need.why):
        _tell(person, need)
    audit.record(REVEAL, person, why=str(need.why), area=need.area.id)
    return found


def _need(subject: Subject, why: Why) -> Need:
    about = ("people", subject.person.id)
    if not subject.has_number:
        raise NotGiven(about=about)
    need = subject.needs.get(why)
    if need is None:
        raise NotNeeded(field="why", about=about)
    return need


def _tell(person: Person, need: Need) -> None:
    sentence = f"{need.area.name}的工作人员看了你的身份证号，用来{TOLD[need.why]}。不清楚为什么，可以问社区。"
    news = News(kind=REVEAL, sentence=sentence, link="/me/identity", area_id=need.area.id)
    notices.tell(person, news)
