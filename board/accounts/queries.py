"""Finding people and their accounts."""

from sqlalchemy import select

from board.accounts.models import Account, Person
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
