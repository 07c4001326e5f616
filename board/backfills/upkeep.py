"""What time asks of proofs: they are personal data, and kept no longer than somebody may ask for them."""

from datetime import timedelta
from typing import Final

from sqlalchemy import or_, select, update

from board import audit, clock
from board.accounts.models import Person
from board.backfills.models import Proof
from board.db import begin_writing, session
from board.records.models import ServiceRecord

KEPT: Final = timedelta(days=3 * 365)  # as long as somebody may go to court about it (Civil Code, art. 188)
BATCH: Final = 50


def erase_proofs() -> int:
    """Proofs that are three years old, or of somebody who is forgotten, are empty; how many now. A step of the tick."""
    if not _to_erase():
        return 0
    begin_writing()
    numbers = _to_erase()
    gone = update(Proof).where(Proof.id.in_(numbers)).values(content=None, erased_at=clock.now())
    session.execute(gone, execution_options={"synchronize_session": False})
    audit.record_each(
        "backfills.erase_proof", session.scalars(select(Proof).where(Proof.id.in_(numbers))).all()
    )
    session.commit()
    return len(numbers)


def _to_erase() -> list[int]:
    old = Proof.at <= clock.now() - KEPT
    forgotten = (
        select(ServiceRecord.id).join(ServiceRecord.person).where(Person.closed_at.is_not(None))
    )  # fmt: skip
    held = select(Proof.id).where(Proof.erased_at.is_(None), or_(old, Proof.record_id.in_(forgotten)))
    return list(session.scalars(held.order_by(Proof.id).limit(BATCH)))


STEPS: Final = (erase_proofs,)
