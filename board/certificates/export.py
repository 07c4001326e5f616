"""Somebody's certificates, for themselves."""

from sqlalchemy import select

from board import dates, rounding
from board.accounts.export import moment
from board.accounts.models import Person
from board.certificates import queries
from board.certificates.models import Answer, CertificateRequest
from board.certificates.queries import Standing
from board.certificates.snapshot import Snapshot
from board.certificates.words import ANSWER_WORDS, STATE_WORDS
from board.db import session


def certificates(person: Person) -> list[dict[str, object]]:
    """Each with what it says, what it is worth now, and what stands in its QR code."""
    return [_told(standing) for standing in queries.of_person(person)]


def asked_for(person: Person) -> list[dict[str, object]]:
    """Who wanted this person's certificates, what for, and what they said."""
    mine = select(CertificateRequest).where(CertificateRequest.person_id == person.id)
    return [_asked(request) for request in session.scalars(mine.order_by(CertificateRequest.id))]


def _asked(request: CertificateRequest) -> dict[str, object]:
    in_person = request.answered_by is not None and request.answered_by != request.person_id
    return {
        "谁要": request.batch.asker,
        "用途": request.batch.purpose,
        "问的时间": moment(request.batch.asked_at),
        "回答": "当面同意" if in_person else ANSWER_WORDS[Answer(request.answer)],
        "回答的时间": moment(request.answered_at),
    }


def _told(standing: Standing) -> dict[str, object]:
    certificate, ending = standing.certificate, standing.ending
    snapshot, kept = Snapshot.of(certificate), queries.holder_of(certificate)
    return {
        "编号": certificate.number,
        "查验码": certificate.code,
        "姓名": kept.name if kept else None,
        "证件号码": kept.id_masked or None if kept else None,
        "记录单位": snapshot.issuer.name,
        "期间": [dates.iso_day(certificate.since), dates.iso_day(certificate.until)],
        "服务时间": rounding.words(certificate.minutes, snapshot.told["rule"]),
        "次数": certificate.times,
        "岗位": [group.title for group in snapshot.rows],
        "出具时间": moment(certificate.issued_at),
        "现在": STATE_WORDS[standing.state],
        "作废原因": ending.reason if ending else None,
        "二维码": f"{snapshot.told['address']}#{certificate.signed}",
    }
