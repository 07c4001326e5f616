"""Accounts: registering, signing in, passwords, profile, closing."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from board import audit, clock, counters
from board.accounts import codes, forgetting, passwords, privacy, queries, scope, signing, throttle
from board.accounts.models import Account, Appointment, Consent, Kind, Person, Purpose, Role, SignIn
from board.areas.models import Area
from board.db import begin_writing, session
from board.errors import NotFound, RuleBroken
from board.outbox import services as outbox


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """The browser that asks: its own lasting token, and what it is in a few words."""

    browser: str
    words: str = ""
    shared: bool = False  # others use it too


@dataclass(frozen=True, kw_only=True)
class Details:
    """What somebody tells about themselves."""

    name: str
    area_id: int
    kind: Kind
    unit_id: int | None


class WrongPassword(RuleBroken):
    """Not the account's password, or no such account: the sentence is the same."""


class Disabled(RuleBroken):
    sentence = "这个账号停用了。有疑问请联系你所在的社区。"


class AlreadyRegistered(RuleBroken):
    sentence = "这个手机号刚刚注册好了，直接登录就行。"


class MobileTaken(RuleBroken):
    sentence = "这个手机号已经有自己的账号，不能再改到它。换一个手机号。"


class StillAppointed(RuleBroken):
    sentence = "你还有工作人员的任命。请先让上级管理员结束任命，再注销账号。"


class TooYoung(RuleBroken):
    sentence = "满 14 周岁才能自己注册报名。不到 14 周岁，请家长先问问社区。"


class NotHere(RuleBroken):
    """The area or unit chosen is not one that can be chosen."""


def register(details: Details, password: str, visitor: Visitor) -> str:
    """Somebody new has an account and is signed in here; the answer is the sign-in's token.

    Needs a code proven by this browser. The same form sent again signs in to the same account.
    """
    code = codes.current(visitor.browser)
    area = _community(details.area_id)
    passwords.check(password, also=(details.name, area.name, code.mobile if code else ""))
    password_hash = passwords.hash_of(password)
    begin_writing()
    code, again = codes.take(visitor.browser, Purpose.register)
    account = queries.account_with(code.mobile)
    if account is not None and again:
        return _let_in(account, visitor)
    if account is not None or again:
        raise AlreadyRegistered(way_on=("/sign-in", "去登录"))
    account = _new_account(_new_person(details), code.mobile, password, password_hash)
    audit.record("accounts.register", account)
    return _let_in(account, visitor)


def create_first_manager(*, mobile: str, name: str, password: str) -> Account:
    """The district has its first manager. Refuses when there is, or ever was, one."""
    district = session.scalars(select(Area).where(Area.parent_id.is_(None))).one()
    passwords.check(password, at_least=passwords.SHORTEST_FOR_STAFF, also=(name, mobile))
    password_hash = passwords.hash_of(password)
    begin_writing()
    if session.scalar(select(Appointment.id).where(Appointment.role == Role.manager).limit(1)):
        raise RuleBroken("已经有管理员了，新的管理员由现有管理员任命。")
    details = Details(name=name, area_id=district.id, kind=Kind.official, unit_id=None)
    account = _new_account(_new_person(details), mobile, password, password_hash)
    appointment = Appointment(
        person_id=account.person_id, role=Role.manager, area_id=district.id, given_at=clock.now()
    )
    session.add(appointment)
    session.flush()
    audit.record("accounts.create_first_manager", account)
    return account


def _new_person(details: Details) -> Person:
    person = Person(
        volunteer_no=f"WJ{counters.take('volunteer'):06d}", name=details.name, kind=details.kind,
        area_id=details.area_id, unit_id=_unit(details), created_at=clock.now(),
    )  # fmt: skip
    session.add(person)
    session.flush()
    session.add(Consent(person_id=person.id, text="privacy", version=privacy.VERSION, at=person.created_at))
    return person


def _new_account(person: Person, mobile: str, password: str, password_hash: str) -> Account:
    account = Account(
        person=person, mobile=mobile, password_hash=password_hash, created_at=person.created_at,
        short_password=len(password) < passwords.SHORTEST_FOR_STAFF,
        privacy_version=privacy.VERSION, consented_at=person.created_at,
    )  # fmt: skip
    session.add(account)
    session.flush()
    return account


def _community(area_id: int) -> Area:
    area = session.get(Area, area_id)
    if area is None or not area.is_community or area.retired_at:
        raise NotHere("请选你住的社区或村。", field="area_id")
    return area


def _unit(details: Details) -> int | None:
    return details.unit_id if details.kind == Kind.official else None


def sign_in(mobile: str, password: str, visitor: Visitor, *, earlier: SignIn | None = None) -> str:
    """This browser is signed in; the answer is the token of the new sign-in.

    Refuses a wrong password and an unknown number with one sentence, after the same work.
    """
    account = queries.account_with(mobile)
    known = visitor.browser if signing.is_known(account, visitor.browser) else None
    guess = throttle.count_guess(mobile, audit.trail().address, known)
    _check(account, password, field=None)
    assert account is not None  # noqa: S101 - _check refuses when there is none
    if not account.works:
        raise Disabled(about=("accounts", account.id))
    fresh_hash = passwords.hash_of(password) if passwords.is_outdated(account.password_hash) else None
    begin_writing()
    throttle.forgive(guess)
    if fresh_hash:
        account.password_hash = fresh_hash
    if earlier is not None:
        earlier.ended_at = clock.now()
    return _let_in(account, visitor)


