"""Finding people and their accounts."""

from collections.abc import Sequence

from sqlalchemy import select

from board.accounts.models import Account, Person, SignIn
from board.db import session


def account_with(mobile: str) -> Account | None:
    """The open account that signs in with this mobile."""
    return session.scalar(select(Account).where(Account.mobile == mobile))


def account_of(person: Person) -> Account | None:
    return session.scalar(select(Account).where(Account.person_id == person.id))


def mobile_of(person: Person) -> str | None:
    """Where a text message reaches this person: the account's mobile, else the one given."""
    account = account_of(person)
    return account.mobile if account and account.mobile else person.contact_mobile


def person_with(typed: str) -> Person | None:
    """Whoever signs in with exactly this mobile, or has exactly this volunteer number."""
    account = account_with(typed)
    if account is not None:
        return account.person
    return session.scalar(select(Person).where(Person.volunteer_no == typed.upper()))


def running_sign_ins(account: Account) -> Sequence[SignIn]:
    """The browsers this account is signed in on, last seen first."""
    running = select(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))
    return session.scalars(running.order_by(SignIn.last_seen_at.desc(), SignIn.id).limit(50)).all()
