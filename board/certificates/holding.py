"""Whose certificates they are: the names are theirs, and are forgotten with them."""

from sqlalchemy import delete, select

from board.accounts.models import Person
from board.certificates import packing
from board.certificates.models import CertificateHolder, ServiceCertificate
from board.db import session
from board.records import ledger


def forget(person: Person) -> None:
    """Names and masked ID numbers are gone from this person's certificates. Those already in the world can still
    be checked by number, code and signature, which show one character of the name; none is printed again.

    Runs inside the write transaction in which the person is forgotten.
    """
    theirs = select(ServiceCertificate.id).where(ServiceCertificate.person_id.in_(ledger.selves(person)))
    gone = delete(CertificateHolder).where(CertificateHolder.certificate_id.in_(theirs))
    session.execute(gone, execution_options={"synchronize_session": False})
    packing.forget_of(person)
