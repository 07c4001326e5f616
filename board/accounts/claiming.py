"""A code from the desk that lets somebody's account take over the record they had without one.

Ten minutes, five tries, once. Read out to the person themselves, and written down by whom.
"""

import secrets
from datetime import timedelta
from typing import Final

from sqlalchemy import Select, select, update

from board import audit, clock
from board.accounts import queries, scope, throttle
from board.accounts.keyed import keyed
from board.accounts.models import Account, ClaimCode, Person, Role
from board.accounts.throttle import Guess
from board.db import apart, begin_writing, session
from board.errors import RuleBroken

LIFE: Final = timedelta(minutes=10)
TRIES: Final = 5


class NotToClaim(RuleBroken):
    """Nothing is taken over. One sentence for every reason: nobody learns whose number is whose."""

    sentence = "编号和认领码对不上，或者码过了 10 分钟。再看看，或者请社区工作人员重新给一个。"

    def __init__(self) -> None:
        super().__init__(field="code")


class NothingToClaim(RuleBroken):
    sentence = "这个人已经有自己的账号，不用认领码。"


def can_give(staff: Person, person: Person) -> bool:
    """Is this a record without an account, of an area of this editor?"""
    return is_claimable(person) and scope.may(staff, Role.editor, person.area)


def is_claimable(person: Person) -> bool:
    free = person.claimed_by is None and person.closed_at is None
    return free and queries.account_of(person) is None


def give(staff: Person, volunteer_no: str, *, once: str) -> str:
    """The digits of a code for this record, to be read out; earlier ones end.

    They follow from the form's once-token: the same form sent again shows them again.
    """
    begin_writing()
    person = scope.fetch(_person(volunteer_no), Person.area_id, staff, Role.editor)
    if not is_claimable(person):
        raise NothingToClaim
    typed = f"{int(keyed('claim code', once, volunteer_no)[:15], 16) % 10**6:06d}"
    newest = _newest(person.id)
    if newest is None or newest.code_hash != _hash(volunteer_no, typed):
        _give(person, typed, staff)
    return typed


def _give(person: Person, typed: str, staff: Person) -> None:
    now = clock.now()
    earlier = update(ClaimCode).where(ClaimCode.person_id == person.id, ClaimCode.used_at.is_(None))
    session.execute(earlier.values(used_at=now))
    code = ClaimCode(
        person_id=person.id, code_hash=_hash(person.volunteer_no, typed), given_by=staff.id,
        created_at=now, expires_at=now + LIFE,
    )  # fmt: skip
    session.add(code)
    session.flush()
    throttle.forget_claim_guesses(person.volunteer_no)
    audit.record("accounts.give_claim_code", code, person=person.id)


def check(account: Account, volunteer_no: str, typed: str) -> tuple[int, Guess]:
    """Whose record this is, by its number and code, and the guess to be forgiven once it is taken over.

    Counts the try, right or wrong. Comes before the act's own begin_writing().
    """
    guess = throttle.count_claim_guess(volunteer_no, account.id)
    with apart():
        person = session.scalar(_person(volunteer_no))
        code = _newest(person.id if person else 0)
        right = _fits(code, person, account.person_id, _hash(volunteer_no, typed))
        if code is not None and not right:
            code.tries += 1
        found = person.id if person is not None and right else None
    if found is None:
        raise NotToClaim
    return found, guess


def use_up(person: Person, account: Account, typed: str) -> bool:
    """The code is used, by this account; False when the same form did so a moment ago.

    Runs inside the write transaction that hands the record over, with the person locked.
    """
    code = _newest(person.id)
    if not _fits(code, person, account.person_id, _hash(person.volunteer_no, typed)) or code is None:
        raise NotToClaim
    if person.claimed_by is not None:
        return False
    code.used_at = clock.now()
    return True


def _fits(code: ClaimCode | None, person: Person | None, claimant_id: int, typed_hash: str) -> bool:
    """Right digits for a record that is free, or that this claimant has just taken over with them.

    Whoever handed the code out cannot use it: nobody gives themselves another's hours.
    """
    kept = code.code_hash if code is not None else _hash("", "")
    matches = secrets.compare_digest(kept, typed_hash)
    if code is None or person is None or not matches or code.given_by == claimant_id:
        return False
    if person.claimed_by is not None:
        return person.claimed_by == claimant_id and clock.now() < code.expires_at
    return _is_open(code) and is_claimable(person)


def _is_open(code: ClaimCode) -> bool:
    return code.used_at is None and code.tries < TRIES and clock.now() < code.expires_at


def _newest(person_id: int) -> ClaimCode | None:
    codes = select(ClaimCode).where(ClaimCode.person_id == person_id).order_by(ClaimCode.id.desc())
    return session.scalar(codes.limit(1).with_for_update())


def _person(volunteer_no: str) -> Select[Person]:
    return select(Person).where(Person.volunteer_no == volunteer_no)


def _hash(volunteer_no: str, typed: str) -> str:
    return keyed("claim", volunteer_no, typed)
