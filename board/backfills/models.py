"""Proofs of hours that were written down afterwards."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from board.db import Row
from board.records.models import ServiceRecord


class ProofKind(StrEnum):
    """As what a proof is kept: a picture always as a JPEG that we made of it."""

    pdf = "pdf"
    jpeg = "jpeg"


_HELD: Final = "erased_at IS NULL"


class Proof(Row):
    """The file that shows that somebody served: one for each back-filled record, for as long as it may be asked for."""

    __tablename__ = "proofs"
    __table_args__ = (
        CheckConstraint("kind IN ('pdf','jpeg')", name="kind"),
        CheckConstraint("(content IS NULL) = (erased_at IS NOT NULL)", name="erased"),
        Index("ix_proofs_held", "at", sqlite_where=text(_HELD), postgresql_where=text(_HELD)),
    )

    record_id: Mapped[int] = mapped_column(ForeignKey("service_records.id"), unique=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)  # its name in the address: made of chance
    kind: Mapped[ProofKind] = mapped_column(String(10))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256, as in the record's evidence
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))  # last: nothing is read across it

    record: Mapped[ServiceRecord] = relationship()

    @property
    def is_there(self) -> bool:
        return self.erased_at is None
