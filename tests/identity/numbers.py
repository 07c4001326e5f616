"""Invented ID numbers: right by their check digit, of nobody."""

from datetime import date

from board.accounts.queries import account_of
from board.db import session
from board.identity import services
from board.identity.models import Use
from tests.factories import make_account, make_person


def a_number(born=date(1958, 3, 12), sequence=2, code="510115"):
    """A number whose last digit fits, worked out the long way (ISO 7064, MOD 11-2)."""
    first = f"{code}{born:%Y%m%d}{sequence:03d}"
    return first + next(end for end in "0123456789X" if _sum(first + end) % 11 == 1)


def _sum(number):
    return sum((10 if d == "X" else int(d)) * 2 ** (17 - at) for at, d in enumerate(number))


def ending_in_x():
    """One whose check digit is X."""
    return next(number for number in (a_number(sequence=n) for n in range(1, 99)) if number[-1] == "X")


def give(person, number=None, uses=tuple(Use)):
    """The person's number is kept, as the page keeps it."""
    number = number or a_number(sequence=100 + person.id % 800)
    try:
        services.give(account_of(person), number, uses)
        session.commit()
    finally:
        session.rollback()
    return number


def with_number(area, **values):
    """Somebody of this community with an account and a number: both of them."""
    person = make_account(person=make_person(area=area, **values)).person
    return person, give(person)
