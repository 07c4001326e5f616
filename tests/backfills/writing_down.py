"""Back-filling, as a clerk does it, and what became of it."""

import io

from sqlalchemy import select

from board import audit, clock
from board.backfills import proving, services
from board.backfills.models import Proof, ProofKind
from board.db import session
from tests.backfills import papers

REASON = "手机没电，没能扫码"


def address(shift):
    return f"/desk/shifts/{shift.id}/hours/back-fill"


def send(browser, shift, person, *, content=papers.PDF, name="签到表.pdf", status=200, **fields):
    """The form as a browser sends it, from 07:00 to 09:00 unless told."""
    told = {
        "typed": person if isinstance(person, str) else person.volunteer_no,
        "came": "07:00", "went": "09:00", "reason": REASON, "declared": "y",
        "proof": (io.BytesIO(content), name) if content is not None else "",
    }  # fmt: skip
    return browser.post(address(shift), told | fields, status)


def enter(shift, person, *, by, came=None, went=None, reason=REASON):
    """The same through the service, committed; its record."""
    session.rollback()
    told = services.Backfill(
        typed=person.volunteer_no,
        came=came or clock.local(shift.starts_at).time(),
        went=went or clock.local(shift.ends_at).time(),
        reason=reason,
        proof=proving.Checked(ProofKind.pdf, papers.PDF, "0" * 64),
    )
    try:
        record = services.enter(shift, told, by=by)
        session.commit()
    finally:
        session.rollback()
    return record


def proof_of(record):
    session.rollback()
    return session.scalars(select(Proof).where(Proof.record_id == record.id)).one()


def look_at(record, by):
    """The person opens the proof."""
    with audit.following(audit.Trail(actor_id=by.id)):
        services.note_opening(proof_of(record))
        session.commit()


def confirm(record, by, step="0"):
    session.rollback()
    try:
        services.confirm(record.id, step=step, by=by)
        session.commit()
    finally:
        session.rollback()
