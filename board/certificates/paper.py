"""A certificate on A4: what templates/typst/certificate.typ is told, all of it from the frozen content."""

from datetime import date
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

import segno

from board import dates, rounding, typesetting
from board.certificates import keys, queries, snapshot
from board.certificates.contents import Group
from board.certificates.models import ServiceCertificate
from board.certificates.snapshot import Holder, Snapshot
from board.errors import NotFound

_LAW: Final = "本证明由记录单位依《志愿服务记录与证明出具办法》免费出具，只含经第二人确认并公示的记录。"


def pdf(certificate: ServiceCertificate) -> bytes:
    """The same bytes whenever it is asked for. NotFound once the name is erased; NotGenuine if a row was changed."""
    kept = queries.holder_of(certificate)
    if kept is None:
        raise NotFound
    found = snapshot.read(certificate, keys.ring())
    text = snapshot.qr_text(certificate, found)
    return typesetting.pdf_to_keep(
        "certificate", _told(found, snapshot.holder(certificate, found, kept), text)
    )


def _told(found: Snapshot, holder: Holder, text: str) -> dict[str, Any]:
    told, issuer, issued_on = found.told, found.issuer, found.day("issued_on")
    site = urlsplit(told["address"])
    return {
        "document": f"志愿服务记录证明 {told['number']}", "date": [issued_on.year, issued_on.month, issued_on.day],
        "address": told["address"], "code": _code(text), "keywords": [text], "number": told["number"],
        "name": holder.name, "volunteer": told["volunteer"], "community": told["community"],
        "since": dates.long_date(found.day("since")), "until": dates.long_date(found.day("until")),
        "times": str(told["times"]), "hours": rounding.hours(told["minutes"], told["rule"]),
        "exact": _in_brackets(told["minutes"], told["rule"]), "total": rounding.exact(told["minutes"]),
        "facts": _facts(holder, issuer.name, issuer.phone, issuer.head, issuer.handler),
        "rows": [_row(group) for group in found.rows],
        "verify": f"{site.netloc}/verify", "check": told["code"], "issuer": issuer.name,
        "issued": dates.long_date(issued_on), "law": _LAW, "demo": "演示" if told["demo"] else "",
    }  # fmt: skip


@lru_cache(maxsize=64)
def _code(text: str) -> str:
    """Finding the mask that phones read best takes 15 ms, more than setting the paper."""
    return segno.make(text, error="m").svg_inline(border=0, scale=8, dark="#000")


def _in_brackets(minutes: int, rule: str) -> str:
    """（27 小时 25 分）, unless the rounded hours say the same."""
    exact = rounding.exact(minutes)
    return "" if exact == rounding.hours(minutes, rule) else f"（{exact}）"


def _facts(holder: Holder, issuer: str, phone: str, head: str, handler: str) -> list[tuple[str, str]]:
    """Label and words, two in a line; what nobody gave is left out."""
    facts = (
        ("证件类型", holder.id_kind), ("证件号码", holder.id_masked), ("记录单位", issuer), ("联系电话", phone),
        ("负责人", head), ("经办人", handler),
    )  # fmt: skip
    return [(label, words) for label, words in facts if words]


def _row(group: Group) -> dict[str, str]:
    return {"title": group.title, "period": months(group.first, group.last), "times": str(group.times),
            "spent": rounding.exact(group.minutes)}  # fmt: skip


def months(first: date, last: date) -> str:
    """2026年3月至11月; 2025年11月至2026年6月; one day is named."""
    if first == last:
        return dates.long_date(first)
    begin, end = dates.long_month(first), dates.long_month(last)
    if begin == end:
        return begin
    return f"{begin}至{dates.month(last) if first.year == last.year else end}"
