"""Certificates and what became of them: rows that are only ever added. Names stand apart, so that they can be erased."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from board import append_only
from board.accounts.models import Person
from board.areas.models import Area, Unit
from board.db import Row


class State(StrEnum):
    """What a certificate is worth (docs/states.md); it follows from whether an ending stands beside it."""

    genuine = "genuine"
    replaced = "replaced"  # another one says what is true now
    revoked = "revoked"


class ServiceCertificate(Row):
    """One certificate of service as it was issued: frozen, signed, never changed (志愿服务记录证明)."""

    __tablename__ = "service_certificates"
    __table_args__ = (
        CheckConstraint("until >= since", name="until_after_since"),
        CheckConstraint("minutes > 0 AND times > 0", name="of_something"),
        Index("ix_service_certificates_person_id_area_id", "person_id", "area_id"),
        Index("ix_service_certificates_area_id_issued_at", "area_id", "issued_at"),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True)
    token: Mapped[str] = mapped_column(String(16))  # in the QR code
    code: Mapped[str] = mapped_column(String(6))  # beside the number, for who types
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))  # the community that recorded and issues
    asked_by: Mapped[int | None] = mapped_column(
        ForeignKey("people.id")
    )  # NULL: the board replaced another one
    issued_at: Mapped[datetime]
    since: Mapped[date]
    until: Mapped[date]
    minutes: Mapped[int]
    times: Mapped[int]
    content: Mapped[str] = mapped_column(Text)  # the whole snapshot, as JSON, byte for byte
    key_name: Mapped[str] = mapped_column(String(20))
    signed: Mapped[str] = mapped_column(String(1200))  # what stands behind the # of the QR code (claims.py)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    area: Mapped[Area] = relationship()


class CertificateLine(Row):
    """One record of the ledger that a certificate rests on, as it stood then."""

    __tablename__ = "certificate_lines"
    __table_args__ = (
        UniqueConstraint("certificate_id", "record_id"),
        Index("ix_certificate_lines_record_id", "record_id"),
    )

    certificate_id: Mapped[int] = mapped_column(ForeignKey("service_certificates.id"))
    record_id: Mapped[int] = mapped_column(ForeignKey("service_records.id"))
    step: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int]


class CertificateEnding(Row):
    """A certificate is worth nothing from now on: taken back, or replaced by another one. Once, for good."""

    __tablename__ = "certificate_endings"
    __table_args__ = (
        CheckConstraint("kind IN ('revoked','replaced')", name="kind"),
        CheckConstraint("(kind = 'replaced') = (replaced_by IS NOT NULL)", name="replaced"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    certificate_id: Mapped[int] = mapped_column(ForeignKey("service_certificates.id"), unique=True)
    kind: Mapped[State] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300))  # public: without anybody's name
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # NULL: the board, after a correction
    at: Mapped[datetime]
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("service_certificates.id"), unique=True)

    certificate: Mapped[ServiceCertificate] = relationship(foreign_keys=[certificate_id])
    replacement: Mapped[ServiceCertificate | None] = relationship(foreign_keys=[replaced_by])


class CertificateHolder(Row):
    """Whose name, and which masked ID number, a certificate carries; erased when the account is closed.

    The content has only a salted hash of it, so that a changed name is told and an erased one cannot be guessed.
    """

    __tablename__ = "certificate_holders"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("service_certificates.id"), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    id_kind: Mapped[str] = mapped_column(String(20), default="")
    id_masked: Mapped[str] = mapped_column(String(30), default="")
    salt: Mapped[str] = mapped_column(String(32))


class CertificateIssuer(Row):
    """What a community's certificates say of who issues them: kept by its staff, printed as of the day of issue."""

    __tablename__ = "certificate_issuers"

    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    head: Mapped[str] = mapped_column(String(40), default="")  # 负责人
    handler: Mapped[str] = mapped_column(String(40), default="")  # 经办人
    phone: Mapped[str] = mapped_column(String(20), default="")
    changed_at: Mapped[datetime]
    changed_by: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Answer(StrEnum):
    """What somebody said who was asked whether others may have their certificate."""

    asked = "asked"  # nothing yet
    yes = "yes"
    no = "no"


class CertificateBatch(Row):
    """Certificates of many people, asked for by a community or a unit, for one purpose, with each one's consent."""

    __tablename__ = "certificate_batches"
    __table_args__ = (
        CheckConstraint("(area_id IS NULL) <> (unit_id IS NULL)", name="one_place"),
        CheckConstraint("(content IS NULL) OR (packed_at IS NOT NULL)", name="packed"),
    )

    asked_by: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    purpose: Mapped[str] = mapped_column(String(100))
    since: Mapped[date | None]
    until: Mapped[date | None]
    asked_at: Mapped[datetime]
    runs: Mapped[int] = mapped_column(default=0)  # how often it was to be packed; names the job
    packed_at: Mapped[datetime | None] = mapped_column(index=True)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))  # the zip, for a week

    area: Mapped[Area | None] = relationship()
    unit: Mapped[Unit | None] = relationship()

    @property
    def asker(self) -> str:
        """Who asks: the community, or the unit."""
        place = self.area or self.unit
        return place.name if place else ""


class CertificateRequest(Row):
    """One person who is asked whether a batch may have their certificate."""

    __tablename__ = "certificate_requests"
    __table_args__ = (
        UniqueConstraint("batch_id", "person_id"),
        CheckConstraint("answer IN ('asked','yes','no')", name="answer"),
        CheckConstraint("(answer = 'asked') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(answer = 'asked') = (answered_by IS NULL)", name="answered_by"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("certificate_batches.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    answer: Mapped[Answer] = mapped_column(String(10), default=Answer.asked)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(
        ForeignKey("people.id")
    )  # staff, of whom said so face to face

    batch: Mapped[CertificateBatch] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


append_only.guard(ServiceCertificate.__table__, "certificates")
append_only.guard(CertificateLine.__table__, "certificate lines")
append_only.guard(CertificateEnding.__table__, "certificate endings")
