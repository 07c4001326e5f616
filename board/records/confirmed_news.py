"""Telling everybody on a shift that their hours stand: a job, so that confirming a thousand locks nobody out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import exists, select

from board import jobs
from board.db import session
from board.jobs.worker import Hold
from board.notices.models import Notice
from board.positions.models import Shift
from board.records import ledger, telling
from board.records.models import Kind, RecordStep, ServiceRecord

KIND: Final = "records.tell_confirmed"
BATCH: Final = 100
_INSTANT: Final = "%Y-%m-%dT%H:%M:%S.%f"


def enqueue(shift: Shift, at: datetime) -> None:
    """Whoever was confirmed on this shift at this instant is told soon. Runs inside the act's transaction."""
    instant = f"{at.astimezone(UTC):{_INSTANT}}"
    jobs.enqueue(KIND, key=f"{shift.id}:{instant}", payload={"shift": shift.id, "at": instant})


def tell(hold: Hold) -> None:
    """The handler: batch by batch, nobody twice."""
    at = datetime.strptime(str(hold.payload["at"]), _INSTANT).replace(tzinfo=UTC)
    while untold := _untold(int(hold.payload["shift"]), at):
        hold.still_ours()
        telling.confirmed(ledger.lines(ServiceRecord.id.in_(untold)))
        session.commit()
    with hold.finishing():
        pass


def _untold(shift_id: int, at: datetime) -> Sequence[int]:
    """Records of this shift, confirmed at this instant, whose people have not heard of it."""
    heard = exists().where(
        Notice.about_kind == ServiceRecord.__tablename__, Notice.about_id == ServiceRecord.id,
        Notice.kind == telling.CONFIRMED, Notice.created_at >= at,
    )  # fmt: skip
    found = (
        select(ServiceRecord.id)
        .join(RecordStep, RecordStep.record_id == ServiceRecord.id)
        .where(
            ServiceRecord.shift_id == shift_id, RecordStep.kind == Kind.confirmed, RecordStep.at == at, ~heard
        )
        .order_by(ServiceRecord.id)
        .limit(BATCH)
    )
    return session.scalars(found).all()
