"""A family that signs up in one go, as the person who brings it does it."""

from sqlalchemy import select

from board.accounts.models import Person
from board.db import session
from board.signups.models import Signup

VERB = "一起报名"


def address(*shifts):
    chosen = "&".join(f"shift={shift.id}" for shift in shifts)
    return f"/positions/{shifts[0].position.number}/sign-up/group?{chosen}"


def bring(browser, *shifts, names=("王秀英", "林大山"), status=200, **told):
    named = {f"name_{number}": name for number, name in enumerate(names, 1)}
    return browser.submit(address(*shifts), VERB, status, **(named | {"agree": True} | told))


def on(shift):
    session.rollback()
    return session.scalars(select(Signup).where(Signup.shift_id == shift.id).order_by(Signup.id)).all()


def named(name):
    return session.scalars(select(Person).where(Person.name == name)).all()
