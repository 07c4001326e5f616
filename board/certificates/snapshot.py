"""The content of a certificate, frozen: one JSON text that is kept byte for byte, and what is read from it."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from board.certificates import claims
from board.certificates.claims import Claims, NotGenuine
from board.certificates.contents import Contents, Group
from board.certificates.issuers import Issuer
from board.certificates.keys import KeyRing
from board.certificates.models import CertificateHolder, ServiceCertificate

FORM: Final = 1  # how the content is laid out and set on paper


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whose certificate it is, as it will be printed."""

    name: str
    masked_name: str
    volunteer_no: str
    id_kind: str = ""
    id_masked: str = ""


@dataclass(frozen=True, kw_only=True)
class Issue:
    """What is decided at the moment of issuing."""

    number: str
    token: str
    code: str
    origin: str
    at: datetime
    on: date
    is_demo: bool

    @property
    def address(self) -> str:
        """Where the QR code leads."""
        return f"{self.origin}/verify/{self.number}?t={self.token}"


@dataclass(frozen=True)
class Snapshot:
    """A certificate's content, read."""

    told: dict[str, Any]  # what JSON says

    @classmethod
    def of(cls, certificate: ServiceCertificate) -> "Snapshot":
        """For the holder's own pages; what others are told goes through `read`."""
        return cls(json.loads(certificate.content))

    @property
    def rows(self) -> list[Group]:
        return [
            Group(row["title"], date.fromisoformat(row["first"]), date.fromisoformat(row["last"]), row["times"], row["minutes"])
            for row in self.told["rows"]
        ]  # fmt: skip

    @property
    def issuer(self) -> Issuer:
        return Issuer(**self.told["issuer"])

    def day(self, name: str) -> date:
        """`since`, `until` or `issued_on`."""
        return date.fromisoformat(self.told[name])


def salted(holder: Holder, salt: str) -> str:
    """What the content knows of the name and the ID number: nothing, to whoever does not have them and the salt."""
    parts = (salt, holder.name, holder.volunteer_no, holder.id_kind, holder.id_masked)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def new_salt() -> str:
    return secrets.token_hex(16)


def written(issue: Issue, holder: Holder, salt: str, issuer: Issuer, contents: Contents, rule: str) -> str:
    """The content as JSON; sorted and without blanks, so that the same says the same."""
    total, (since, until) = contents.total, contents.days
    told = {
        "form": FORM, "number": issue.number, "address": issue.address, "code": issue.code, "demo": issue.is_demo,
        "issued_at": issue.at.isoformat(), "issued_on": issue.on.isoformat(),
        "volunteer": holder.volunteer_no, "masked_name": holder.masked_name, "holder": salted(holder, salt),
        "area": contents.area.code, "community": contents.area.name, "issuer": asdict(issuer),
        "since": since.isoformat(), "until": until.isoformat(),
        "asked_since": _iso(contents.period.since), "asked_until": _iso(contents.period.until),
        "rule": rule, "minutes": total.minutes, "times": total.times,
        "rows": [asdict(group) | {"first": group.first.isoformat(), "last": group.last.isoformat()} for group in contents.groups],
        "records": [[line.record.id, line.step, line.minutes] for line in contents.lines],
        "left_out": {str(why): count for why, count in sorted(contents.left_out.items())},
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def signed(content: str, ring: KeyRing) -> str:
    """What stands behind the # of this content's QR code."""
    told = Snapshot(json.loads(content))
    return claims.sign(_claims(told, content, ring.signer), ring).partition("#")[2]


def _claims(snapshot: Snapshot, content: str, key_name: str) -> Claims:
    told = snapshot.told
    return Claims(
        address=told["address"], key_name=key_name, masked_name=told["masked_name"], issuer=snapshot.issuer.name,
        since=snapshot.day("since"), until=snapshot.day("until"), issued_on=snapshot.day("issued_on"),
        minutes=told["minutes"], times=told["times"], rule=told["rule"], digest=claims.digest_of(content),
    )  # fmt: skip


def read(certificate: ServiceCertificate, ring: KeyRing) -> Snapshot:
    """What the row says, if it is just what was signed; the content, the columns beside it and the line agree.

    Raises NotGenuine: somebody changed the row behind the board's back, or its key is not known here.
    """
    try:
        snapshot = Snapshot(json.loads(certificate.content))
        expected = _claims(snapshot, certificate.content, certificate.key_name)
    except (ValueError, KeyError, TypeError) as problem:
        raise NotGenuine("its content is damaged") from problem
    if claims.read(qr_text(certificate, snapshot), ring) != expected or not _fits(certificate, snapshot):
        raise NotGenuine("the row does not say what was signed")
    return snapshot


def qr_text(certificate: ServiceCertificate, snapshot: Snapshot) -> str:
    return f"{snapshot.told['address']}#{certificate.signed}"


def _fits(certificate: ServiceCertificate, snapshot: Snapshot) -> bool:
    told = snapshot.told
    beside = (
        certificate.number,
        certificate.code,
        certificate.minutes,
        certificate.times,
        certificate.since,
        certificate.until,
    )
    return beside == (
        told["number"], told["code"], told["minutes"], told["times"], snapshot.day("since"), snapshot.day("until"),
    ) and told["address"].endswith(f"/verify/{certificate.number}?t={certificate.token}")  # fmt: skip


def holder(certificate: ServiceCertificate, snapshot: Snapshot, kept: CertificateHolder) -> Holder:
    """Whose it is. Raises NotGenuine when the name is not the one that was signed."""
    found = Holder(
        name=kept.name, masked_name=snapshot.told["masked_name"], volunteer_no=snapshot.told["volunteer"],
        id_kind=kept.id_kind, id_masked=kept.id_masked,
    )  # fmt: skip
    if salted(found, kept.salt) != snapshot.told["holder"]:
        raise NotGenuine("the name is not the one that was signed")
    return found
