"""Those who served somewhere, and who of them was asked."""

from datetime import timedelta

from sqlalchemy import select

from board.db import session
from board.desk import asking
from board.notices.models import Notice
from tests.factories import make_account, make_person, make_shift, make_signup


def past_shift(position, **values):
    return make_shift(position=position, starts_in=timedelta(days=-20), **values)


def served(position, person=None, **values):
    """Somebody with an account who held a place on a shift of this position that is over."""
    person = person or make_account(person=make_person(**values)).person
    make_signup(shift=past_shift(position), person=person)
    return person


def ask(shift):
    number = asking.ask(shift)
    session.commit()
    return number


def asked():
    return sorted(session.scalars(select(Notice.person_id).where(Notice.kind == asking.ASKED)))
