"""One's own record on paper (templates/typst/record.typ). Not a certificate, and it says so."""

from datetime import date
from typing import Any, Final

from board import clock, dates, rounding
from board.dossiers.dossier import Dossier
from board.dossiers.models import Kind
from board.dossiers.words import MARK_WORDS
from board.records.ledger import Line
from board.records.models import Source

MOST_ROWS: Final = 300  # of service: thirty pages are a file, not a sheet of paper
_NOT_A_CERTIFICATE: Final = (
    "这是本人从网站带走的一份记录，没有盖章，不是志愿服务记录证明。要证明，请在网站上申请。"
)


def told(whole: Dossier) -> dict[str, Any]:
    """What the template needs: words and rows of words."""
    now, services = clock.now(), whole.services[:MOST_ROWS]
    left_out = len(whole.services) - len(services)
    return {
        "document": f"志愿服务记录 {whole.person.volunteer_no}",
        "date": [clock.local(now).year, clock.local(now).month, clock.local(now).day],
        "address": "",
        "name": whole.person.name,
        "basic": [list(pair) for pair in whole.basic],
        "total": whole.total.words,
        "times": f"{whole.total.times} 次服务",
        "star": whole.star,
        "services": [_service(line) for line in services],
        "left": f"更早的 {left_out} 次没有印出来，在网站导出的表格里。" if left_out else None,
        "training": [[_day(row.day), row.name, f"{row.content}（{rounding.exact(row.minutes or 0)}）" if row.content
                      else rounding.exact(row.minutes or 0), row.organiser] for row in whole.of(Kind.training)],
        "commendation": [[_day(row.day), row.name, "", row.organiser] for row in whole.of(Kind.commendation)],
        "evaluation": [[_day(row.day), MARK_WORDS[row.mark] if row.mark else "", _said(row.content, row.reply),
                        row.area.name] for row in whole.of(Kind.evaluation)],
        "foot": _NOT_A_CERTIFICATE,
        "printed": f"印于 {dates.long_date(now)}",
    }  # fmt: skip


def _service(line: Line) -> list[str]:
    position, record = line.record.position, line.record
    mark = "（补录）" if record.source == Source.backfill else ""
    worth = rounding.words(line.minutes, record.rule) if record.counts else "只记参加"
    return [_day(dates.local_day(line.starts_at)), position.title + mark, position.area.name, worth]


def _day(day: date) -> str:
    return f"{day:%Y-%m-%d}"


def _said(word: str, reply: str) -> str:
    return f"{word}　本人回复：{reply}" if reply else word
