"""ID numbers: given by their owners, for what they agreed to; withdrawn, and forgotten with the account."""

from collections.abc import Collection

from sqlalchemy import Select, delete, select

from board import audit, clock
from board.accounts import throttle
from board.accounts.models import Account, Consent, Person
from board.db import begin_writing, session
from board.errors import NotFound, RuleBroken
from board.identity import consent, keys, number, queries, sealing
from board.identity.models import IdentityNumber, Use


class NotSetUp(RuleBroken):
    sentence = "这里还不能存身份证号，没有记下。要用时再来填。"


class WrongNumber(RuleBroken):
    """What was typed is no ID number, or not this person's; the sentence says what is different."""


class NoUse(RuleBroken):
    sentence = "请勾至少一个用处。都用不上，就不用填。"


class AlreadyGiven(RuleBroken):
    sentence = "你已经填过另一个身份证号。要换，先删掉原来的，再填新的。"


class AlreadyRegistered(RuleBroken):
    """The number belongs to somebody already; the sentence must not tell to whom."""

    sentence = (
        "这个身份证号已经登记过，一个号只能登记一次。你以前有别的账号，登录那个账号删掉它；"
        "社区、学校替你登记过，认领以前的记录；都不是，请带身份证到社区服务站。"
    )


def give(account: Account, typed: str, uses: Collection[str]) -> None:
    """The number is kept sealed, for the uses its owner ticked. The same form again changes nothing.

    Refuses what is no number, contradicts the birth month, or is registered already.
    """
    person_id = account.person_id
    found = _checked(typed, account.person)
    chosen = tuple(use for use in Use if use in uses)
    if not chosen:
        raise NoUse(field="uses")
    if not keys.are_set():
        raise NotSetUp
    guess = throttle.count_identity_guess(account.id)
    begin_writing()
    # One after the other: while keys change, one number may stand under two indexes.
    throttle.one_at_a_time("identity numbers")
    person = session.scalars(_locked(person_id)).one()
    if person.closed_at is not None:
        raise NotFound
    _refuse_taken(found, person)
    _keep(person, found, chosen)
    throttle.forgive(guess)


def _checked(typed: str, person: Person) -> str:
    found = number.clean(typed)
    wrong = number.wrong_with(found, clock.today())
    if wrong is not None:
        raise WrongNumber(wrong.sentence, field="number")
    born, known = number.born_on(found), person.birth_month
    if known is not None and (born.year, born.month) != (known.year, known.month):
        raise WrongNumber(
            f"号码里是 {born.year} 年 {born.month} 月出生，你填过的出生年月是 {known.year} 年 {known.month} 月。"
            "看看哪个不对。",
            field="number",
            way_on=("/me/birth-month?next=/me/identity", "改出生年月"),
        )
    return found


def _locked(person_id: int) -> Select[Person]:
    # Closing an account locks the person too: no number comes in behind its back.
    return select(Person).where(Person.id == person_id).with_for_update(key_share=True)


def _refuse_taken(found: str, person: Person) -> None:
    named = select(IdentityNumber.id).where(IdentityNumber.blind_index.in_(sealing.indexes(found)))
    if session.scalar(named.where(IdentityNumber.person_id != person.id)) is not None:
        raise AlreadyRegistered(field="number", way_on=("/me/claim", "认领以前的记录"))


def _keep(person: Person, found: str, uses: tuple[Use, ...]) -> None:
    row, now = queries.of(person), clock.now()
    earlier = sealing.opened(row) if row else None
    if earlier not in (None, found):
        raise AlreadyGiven(field="number")
    if row is not None and earlier == found and row.uses == uses:
        return
    sealed = sealing.seal(found, person.id)
    if row is None:
        row = IdentityNumber(person_id=person.id, created_at=now)
        session.add(row)
    row.key_id, row.ciphertext, row.blind_index = sealed.key_id, sealed.ciphertext, sealed.blind_index
    row.uses, row.consent_version, row.consented_at = uses, consent.VERSION, now
    session.add(Consent(person_id=person.id, text=consent.TEXT, version=consent.VERSION, at=now))
    session.flush()
    audit.record("identity.give", row, person=person.id, uses=" ".join(uses))


def withdraw(person: Person) -> None:
    """The owner does not want it kept any more: nothing of it is. Again: the same."""
    begin_writing()
    _erase(person, "identity.withdraw")


def forget(person: Person) -> None:
    """The account is closed, or the person forgotten: the number goes with it.

    Runs inside the write transaction of that act.
    """
    _erase(person, "identity.forget")


def _erase(person: Person, action: str) -> None:
    gone = delete(IdentityNumber).where(IdentityNumber.person_id == person.id)
    if session.execute(gone.returning(IdentityNumber.id)).first() is not None:
        audit.record(action, person)


def number_of(person: Person, use: Use = Use.certificate) -> str | None:
    """The number in full, if this person gave one and agreed to this use. Whoever asks writes it down."""
    row = queries.of(person)
    return sealing.opened(row) if row is not None and use in row.uses else None


def numbers_of(person_ids: Collection[int], use: Use) -> dict[int, str]:
    """As `number_of` for many, in one question: only those who gave a number and agreed to this use."""
    rows = session.scalars(select(IdentityNumber).where(IdentityNumber.person_id.in_(person_ids)))
    opened = {row.person_id: sealing.opened(row) for row in rows if use in row.uses}
    return {person_id: found for person_id, found in opened.items() if found is not None}
