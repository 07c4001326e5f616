"""A number that somebody else registered: its owner stands at the desk with the card, and it is free again."""

from typing import Final

from sqlalchemy import delete, select

from board import audit, clock
from board.accounts import scope, throttle
from board.accounts import services as accounts
from board.accounts.models import Person, Role, SignIn
from board.audit import queries as seen
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.identity import keys, number, sealing
from board.identity.models import IdentityNumber
from board.identity.services import NotSetUp, WrongNumber
from board.notices import services as notices
from board.notices.services import News

A_DAY: Final = 10
_FREE: Final = "identity.free"
_TOLD: Final = "你登记的身份证号，本人带着身份证到社区说是他的，已经从你的账号删掉。写错了就填自己的；有疑问，带身份证到社区。"


class NobodyElses(RuleBroken):
    sentence = "没有别的账号登记这个号。请本人自己在“我的资料”里填。"


class NoPassword(RuleBroken):
    sentence = "请写你登录用的密码。"


class TooManyToday(RuleBroken):
    sentence = f"今天已经处理了 {A_DAY} 次，明天再来。急事请找上级管理员。"


def find(staff: Person, volunteer_no: str) -> Person:
    """Whoever stands at the desk: somebody who lives in an area of this editor (404, 403)."""
    plain = volunteer_no if volunteer_no.isalnum() else ""
    wanted = select(Person).where(Person.volunteer_no == plain)
    return scope.fetch(wanted, Person.area_id, staff, Role.editor)


def free(sign_in: SignIn, volunteer_no: str, typed: str, password: str) -> None:
    """No other account has this number any more, and whoever had it is told. Nobody learns who that was.

    Written down with whom it was done for; refused ones count too, for the answer says what is registered.
    """
    about = ("people", find(sign_in.person, volunteer_no).id)
    found = number.clean(typed)
    wrong = number.wrong_with(found, clock.today())
    if wrong is not None:
        raise WrongNumber(wrong.sentence, field="number", about=about)
    if not password:
        raise NoPassword(field="password", about=about)
    if not keys.are_set():
        raise NotSetUp(about=about)
    accounts.confirm_password(sign_in, password)
    staff_id = sign_in.person.id
    guess = throttle.count_identity_guess(sign_in.account.id)
    begin_writing()
    throttle.one_at_a_time("identity numbers")
    owner = find(sign_in.person, volunteer_no)
    if seen.times_today(staff_id, _FREE) >= A_DAY:
        raise TooManyToday(about=about)
    holder = _holder(found, owner)
    if holder is None:
        raise NobodyElses(field="number", about=about)
    session.execute(delete(IdentityNumber).where(IdentityNumber.person_id == holder.id))
    notices.tell(holder, News(kind=_FREE, sentence=_TOLD, link="/me/identity"))
    audit.record(_FREE, owner, holder=holder.id)
    throttle.forgive(guess)


def _holder(found: str, owner: Person) -> Person | None:
    named = IdentityNumber.blind_index.in_(sealing.indexes(found))
    rows = select(Person).join(IdentityNumber, IdentityNumber.person_id == Person.id)
    return session.scalar(rows.where(named, Person.id != owner.id))