def confirm_password(sign_in: SignIn, password: str, *, field: str = "password") -> None:
    """Somebody signed in is who they were. Comes before the act's own begin_writing()."""
    guess = throttle.count_own_guess(sign_in.account.id)
    _check(sign_in.account, password, field=field)
    throttle.take_back(guess)


def _check(account: Account | None, password: str, *, field: str | None) -> None:
    if passwords.fits(account.password_hash if account else None, password):
        return
    about = ("accounts", account.id) if account else None
    if field is not None:
        raise WrongPassword("现在的密码不对，再写一次。", field=field, about=about)
    raise WrongPassword("手机号或密码不对。再看看，或者用短信验证码设新密码。", about=about)


def _let_in(account: Account, visitor: Visitor) -> str:
    if not account.works:
        raise Disabled(about=("accounts", account.id))
    return signing.sign_in(account, browser=visitor.words, mark=visitor.browser, shared=visitor.shared)


def reset_password(password: str, visitor: Visitor) -> str:
    """A new password, by a code this browser has proven; every other sign-in and code ends."""
    code = codes.proven(visitor.browser, Purpose.reset)
    account = queries.account_with(code.mobile) if code else None
    if account is not None:
        _check_new(account, password)
    password_hash = passwords.hash_of(password)
    begin_writing()
    code, again = codes.take(visitor.browser, Purpose.reset)
    account = queries.account_with(code.mobile)
    if account is None:
        raise codes.CodeGone
    if not again:
        _set_password(account, password, password_hash)
        audit.record("accounts.reset_password", account)
    return _let_in(account, visitor)


def change_password(sign_in: SignIn, current: str, password: str, visitor: Visitor) -> str:
    """A new password; every sign-in ends, and this browser gets a new one."""
    account = sign_in.account
    confirm_password(sign_in, current, field="current")
    _check_new(account, password)
    password_hash = passwords.hash_of(password)
    begin_writing()
    _set_password(account, password, password_hash)
    audit.record("accounts.change_password", account)
    return _let_in(account, visitor)


def shortest_for(person: Person) -> int:
    """How long this person's password has to be."""
    return passwords.SHORTEST_FOR_STAFF if scope.appointments_of(person) else passwords.SHORTEST


def _check_new(account: Account, password: str) -> None:
    person = account.person
    passwords.check(password, person, at_least=shortest_for(person), also=(account.mobile or "",))


def _set_password(account: Account, password: str, password_hash: str) -> None:
    account.password_hash = password_hash
    account.short_password = len(password) < passwords.SHORTEST_FOR_STAFF
    signing.end_sign_ins(account)
    if account.mobile:
        codes.void(account.mobile)
        throttle.forget_guesses(account.mobile)


def change_profile(person: Person, details: Details) -> None:
    """Name, community, kind and unit as this person gives them; earlier sign-ups keep theirs."""
    begin_writing()
    _community(details.area_id)
    person.name, person.area_id, person.kind = details.name, details.area_id, details.kind
    person.unit_id = _unit(details)
    audit.record("accounts.change_profile", person)


def tell_birth_month(person: Person, month: date) -> None:
    """The month of birth is known; positions with an age ask for it. Refuses under 14."""
    begin_writing()
    earlier, person.birth_month = person.birth_month, month
    age = person.age_on(clock.today())
    if age is None or age < 14:
        person.birth_month = earlier
        raise TooYoung(field="year")
    audit.record("accounts.tell_birth_month", person)


def change_mobile(sign_in: SignIn, visitor: Visitor) -> None:
    """The account signs in with the number whose code this browser has proven; the old one is told."""
    begin_writing()
    code, again = codes.take(visitor.browser, Purpose.change_mobile)
    account, mobile = sign_in.account, code.mobile
    if code.account_id != account.id:
        raise codes.CodeGone
    if again:
        return
    if queries.account_with(mobile) is not None:
        raise MobileTaken
    earlier, account.mobile = account.mobile, mobile
    session.flush()
    if earlier:
        codes.void(earlier)
        text = f"{codes.SITE}你的账号改用尾号 {mobile[-4:]} 的手机号登录了。不是你改的，请马上联系社区。"
        outbox.queue_sms(earlier, text, purpose="mobile_changed")
    audit.record("accounts.change_mobile", account)


def end_sign_in(person: Person, number: int) -> None:
    """One of this person's own browsers is signed out."""
    begin_writing()
    found = session.scalar(
        select(SignIn).where(SignIn.id == number, SignIn.ended_at.is_(None)).join(Account)
        .where(Account.person_id == person.id)
    )  # fmt: skip
    if found is None:
        raise NotFound
    found.ended_at = clock.now()
    audit.record("accounts.end_sign_in", found)


def close(account: Account) -> None:
    """The account ends for good: of the person, only the volunteer number stays.

    Runs inside the write transaction in which signups has given up what lay ahead.
    """
    person, mobile = account.person, account.mobile
    if scope.appointments_of(person):
        raise StillAppointed
    signing.forget(account)
    if mobile:
        codes.forget(mobile)
        throttle.forget_guesses(mobile)
        outbox.forget(mobile)
    account.mobile, account.password_hash = None, ""
    person.name, person.contact_mobile, person.birth_month, person.unit_id = "", None, None, None
    account.closed_at = person.closed_at = clock.now()
    forgetting.everywhere(person)
    audit.record("accounts.close", account)
