"""Objecting and answering without pages, and what is then known of it."""

from sqlalchemy import select

from board.db import session
from board.notices.models import Notice
from board.objections import answers, services, upkeep
from board.objections.answers import Answer
from board.objections.models import Objection, Outcome
from board.objections.services import Contact, Objector, Said
from board.records import ledger
from board.records.models import ServiceRecord

HOME = "203.0.113.7"


def object_to(record, *, person=None, address=HOME, reason="那天没有看见他", **contact):
    """Somebody signed out objects, unless a person is named; the objection's id."""
    session.rollback()
    by = Objector(person=person, address=None if person else address, contact=Contact(**contact))
    return _committed(lambda: services.object_to(record.id, reason, by)).id


def say(person, shift, reason="少记了半小时", **times):
    """The person says of their own hours that they are not right."""
    session.rollback()
    return _committed(lambda: services.say_not_right(person, shift.id, Said(reason=reason, **times))).id


def answer(number, by, outcome=Outcome.stands, words="核对过签到记录", **times):
    session.rollback()
    return _committed(lambda: answers.answer(number, Answer(outcome=outcome, words=words, **times), by=by))


def ask_street(number, by, words="我九点才走"):
    session.rollback()
    return _committed(lambda: services.ask_street(number, words, by))


def _committed(act):
    try:
        done = act()
        session.commit()
        return done
    finally:
        session.rollback()


def found(number):
    """The objection as it stands."""
    session.rollback()
    session.expire_all()
    return session.get_one(Objection, number)


def state_of(record):
    session.rollback()
    session.expire_all()
    return ledger.line_of(record.id).state


def line(record):
    state_of(record)
    return ledger.line_of(record.id)


def told(person):
    """What stands in this person's inbox, the newest first."""
    session.rollback()
    return session.scalars(
        select(Notice.sentence).where(Notice.person_id == person.id).order_by(Notice.id.desc())
    ).all()


def records_of(shift):
    session.rollback()
    return session.scalars(select(ServiceRecord).where(ServiceRecord.shift_id == shift.id)).all()


def tick():
    """What the tick does for objections: moved, held again, forgotten."""
    done = []
    for step in upkeep.STEPS:
        done.append(step())
        session.rollback()
    return tuple(done)
