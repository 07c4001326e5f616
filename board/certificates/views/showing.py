"""Certificates in words."""

from typing import Any, Final
from urllib.parse import quote

from flask import make_response
from werkzeug.wrappers import Response

from board import dates, rounding
from board.certificates import issuers, queries
from board.certificates.checking import Verdict
from board.certificates.contents import WHY_WORDS, Contents, Why
from board.certificates.models import Answer, CertificateBatch, CertificateRequest, ServiceCertificate, State
from board.certificates.paper import months
from board.certificates.queries import Standing
from board.certificates.snapshot import Snapshot
from board.certificates.words import LOOKS, STATE_WORDS

Shown = dict[str, Any]


def verdict(found: Verdict) -> Shown:
    """The result, then what the paper must also say; a certificate that is worth nothing shows no hours."""
    told = found.snapshot.told
    stands = found.state == State.genuine
    days = {name: dates.long_date(found.snapshot.day(name)) for name in ("since", "until", "issued_on")}
    rows: list[tuple[str, ...]] = [("证明编号", told["number"]), ("志愿者", told["masked_name"])]
    if stands:
        rows.append(("服务期间", *_from_to(days["since"], days["until"])))
    rows += [
        ("记录单位", found.snapshot.issuer.name),
        ("出具日期" if stands else "原出具", days["issued_on"]),
    ]
    return {
        "look": LOOKS[found.state], "word": STATE_WORDS[found.state], "line": found.since_then, "reason": found.reason,
        "rows": rows, "spent": _spent(told) if stands else None, "demo_only": told["demo"],
    }  # fmt: skip


def _spent(told: dict[str, Any]) -> Shown:
    """The rounded hours large, the minutes beside them, and how often."""
    hours = rounding.hours(told["minutes"], told["rule"])
    exact = rounding.exact(told["minutes"])
    return {
        "hours": hours.removesuffix(" 小时"),
        "times": told["times"],
        "exact": "" if exact == hours else exact,
    }


def row(found: Standing) -> Shown:
    """A line of my list."""
    certificate = found.certificate
    return {
        "number": certificate.number, "day": certificate.issued_at, "look": LOOKS[found.state],
        "word": STATE_WORDS[found.state], "community": Snapshot.of(certificate).told["community"],
        "line": f"{_period(certificate)}，{rounding.words(certificate.minutes)}，{certificate.times} 次",
    }  # fmt: skip


def _period(certificate: ServiceCertificate) -> str:
    return "".join(_from_to(dates.long_date(certificate.since), dates.long_date(certificate.until)))


def _from_to(since: str, until: str) -> tuple[str, ...]:
    """2026年3月1日至 2026年11月15日 in two parts, which a narrow page sets below each other; one day alone."""
    return (since,) if since == until else (f"{since}至", until)


def offered(found: Contents) -> Shown:
    """What a community could certify now, and what not yet."""
    left = sum(found.left_out.values())
    return {
        "name": found.area.name, "code": found.area.code, "issuer": issuers.of(found.area).name,
        "words": _worth(found), "left": f"另外 {left} 次还不能写。" if left else "",
    }  # fmt: skip


def _worth(found: Contents) -> str:
    total = found.total
    return f"{rounding.words(total.minutes)}，{total.times} 次" if total.minutes else ""


def contents(found: Contents) -> Shown:
    """What would stand on it, by position, and what not and why."""
    return {
        "words": _worth(found),
        "period": "".join(_from_to(*map(dates.long_date, found.days))) if found.lines else "",
        "rows": [(group.title, months(group.first, group.last), group.times, rounding.exact(group.minutes))
                 for group in found.groups],
        "left_out": _left_out(found.left_out),
    }  # fmt: skip


def _left_out(counted: dict[Why, int]) -> list[tuple[str, str]]:
    """Icon and words: what may be written some other day, and what not."""
    return [(_SIGNS[why], f"{counted[why]} 次：{WHY_WORDS[why]}") for why in Why if counted.get(why)]


_SIGNS: Final = {
    Why.unconfirmed: "wait",
    Why.in_notice: "wait",
    Why.held: "wait",
    Why.voided: "no",
    Why.takes_part: "no",
}


def own(found: Standing) -> Shown:
    """Everything about one of my certificates."""
    certificate, ending = found.certificate, found.ending
    snapshot = Snapshot.of(certificate)
    told, issuer = snapshot.told, snapshot.issuer
    return {
        "number": certificate.number, "look": LOOKS[found.state], "word": STATE_WORDS[found.state],
        "stands": found.state == State.genuine,
        "check_path": f"/verify/{certificate.number}?t={certificate.token}",
        "facts": [
            {"icon": "list", "label": "编号", "value": certificate.number},
            {"icon": "shield", "label": "查验码", "value": certificate.code},
            {"icon": "cal", "label": "服务期间", "value": _period(certificate)},
            {"icon": "hours", "label": "服务时间", "value": f"{rounding.words(told['minutes'], told['rule'])}，{told['times']} 次"},
            {"icon": "stamp", "label": "记录单位", "value": issuer.name},
            {"icon": "clock", "label": "出具日期", "value": dates.long_date(snapshot.day("issued_on"))},
        ],
        "left_out": _left_out({Why(why): count for why, count in told["left_out"].items()}),
        "ended": f"{dates.long_date(ending.at)}：{ending.reason}" if ending else "",
        "newer": ending.replacement.number if ending and ending.replacement else None,
    }  # fmt: skip


def file(certificate: ServiceCertificate, body: bytes) -> Response:
    """The paper, named by its number."""
    answer = make_response(body)
    answer.content_type = "application/pdf"
    words = quote(f"志愿服务记录证明-{certificate.number}.pdf", safe="")
    names = {"filename": f"{certificate.number}.pdf", "filename*": f"UTF-8''{words}"}
    answer.headers.set("Content-Disposition", "inline", **names)
    return answer


def issued(found: Standing) -> Shown:
    """A line of the desk's list: no name in full."""
    told = Snapshot.of(found.certificate).told
    return row(found) | {"who": f"{told['masked_name']}（{told['volunteer']}）"}


def at_the_desk(found: Standing) -> Shown:
    """One certificate, for the community that issued it."""
    told = Snapshot.of(found.certificate).told
    return own(found) | {
        "who": f"{told['masked_name']}（{told['volunteer']}）",
        "has_name": queries.holder_of(found.certificate) is not None,
    }


def request(found: CertificateRequest) -> Shown:
    """What somebody is asked, and what they have said so far."""
    batch = found.batch
    return {
        "id": found.id,
        "asker": batch.asker,
        "purpose": batch.purpose,
        "period": asked_days(batch),
        "answer": str(found.answer),
        "word": {Answer.yes: "你同意了", Answer.no: "你没有同意"}.get(Answer(found.answer), ""),
        "is_packed": batch.packed_at is not None,
    }


def asked_days(batch: CertificateBatch) -> str:
    first = dates.long_date(batch.since) if batch.since else "最早"
    last = dates.long_date(batch.until) if batch.until else "现在"
    return f"{first}至{last}" if batch.since or batch.until else "全部"
