"""What people are told about their certificates."""

from collections.abc import Sequence

from board.certificates import queries
from board.certificates.models import CertificateBatch, CertificateRequest, ServiceCertificate
from board.notices.services import News, tell, tell_each


def revoked(certificate: ServiceCertificate, reason: str) -> None:
    sentence = f"证明 {certificate.number} 社区收回了：{reason}。不对就跟社区说，也可以再开一份。"
    _tell(certificate, "certificates.revoked", sentence, certificate.number)


def replaced(certificate: ServiceCertificate, newer: ServiceCertificate | None) -> None:
    """Both numbers, and what to do with the paper."""
    begins = f"证明 {certificate.number} 里的服务记录有更正，这份作废了。"
    if newer is None:
        ends = "那几天现在没有可以写进证明的时长。以后有了，可以再开一份。"
    else:
        ends = f"换发了新的一份 {newer.number}，请改用新的；更正的那次还在确认或公示的，满了可以再开。"
    _tell(certificate, "certificates.replaced", begins + ends, (newer or certificate).number)


def _tell(certificate: ServiceCertificate, kind: str, sentence: str, number: str) -> None:
    owner = queries.owner_of(certificate)
    if owner.closed_at is None:
        news = News(kind=kind, sentence=sentence, link=f"/me/certificates/{number}", area_id=certificate.area_id,
                    about=certificate)  # fmt: skip
        tell(owner, news)


def asked(batch: CertificateBatch, requests: Sequence[CertificateRequest]) -> None:
    """Each is asked in their inbox; whoever has none is asked face to face, and nobody is phoned about it."""
    sentence = f"{batch.asker}想替你开志愿服务证明并领走，用途：{batch.purpose}。同意不同意，点开说一声。"
    tell_each([
        (request.person_id, News(kind="certificates.asked", sentence=sentence, area_id=batch.area_id,
                                 link=f"/me/certificates/asked/{request.id}", about=request))
        for request in requests
    ])  # fmt: skip
