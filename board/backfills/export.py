"""What the board keeps as proof of a person's back-filled hours, for that person."""

from sqlalchemy import select

from board import dates
from board.accounts.export import moment
from board.accounts.models import Person
from board.backfills.models import Proof
from board.db import session
from board.records import ledger
from board.records.models import ServiceRecord


def proofs(person: Person) -> list[dict[str, object]]:
    """Each proof by what it is of; the file itself may show others, the community shows it on request."""
    mine = (
        select(Proof)
        .join(Proof.record)
        .where(ServiceRecord.person_id.in_(ledger.selves(person)))
        .order_by(Proof.id)
    )
    return [_row(proof) for proof in session.scalars(mine)]


def _row(proof: Proof) -> dict[str, object]:
    shift = proof.record.shift
    return {
        "岗位": shift.position.title,
        "班次": dates.when(shift.starts_at, shift.ends_at),
        "补录的理由": proof.record.reason,
        "证明": f"{proof.kind.upper()}，{proof.size} 字节",
        "交来的时间": moment(proof.at),
        "删掉的时间": moment(proof.erased_at),
    }
