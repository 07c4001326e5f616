"""Writing into somebody's record as staff do, and what stands there."""

from sqlalchemy import select

from board import clock
from board.db import session
from board.dossiers import services
from board.dossiers.models import Entry, Mark
from board.notices.models import Notice


def train(person, by, name="急救知识", **values):
    told = {
        "day": clock.today(),
        "organiser": "区红十字会",
        "content": "心肺复苏、包扎",
        "minutes": 90,
    } | values
    return _done(services.add_training, person.volunteer_no, name=name, by=by, **told)


def commend(person, by, name="优秀志愿者", **values):
    told = {"day": clock.today(), "organiser": "清泉社区", "from_above": False, "proof": ""} | values
    return _done(services.add_commendation, person.volunteer_no, name=name, by=by, **told)


def commend_from_above(person, by, name="区级优秀志愿者", proof="温社工〔2026〕3 号", **values):
    return commend(person, by, name, organiser="区委社会工作部", from_above=True, proof=proof, **values)


def evaluate(person, by, mark=Mark.good, word="守时，耐心", **values):
    told = {"day": clock.today()} | values
    return _done(services.evaluate, person.volunteer_no, mark=mark, word=word, by=by, **told)


def _done(act, *words, **values):
    session.rollback()
    try:
        entry = act(*words, **values)
        session.commit()
        return entry
    finally:
        session.rollback()


def does(act, *words, **values):
    """Any act on an entry, committed."""
    return _done(act, *words, **values)


def told(person):
    return list(
        session.scalars(select(Notice.sentence).where(Notice.person_id == person.id).order_by(Notice.id))
    )


def states():
    session.rollback()
    return [str(state) for state in session.scalars(select(Entry.state).order_by(Entry.id))]
