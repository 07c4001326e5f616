"""Serving a shift, and what the ledger says of it afterwards."""

from datetime import timedelta

from sqlalchemy import select

from board import clock, rounding
from board.attendance.models import How, Kind
from board.db import session
from board.jobs import worker
from board.records import following, ledger, proposing, services, stepping
from board.records.models import Kind as StepKind
from board.records.models import RecordStep, ServiceRecord, Source
from tests.factories import committed, make_attendance, make_signup


def serve(shift, person, *, late=0, minutes=None, by=None, signed_up=True):
    """The person came (`late` minutes after the start) and went: by code, or tapped in and out by somebody."""
    signup = make_signup(shift=shift, person=person) if signed_up else None
    came = shift.starts_at + timedelta(minutes=late)
    went = shift.ends_at if minutes is None else came + timedelta(minutes=minutes)
    told = {"how": How.tap, "noted_by": by.id} if by else {"how": How.code, "noted_by": person.id}
    told["signup_id"] = signup.id if signup else None
    return [
        make_attendance(kind, shift=shift, person=person, at=at, **told)
        for kind, at in ((Kind.arrived, came), (Kind.left, went))
    ]


def recorded(shift, person, *, minutes=120, confirmed_by=None, **values):
    """The person's hours on this shift are in the ledger, without a doubt; confirmed if somebody confirmed them."""
    came, left = serve(shift, person, minutes=minutes, signed_up=False)
    with committed():
        record = ServiceRecord(**({
            "person_id": person.id, "position_id": shift.position_id, "shift_id": shift.id,
            "area_id": shift.position.area_id, "source": Source.code, "arrived_id": came.id, "left_id": left.id,
            "starts_at": came.at, "ends_at": left.at, "minutes": minutes, "counts": True, "rule": rounding.CURRENT,
            "entered_at": clock.now(),
        } | values))  # fmt: skip
        stepping.enter([record])
        if confirmed_by is not None:
            session.flush()
            stepping.take(ledger.line_of(record.id), StepKind.confirmed, by=confirmed_by)
    return record


def tick():
    """What the tick does for hours."""
    proposed = proposing.propose()
    session.rollback()
    followed = following.follow_changes()
    session.rollback()
    return proposed, followed


def line(person, shift=None):
    """The person's record as it stands (of this shift)."""
    session.rollback()
    session.expire_all()
    where = [ServiceRecord.person_id == person.id]
    found = ledger.lines(*where, *([ServiceRecord.shift_id == shift.id] if shift else []))
    assert len(found) == 1, found
    return found[0]


def states(shift):
    """The states of a shift's records, by id."""
    session.rollback()
    return [str(line.state) for line in ledger.lines(ServiceRecord.shift_id == shift.id)]


def steps(person):
    """The kinds of what happened to this person's records."""
    session.rollback()
    found = select(RecordStep.kind).where(RecordStep.person_id == person.id).order_by(RecordStep.id)
    return [str(kind) for kind in session.scalars(found)]


def confirm(shift, by):
    """As whoever looks at the page and presses the button."""
    session.rollback()
    seen = services.seen_of(ledger.lines(ServiceRecord.shift_id == shift.id))
    try:
        told = services.confirm_shift(shift, seen=seen, by=by)
        session.commit()
    finally:
        session.rollback()
    work()
    return told


def work():
    """What the worker beside the server does."""
    while worker.work_next():
        pass
    session.rollback()
