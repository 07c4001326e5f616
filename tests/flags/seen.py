"""What the finder found, and acts that look wrong."""

from datetime import time, timedelta

from sqlalchemy import select

from board import audit, clock
from board.attendance.models import How, Kind
from board.backfills import services as backfills
from board.backfills.models import ProofKind
from board.backfills.proving import Checked
from board.db import session
from board.flags import finding, services
from board.flags.models import RecordFlag, State
from tests.factories import make_attendance, make_person
from tests.records.served import confirm, serve, tick

NIGHT = time(23, 30)


def find():
    """One run of the finder; how many flags are new."""
    session.rollback()
    return finding.find()


def flags(kind=None):
    session.rollback()
    wanted = select(RecordFlag).order_by(RecordFlag.id)
    return session.scalars(wanted.where(RecordFlag.kind == kind) if kind else wanted).all()


def kinds():
    return [str(flag.kind) for flag in flags()]


def tap_in(shift, count, *, by, seconds_apart=0.5, how=How.tap):
    """So many people are tapped in by one hand, one after the other; they left when the shift ended."""
    people = [make_person(area=shift.position.area) for _ in range(count)]
    for number, person in enumerate(people):
        at = shift.starts_at + timedelta(seconds=number * seconds_apart)
        told = {"how": how, "noted_by": by.id, "noted_at": at, "at": at}
        make_attendance(Kind.arrived, shift=shift, person=person, **told)
        make_attendance(Kind.left, shift=shift, person=person, how=how, noted_by=by.id)
    return people


def scan_in(shift, people, phone):
    """These accounts check in with one phone."""
    for person in people:
        make_attendance(Kind.arrived, shift=shift, person=person, how=How.code, browser_hash=phone)


def served(shift, person, by, minutes=None, late=0):
    """The person served it, by the code, and somebody confirmed it."""
    serve(shift, person, minutes=minutes, late=late)
    tick()
    confirm(shift, by)


def back_fill(shift, person, *, by):
    session.rollback()
    told = backfills.Backfill(
        typed=person.volunteer_no, came=clock.local(shift.starts_at).time(), went=clock.local(shift.ends_at).time(),
        reason="没签到", proof=Checked(ProofKind.pdf, b"%PDF", "0" * 64),
    )  # fmt: skip
    record = backfills.enter(shift, told, by=by)
    session.commit()
    return record


def confirm_back_fill(record, by):
    proof = backfills.queries.proof_of(record)
    with audit.following(audit.Trail(actor_id=by.id)):
        backfills.note_opening(proof)
        session.commit()
    backfills.confirm(record.id, step="0", by=by)
    session.commit()


def close(flag, by, outcome=State.explained):
    session.rollback()
    try:
        services.close(flag.id, outcome, note="问过负责人，都来了", by=by)
        session.commit()
    finally:
        session.rollback()
