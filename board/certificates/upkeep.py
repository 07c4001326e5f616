"""What the tick does here: certificates that the ledger no longer bears out are replaced."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import literal_column, select

from board.certificates import endings, queries
from board.certificates.models import CertificateLine, ServiceCertificate
from board.certificates.services import Site
from board.db import begin_writing, session
from board.records import ledger
from board.records.ledger import Line
from board.records.models import RecordStep, ServiceRecord, State

_AT_ONCE: Final = 100


def steps(site: Site) -> tuple[Callable[[], int], ...]:
    """The steps of the tick, for this installation's addresses."""

    def replace_untrue_certificates() -> int:
        """Each in a transaction of its own; how many were replaced or ended."""
        return sum(_replace(number, site) for number in untrue())

    return (replace_untrue_certificates,)


def untrue() -> list[int]:
    """Certificates that stand, and rest on a record that was voided or has other times now.

    One that is merely objected to (held) or asked about still stands: nothing is decided yet.
    """
    return [number for number, lines in _touched().items() if _has_changed(number, lines)]


def _replace(number: int, site: Site) -> bool:
    begin_writing()
    certificate = session.get_one(ServiceCertificate, number)
    endings.replace(certificate, site)
    session.commit()
    return True


def _touched() -> dict[int, set[int]]:
    """By certificate that stands: those of its records that stopped counting at some time after its issue."""
    # Written out, so that SQLite sees that the index of these few steps fits; and first, so that it begins there.
    stopped = select(RecordStep.record_id).where(RecordStep.added_times < literal_column("0"))
    later = stopped.where(
        RecordStep.record_id == CertificateLine.record_id, RecordStep.step > CertificateLine.step
    )
    rows = (
        select(CertificateLine.certificate_id, CertificateLine.record_id)
        .join(ServiceCertificate, ServiceCertificate.id == CertificateLine.certificate_id)
        .where(CertificateLine.record_id.in_(stopped), later.exists(), queries.is_unended())
    )
    touched: dict[int, set[int]] = {}
    for certificate, record in sorted((found[0], found[1]) for found in session.execute(rows)):
        touched.setdefault(certificate, set()).add(record)
    return dict(list(touched.items())[:_AT_ONCE])


def _has_changed(number: int, records: set[int]) -> bool:
    was = select(CertificateLine).where(
        CertificateLine.certificate_id == number, CertificateLine.record_id.in_(records)
    )
    now = {line.record.id: line for line in ledger.lines(ServiceRecord.id.in_(records))}
    return any(_differs(line, now[line.record_id]) for line in session.scalars(was))


def _differs(was: CertificateLine, now: Line) -> bool:
    figures = (was.minutes, was.starts_at, was.ends_at)
    return now.state == State.voided or figures != (now.minutes, now.starts_at, now.ends_at)
