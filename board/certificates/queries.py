"""Finding certificates: one's own, those of a community, the one that somebody holds in their hand."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select

from board import clock
from board.accounts import scope
from board.accounts.models import Person, Role
from board.areas import queries as areas
from board.areas.models import Area
from board.certificates.contents import Contents
from board.certificates.models import (
    CertificateEnding,
    CertificateHolder,
    CertificateLine,
    ServiceCertificate,
    State,
)
from board.db import session
from board.errors import NotAllowed, NotFound
from board.records import ledger
from board.records.models import ServiceRecord

MOST = 200
LATEST = 50


@dataclass(frozen=True)
class Standing:
    """A certificate, and what became of it."""

    certificate: ServiceCertificate
    ending: CertificateEnding | None

    @property
    def state(self) -> State:
        return State(self.ending.kind) if self.ending else State.genuine


def _standing() -> Select[ServiceCertificate, CertificateEnding]:
    return select(ServiceCertificate, CertificateEnding).outerjoin(
        CertificateEnding, CertificateEnding.certificate_id == ServiceCertificate.id
    )


def shown_to(number: str | None, token: str) -> Standing | None:
    """The certificate of this number, for whoever has the token of its QR code; None for everybody else."""
    found = _with_number(number)
    return (
        found if found and secrets.compare_digest(found.certificate.token.encode(), token.encode()) else None
    )


def with_code(number: str | None, code: str | None) -> ServiceCertificate | None:
    """The same for whoever has the paper, and so the code beside its number."""
    found = _with_number(number)
    fits = found is not None and secrets.compare_digest(
        found.certificate.code.encode(), (code or "").encode()
    )
    return found.certificate if found and fits else None


def _with_number(number: str | None) -> Standing | None:
    row = session.execute(_standing().where(ServiceCertificate.number == number)).one_or_none()
    return Standing(*row) if row else None


def of_person(person: Person) -> list[Standing]:
    """Everything that was issued to this person, the latest first."""
    mine = _standing().where(ServiceCertificate.person_id.in_(ledger.selves(person)))
    return [
        Standing(*row) for row in session.execute(mine.order_by(ServiceCertificate.id.desc()).limit(MOST))
    ]


def fetch_mine(person: Person, number: str) -> Standing:
    found = _with_number(number)
    if found is None or owner_of(found.certificate).id != person.id:
        raise NotFound
    return found


def owner_of(certificate: ServiceCertificate) -> Person:
    """Whose it is: whoever has claimed the record of the person it was issued to, else that person."""
    person = certificate.person
    return session.get_one(Person, person.claimed_by) if person.claimed_by else person


def holder_of(certificate: ServiceCertificate) -> CertificateHolder | None:
    """Whose name it carries; None once that is erased."""
    return session.scalar(select(CertificateHolder).where(CertificateHolder.certificate_id == certificate.id))


def is_unended() -> ColumnElement[bool]:
    return ~exists().where(CertificateEnding.certificate_id == ServiceCertificate.id)


def same_as(person: Person, found: Contents, *, name: str, id_masked: str) -> ServiceCertificate | None:
    """A certificate that this person has under this name, stands, and says just what `found` would."""
    if not found.lines:
        return None
    since, until = found.days
    stands = select(ServiceCertificate).join(CertificateHolder).where(
        ServiceCertificate.person_id == person.id, ServiceCertificate.area_id == found.area.id,
        ServiceCertificate.since == since, ServiceCertificate.until == until, is_unended(),
        CertificateHolder.name == name, CertificateHolder.id_masked == id_masked,
    )  # fmt: skip
    wanted = {(line.record.id, line.minutes, line.starts_at, line.ends_at) for line in found.lines}
    rows = session.scalars(stands.order_by(ServiceCertificate.id.desc()))
    return next((row for row in rows if _rests_on(row) == wanted), None)


def _rests_on(certificate: ServiceCertificate) -> set[tuple[object, ...]]:
    lines = select(
        CertificateLine.record_id, CertificateLine.minutes, CertificateLine.starts_at, CertificateLine.ends_at
    )
    rows = session.execute(lines.where(CertificateLine.certificate_id == certificate.id))
    return {tuple(row) for row in rows}


def issued_today(person: Person) -> int:
    """How many this person has asked for since midnight."""
    today = ServiceCertificate.person_id == person.id, ServiceCertificate.issued_at >= clock.midnight()
    return session.scalar(select(func.count()).where(*today, ServiceCertificate.asked_by == person.id)) or 0


def recording_areas(person: Person) -> Sequence[Area]:
    """Every community that has a record of this person."""
    recorded = select(ServiceRecord.area_id).where(ServiceRecord.person_id.in_(ledger.selves(person)))
    return session.scalars(select(Area).where(Area.id.in_(recorded)).order_by(Area.path)).all()


def issued_in(person: Person, *, number: str | None = None) -> list[Standing]:
    """What the communities this editor works for have issued, the latest first; or the one of this number."""
    covered = select(Area.id).where(scope.within(scope.areas_of(person, Role.editor)))
    rows = _standing().where(ServiceCertificate.area_id.in_(covered))
    if number is not None:
        rows = rows.where(ServiceCertificate.number == number)
    latest = rows.order_by(ServiceCertificate.id.desc()).limit(LATEST)
    return [Standing(*row) for row in session.execute(latest)]


def fetch_issued(person: Person, number: str) -> Standing:
    """One that a community of this editor's has issued; NotFound, NotAllowed."""
    wanted = select(ServiceCertificate).where(ServiceCertificate.number == number)
    found = scope.fetch(wanted, ServiceCertificate.area_id, person, Role.editor)
    ended = select(CertificateEnding).where(CertificateEnding.certificate_id == found.id)
    return Standing(found, session.scalar(ended))


def fetch_area(person: Person, code: str, *roles: Role) -> Area:
    """The community of this code, for whoever holds one of these roles there; NotFound, NotAllowed."""
    area = areas.area_with(code)
    held = scope.roles_in(person, area)
    if not held:
        raise NotFound
    if not held & set(roles):
        raise NotAllowed
    return area
