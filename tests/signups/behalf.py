"""What the clerk types for somebody who stands at the desk, and what it left."""

from sqlalchemy import select

from board.accounts.models import Person
from board.db import session
from board.signups.models import Signup

VERB = "替他报名"


def sign_up(desk, shift, status=200, **told):
    return desk.submit(f"/desk/shifts/{shift.id}/sign-up", VERB, status, **({"agree": True} | told))


def added(name="李秀英"):
    return session.scalars(select(Person).where(Person.name == name).order_by(Person.id)).all()


def on(shift):
    session.rollback()
    found = select(Signup).where(Signup.shift_id == shift.id).order_by(Signup.id)
    return session.scalars(found).all()


def signups_of(person):
    return f"/desk/people/{person.volunteer_no}/signups"
