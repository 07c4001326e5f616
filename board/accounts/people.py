"""What staff may see and do about one person: found by an exact number, never browsed."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from board import audit, clock
from board.accounts import appointing, claiming, codes, queries, scope, signing
from board.accounts.models import Account, Appointment, Person, Role
from board.audit import queries as seen
from board.db import begin_writing, session
from board.errors import NotAllowed, NotFound, RuleBroken
from board.outbox import services as outbox

LOOKUPS_A_DAY: Final = 50
_HANDED_OUT: Final = (
    f"{codes.SITE}社区工作人员给了你一个设新密码的验证码，10 分钟内有效。不是你要的，请马上联系社区。"
)
_LOOK_UP: Final = "accounts.look_up"


class TooManyLookups(RuleBroken):
    sentence = f"今天已经查了 {LOOKUPS_A_DAY} 次，明天再查。急事请找上级管理员。"


class CannotHandOut(RuleBroken):
    """A code for this account is not this person's to hand out."""


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """One person as a member of staff sees them, and what may be done."""

    person: Person
    account: Account | None
    appointments: list[Appointment]
    endable: frozenset[int]
    lives_here: bool
    can_hand_out: bool
    can_disable: bool
    can_appoint: bool
    can_give_claim_code: bool
    sees_signups: bool


def look_up(staff: Person, typed: str) -> Person | None:
    """Whoever has exactly this mobile or volunteer number, anywhere in the district.

    Every look-up is written down, found or not, and limited per day.
    """
    begin_writing()
    _refuse_too_many(staff)
    person = queries.person_with(typed)
    audit.record(_LOOK_UP, person)
    return person


def whom_to_help(staff: Person, typed: str) -> Person | None:
    """As `look_up`, for somebody who stands before an editor; who lives in their area does not count.

    Runs inside a write transaction of its own (`apart`): what was tried counts, whatever comes of it.
    """
    person = queries.person_with(typed)
    if person is not None and person.claimed_by is not None:
        person = session.get(Person, person.claimed_by)
    lives_here = person is not None and scope.may(staff, Role.editor, person.area)
    if not lives_here:
        _refuse_too_many(staff)
    audit.record("accounts.open_person" if lives_here else _LOOK_UP, person)
    return None if person is None or person.closed_at else person


def _refuse_too_many(staff: Person) -> None:
    if seen.times_today(staff.id, _LOOK_UP) >= LOOKUPS_A_DAY:
        raise TooManyLookups


def open_person(staff: Person, volunteer_no: str) -> Dossier:
    """The person, if they live in an area of this editor or manager; written down.

    A manager may also open anybody they could appoint, masked, as one more look-up.
    """
    begin_writing()
    dossier = _dossier(staff, volunteer_no)
    if not dossier.lives_here:
        _refuse_too_many(staff)
    audit.record("accounts.open_person" if dossier.lives_here else _LOOK_UP, dossier.person)
    return dossier


def _dossier(staff: Person, volunteer_no: str) -> Dossier:
    person, lives_here = _visible(staff, volunteer_no)
    account = queries.account_of(person)
    held = scope.appointments_of(person)
    managed = scope.areas_of(staff, Role.manager)
    endable = appointing.endable_by(staff, held)
    return Dossier(
        person=person,
        account=account,
        appointments=held if lives_here else [a for a in held if a.id in endable],
        endable=endable,
        lives_here=lives_here,
        can_hand_out=account is not None and account.works and _may_hand_out(staff, person, held),
        can_disable=account is not None and not account.closed_at and _may_disable(staff, person, held),
        can_appoint=bool(managed) and person.id != staff.id and account is not None and account.works,
        can_give_claim_code=lives_here and claiming.can_give(staff, person),
        sees_signups=lives_here and scope.may(staff, Role.editor, person.area),
    )


def can_open(staff: Person, person: Person) -> bool:
    """Does this person's page exist for this member of staff?"""
    held = scope.roles_in(staff, person.area)
    return bool(held & {Role.editor, Role.manager}) or Role.manager in scope.roles_of(staff)


def fetch(staff: Person, volunteer_no: str) -> Person:
    """The person whose page this member of staff may open; anybody else does not exist."""
    return _visible(staff, volunteer_no)[0]


def _visible(staff: Person, volunteer_no: str) -> tuple[Person, bool]:
    if not volunteer_no.isalnum():
        raise NotFound
    wanted = select(Person).where(Person.volunteer_no == volunteer_no)
    try:
        return scope.fetch(wanted, Person.area_id, staff, Role.editor, Role.manager), True
    except (NotFound, NotAllowed):
        person = session.scalar(wanted)
        if person is None or Role.manager not in scope.roles_of(staff):
            raise
        return person, False


def _may_hand_out(staff: Person, person: Person, held: list[Appointment]) -> bool:
    """An editor to whom the area belongs; for staff, a manager above every one of their roles."""
    if person.id == staff.id:
        return False
    if held:
        return all(appointing.covers(staff, appointment) for appointment in held)
    return scope.may(staff, Role.editor, person.area)


def _may_disable(staff: Person, person: Person, held: list[Appointment]) -> bool:
    if person.id == staff.id or not scope.may(staff, Role.manager, person.area):
        return False
    return all(appointing.covers(staff, appointment) for appointment in held)


def hand_out_code(staff: Person, volunteer_no: str, *, reason: str, once: str) -> str:
    """The digits of a code for a new password, to be read out; its owner is told by SMS."""
    begin_writing()
    dossier = _dossier(staff, volunteer_no)
    if not dossier.can_hand_out or dossier.account is None or dossier.account.mobile is None:
        raise CannotHandOut("这个账号的验证码要由上级管理员来给，或者请本人用短信验证码设新密码。")
    mobile = dossier.account.mobile
    typed, is_new = codes.hand_out(dossier.account, mobile, reason=reason, once=once)
    if is_new:
        outbox.queue_sms(mobile, _HANDED_OUT, purpose="code_handed_out")
    return typed


def disable(staff: Person, volunteer_no: str, reason: str) -> None:
    """The account cannot sign in, and every sign-in of it ends at once."""
    account = _account_to_disable(staff, volunteer_no)
    if account.disabled_at is None:
        account.disabled_at = clock.now()
        signing.end_sign_ins(account)
        audit.record("accounts.disable", account, reason=reason)


def enable(staff: Person, volunteer_no: str) -> None:
    """The account signs in again."""
    account = _account_to_disable(staff, volunteer_no)
    if account.disabled_at is not None:
        account.disabled_at = None
        audit.record("accounts.enable", account)


def _account_to_disable(staff: Person, volunteer_no: str) -> Account:
    begin_writing()
    dossier = _dossier(staff, volunteer_no)
    if not dossier.can_disable or dossier.account is None:
        raise NotAllowed
    return dossier.account
