"""Finding back-filled records and their proofs, as staff of their area may see them."""

from sqlalchemy import select

from board.accounts import scope
from board.accounts.models import Person, Role
from board.backfills.models import Proof
from board.db import session
from board.errors import NotFound
from board.records import queries as records
from board.records.ledger import Line
from board.records.models import ServiceRecord, Source


def fetch_backfill(person: Person, record_id: int, *roles: Role) -> Line:
    """A back-filled record of the person's areas as it stands (404, 403)."""
    line = records.fetch_record(person, record_id, *roles)
    if line.record.source != Source.backfill:
        raise NotFound
    return line


def proof_of(record: ServiceRecord) -> Proof:
    """Every back-filled record has one, though its content may be erased."""
    return session.scalars(select(Proof).where(Proof.record_id == record.id)).one()


def fetch_proof(person: Person, token: str) -> Proof:
    """A proof that is still there, of a record of the person's areas (404, 403)."""
    if not token.isascii():
        raise NotFound
    wanted = select(Proof).join(Proof.record).where(Proof.token == token, Proof.erased_at.is_(None))
    return scope.fetch(wanted, ServiceRecord.area_id, person, Role.editor, Role.reviewer)
