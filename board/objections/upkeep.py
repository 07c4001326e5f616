"""What time asks of objections: overdue ones go to the street, contacts are erased. Steps of the tick."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, select, update

from board import audit, clock
from board.areas.models import Area
from board.db import begin_writing, session
from board.objections import queries, services, telling
from board.objections.models import Kind, Objection, State, unanswered
from board.outbox.models import Message
from board.records import ledger, stepping
from board.records.models import Kind as StepKind
from board.records.models import ServiceRecord

BATCH: Final = 100
CONTACTS_KEPT: Final = timedelta(days=30)  # after the answer: long enough to ask once more


def move_overdue() -> int:
    """What a community did not answer in time is the street's to answer; how many were."""
    if not _overdue():
        return 0
    begin_writing()
    late = [one for one in map(queries.locked, _overdue()) if one.state == State.open]
    for one in late:  # but for those that somebody answered, or another tick moved, while this one waited
        services.move_to_street(one)
    session.commit()
    return len(late)


def _overdue() -> list[int]:
    late = select(Objection.id).join(Objection.area).where(
        unanswered(), Objection.state == State.open, Objection.due_on < clock.today(), Area.parent_id.is_not(None)
    )  # fmt: skip
    return list(session.scalars(late.order_by(Objection.due_on, Objection.id).limit(BATCH)))


def hold_again() -> int:
    """Hours that were corrected and confirmed while somebody's objection to them is open are held again."""
    if not _counting_again():
        return 0
    begin_writing()
    found = _counting_again()
    if found:
        stepping.take_each(found, StepKind.held, by=None, reason=services.HELD)
    session.commit()
    return len(found)


def _counting_again() -> list[ledger.Line]:
    held = select(Objection.record_id).where(Objection.kind == Kind.notice, unanswered())
    counting = ledger.last_kind_in((StepKind.confirmed, StepKind.released))
    return ledger.lines(ServiceRecord.id.in_(held), counting)


def forget_contacts() -> int:
    """Whoever objected without an account is known no more a month after the answer; how many were."""
    old = _old(clock.now())
    if session.scalar(select(Objection.id).where(*old).limit(1)) is None:
        return 0
    begin_writing()
    mobiles = select(Objection.contact_mobile).where(*old, Objection.contact_mobile != "")
    told = Message.purpose == telling.TO_STRANGERS, Message.address.in_(mobiles)
    session.execute(delete(Message).where(*told), execution_options={"synchronize_session": False})
    rows = session.scalars(select(Objection).where(*old)).all()
    audit.record_each("objections.forget_contact", rows)
    erased = update(Objection).where(Objection.id.in_([row.id for row in rows]))
    session.execute(erased.values(contact_name="", contact_mobile="", may_be_phoned=False, network=None))
    session.commit()
    return len(rows)


def _old(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Objection.network.is_not(None), Objection.answered_at < now - CONTACTS_KEPT


STEPS: Final = (move_overdue, hold_again, forget_contacts)
