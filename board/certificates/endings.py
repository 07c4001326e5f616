"""The end of a certificate: taken back, or replaced by one that says what is true now. A further row, never a change."""

from typing import Final

from sqlalchemy import select

from board import audit, clock
from board.accounts.models import Person
from board.certificates import contents, keys, queries, services, telling
from board.certificates.contents import Period
from board.certificates.models import CertificateEnding, ServiceCertificate, State
from board.certificates.services import Site
from board.db import begin_writing, session
from board.errors import RuleBroken

CORRECTED: Final = "服务记录有更正。"
_SHOW_THE_NEW_ONE: Final = "已换发新证明，请持证人出示新的一份。"


class EndedAlready(RuleBroken):
    sentence = "这份证明已经作废了，不用再收回。"


def revoke(certificate: ServiceCertificate, *, reason: str, by: Person) -> None:
    """The certificate is worth nothing from now on; whoever checks it reads the reason. EndedAlready if it was so."""
    begin_writing()
    if not _stands(certificate):
        raise EndedAlready
    _end(certificate, reason, by=by)
    telling.revoked(certificate, reason)


def replace(certificate: ServiceCertificate, site: Site) -> ServiceCertificate | None:
    """What it rests on was corrected: it ends, and another one says what is true of the same days; None if nothing is.

    Runs inside a write transaction. Nothing happens to one that has ended, so that two ticks replace it once.
    """
    if not _stands(certificate):
        return None
    newer = _newer(certificate, site)
    _end(certificate, CORRECTED + (_SHOW_THE_NEW_ONE if newer else ""), by=None, newer=newer)
    telling.replaced(certificate, newer)
    return newer


def _newer(certificate: ServiceCertificate, site: Site) -> ServiceCertificate | None:
    """Nobody is issued a new one after closing their account, since its name is gone, or without a key."""
    person = queries.owner_of(certificate)
    days = Period(certificate.since, certificate.until)
    found = contents.of(person, certificate.area, days, clock.now())
    if not found.total.minutes or person.closed_at is not None or not keys.ring():
        return None
    return services.insert(person, found, site, asked_by=None)


def _stands(certificate: ServiceCertificate) -> bool:
    """Has nothing ended it? Holds its person, so that whoever else would end it has to wait."""
    services.one_at_a_time(certificate.person_id)
    stands = select(ServiceCertificate.id).where(
        ServiceCertificate.id == certificate.id, queries.is_unended()
    )
    return session.scalar(stands) is not None


def _end(
    certificate: ServiceCertificate,
    reason: str,
    *,
    by: Person | None,
    newer: ServiceCertificate | None = None,
) -> None:
    session.add(CertificateEnding(
        certificate_id=certificate.id, kind=State.replaced if newer else State.revoked, reason=reason,
        by_id=by.id if by else None, at=clock.now(), replaced_by=newer.id if newer else None,
    ))  # fmt: skip
    verb = "replace" if newer else "revoke"
    audit.record(
        f"certificates.{verb}", certificate, person=certificate.person_id, newer=newer.id if newer else None
    )
