"""People without an account: staff at the desk, or somebody of their family, wrote them down.

A record made here belongs to the one it names: they may claim it with an account later (claiming).
"""

from datetime import date
from enum import StrEnum
from typing import Final

from sqlalchemy import Select, select, update

from board import audit, clock, counters
from board.accounts import forgetting, privacy, queries, throttle
from board.accounts.models import Account, Consent, Kind, Person
from board.db import session
from board.errors import RuleBroken
from board.outbox import services as outbox

YOUNGEST: Final = 14
MOST_SHOWN: Final = 20


class Spoken(StrEnum):
    """To whom somebody without an account said that their name may be kept."""

    to_staff = "privacy_to_staff"
    to_family = "privacy_to_family"
    by_link = "privacy_by_link"  # asked to stand in, and said yes to what the page says


class TooYoungToAdd(RuleBroken):
    sentence = "满 14 周岁才能登记报名。不到 14 周岁的孩子，可以和家长一起来，先不登记。"

    def __init__(self) -> None:
        super().__init__(field="born")


def add_person(
    *, name: str, area_id: int, contact_mobile: str | None, birth_month: date | None, by: Person,
    kind: Kind = Kind.resident, spoken: Spoken = Spoken.to_staff,
) -> Person:  # fmt: skip
    """Somebody without an account has a volunteer number, and it is written down to whom they agreed.

    Runs inside a write transaction, after its shifts are held and before people are locked. Looks
    nobody up: ask `same_person` and `namesakes` first. Refuses whoever is known to be under 14.
    """
    now = clock.now()
    person = Person(
        volunteer_no=f"WJ{counters.take('volunteer'):06d}", name=name, kind=kind, area_id=area_id,
        contact_mobile=contact_mobile, birth_month=birth_month, created_at=now, added_by=by.id,
    )  # fmt: skip
    age = person.age_on(clock.today())
    if age is not None and age < YOUNGEST:
        raise TooYoungToAdd
    session.add(person)
    session.flush()
    session.add(Consent(person_id=person.id, text=spoken, version=privacy.VERSION, at=now))
    audit.record("accounts.add_person", person, by=by.id, spoken=str(spoken))
    return person


def one_at_a_time(place: str) -> None:
    """Whoever else is adding people at this place waits until we commit, so that nobody is added twice.

    Comes after the shifts are held and before anybody is looked up.
    """
    throttle.one_at_a_time(f"added people/{place}")


def same_person(name: str, mobile: str | None) -> Person | None:
    """Whoever has this name and this mobile: registered with it, or written down with it before."""
    if not mobile:
        return None
    account = queries.account_with(mobile)
    if account is not None and account.person.name == name:
        return account.person
    return session.scalar(_unclaimed().where(Person.name == name, Person.contact_mobile == mobile).limit(1))


def namesakes(name: str, area_id: int) -> list[Person]:
    """People of this name who were written down in this area and have no account of their own."""
    there = _unclaimed().where(Person.name == name, Person.area_id == area_id)
    return list(session.scalars(there.limit(MOST_SHOWN)))


def companions(person: Person) -> list[Person]:
    """Those this person brought along before, who have no account of their own."""
    return list(session.scalars(_unclaimed().where(Person.added_by == person.id).limit(MOST_SHOWN)))


def companion(person: Person, name: str) -> Person | None:
    """The one of this name whom this person brought along before."""
    mine = _unclaimed().where(Person.added_by == person.id, Person.name == name)
    return session.scalar(mine.limit(1))


def _unclaimed() -> Select[Person]:
    added = select(Person).where(Person.added_by.is_not(None), Person.claimed_by.is_(None))
    with_account = select(Account.person_id).where(Account.person_id == Person.id)
    return added.where(Person.closed_at.is_(None), ~with_account.exists()).order_by(Person.id)


def note_birth_month(person: Person, month: date) -> None:
    """The month of birth of somebody whose month was not known, as they said it. Refuses under 14."""
    if person.birth_month is not None:
        return
    person.birth_month = month
    age = person.age_on(clock.today())
    if age is not None and age < YOUNGEST:
        raise TooYoungToAdd
    audit.record("accounts.tell_birth_month", person)


def forget(person: Person) -> None:
    """Of somebody without an account, only the volunteer number stays; saying so again changes nothing.

    Runs inside the write transaction in which signups has given up what lay ahead.
    """
    if person.closed_at is not None:
        return
    mobile = person.contact_mobile
    person.name, person.contact_mobile, person.birth_month = "", None, None
    person.closed_at = clock.now()
    forgetting.everywhere(person)
    if mobile and queries.account_with(mobile) is None:
        outbox.forget(mobile)
    audit.record("accounts.forget_person", person)


def forget_mobile(mobile: str) -> None:
    """An account was closed: its mobile no longer stands with those whom its owner brought along."""
    brought = update(Person).where(Person.contact_mobile == mobile, Person.added_by.is_not(None))
    session.execute(brought.values(contact_mobile=None))
