"""Issuing, and taking back: from confirmed and noticed rows of the ledger to a signed, frozen certificate."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from board import audit, clock, counters, rounding
from board.accounts.models import Person
from board.areas.models import Area
from board.certificates import contents, issuers, keys, numbers, queries, snapshot
from board.certificates.contents import Contents, Period
from board.certificates.models import CertificateHolder, CertificateLine, ServiceCertificate
from board.certificates.snapshot import Holder, Issue
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.identity import queries as identity

MOST_A_DAY: Final = 20
_ID_CARD: Final = "居民身份证"


class NotIssuedHere(RuleBroken):
    sentence = "这个网站还没有设好证明的签名，暂时开不了。请跟社区说一声。"


class NothingToCertify(RuleBroken):
    sentence = "这段时间里还没有可以写进证明的时长。第二个人确认、公示满了，再来开。"


class EnoughToday(RuleBroken):
    sentence = f"今天已经开了 {MOST_A_DAY} 份。开好的随时可以再下载，新的请明天再开。"


@dataclass(frozen=True)
class Site:
    """Where the QR codes lead, and whether all of it is for show."""

    origin: str
    is_demo: bool


def issue(person: Person, area: Area, period: Period, *, site: Site) -> ServiceCertificate:
    """The person has a certificate of what this community confirmed and showed publicly for the whole notice.

    Asked for again while nothing has changed, it is the same one. Refused without a key (NotIssuedHere),
    with nothing to say (NothingToCertify), and beyond twenty a day (EnoughToday).
    """
    begin_writing()
    one_at_a_time(person.id)
    found = contents.of(person, area, period, clock.now())
    already = _the_same(person, found)
    if already is not None:
        return already
    if queries.issued_today(person) >= MOST_A_DAY:
        raise EnoughToday
    return insert(person, found, site, asked_by=person.id)


def the_same_or_new(person: Person, found: Contents, site: Site, *, asked_by: int) -> ServiceCertificate:
    """As `issue`, for somebody else who asks. Runs inside the write transaction in which it was found."""
    return _the_same(person, found) or insert(person, found, site, asked_by=asked_by)


def _the_same(person: Person, found: Contents) -> ServiceCertificate | None:
    holder = _holder(person)
    return queries.same_as(person, found, name=holder.name, id_masked=holder.id_masked)


def one_at_a_time(person_id: int) -> None:
    """Whatever happens to this person's certificates at once comes one after the other: the second finds the first."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def insert(person: Person, found: Contents, site: Site, *, asked_by: int | None) -> ServiceCertificate:
    """A certificate of just this. Runs inside the write transaction in which it was found."""
    if not keys.ring():
        raise NotIssuedHere
    if not found.total.minutes:
        raise NothingToCertify
    holder, salt = _holder(person), snapshot.new_salt()
    certificate = _row(found, _begun(site), holder, salt)
    certificate.person_id, certificate.asked_by = person.id, asked_by
    session.add(certificate)
    session.flush()
    session.add(_kept(certificate, holder, salt))
    session.add_all(_lines(certificate, found))
    audit.record("certificates.issue", certificate, person=person.id, area=found.area.id)
    return certificate


def _begun(site: Site) -> Issue:
    """A number, a token and a code that nobody had before."""
    now = clock.now()
    today = clock.local(now).date()
    number = numbers.number(today.year, counters.take(f"certificates {today.year}"))
    return Issue(number=number, token=numbers.new_token(), code=numbers.new_code(), origin=site.origin, at=now,
                 on=today, is_demo=site.is_demo)  # fmt: skip


def _holder(person: Person) -> Holder:
    """With the masked ID number of whoever gave it for this use."""
    masked = identity.masked_of([person.id]).get(person.id, "")
    return Holder(name=person.name, masked_name=person.masked_name, volunteer_no=person.volunteer_no,
                  id_kind=_ID_CARD if masked else "", id_masked=masked)  # fmt: skip


def _row(found: Contents, begun: Issue, holder: Holder, salt: str) -> ServiceCertificate:
    total, (since, until) = found.total, found.days
    content = snapshot.written(begun, holder, salt, issuers.of(found.area), found, rounding.CURRENT)
    return ServiceCertificate(
        number=begun.number, token=begun.token, code=begun.code, area_id=found.area.id, issued_at=begun.at,
        since=since, until=until, minutes=total.minutes, times=total.times, content=content,
        key_name=keys.ring().signer, signed=snapshot.signed(content, keys.ring()),
    )  # fmt: skip


def _kept(certificate: ServiceCertificate, holder: Holder, salt: str) -> CertificateHolder:
    return CertificateHolder(
        certificate_id=certificate.id,
        name=holder.name,
        id_kind=holder.id_kind,
        id_masked=holder.id_masked,
        salt=salt,
    )


def _lines(certificate: ServiceCertificate, found: Contents) -> list[CertificateLine]:
    return [
        CertificateLine(certificate_id=certificate.id, record_id=line.record.id, step=line.step,
                        starts_at=line.starts_at, ends_at=line.ends_at, minutes=line.minutes)
        for line in found.lines
    ]  # fmt: skip
