"""An announcement, and whom it reached."""

from sqlalchemy import select

from board.db import session
from board.notices.models import Notice
from board.outbox.models import Message
from board.signups import announcing
from board.signups.models import State
from tests.factories import make_account, make_signup

TEXT = "请带上水杯，在北门集合。"


def somebody(shift, state=State.accepted, **values):
    return make_signup(shift=shift, person=make_account().person, state=state, **values).person


def announce(position, shift=None, *, by, by_sms=False):
    sent = announcing.announce(position, shift, TEXT, by=by, by_sms=by_sms)
    session.commit()
    return sent


def told():
    return sorted(session.scalars(select(Notice.person_id).where(Notice.kind == "position.announced")))


def texted():
    return sorted(session.scalars(select(Message.address)))
