"""What was read of an upload, written down. Inside a write transaction."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import insert

from board import audit, clock
from board.db import session
from board.imports import matching
from board.imports.models import Progress, Upload, UploadRow
from board.positions.forms import next_month
from board.reading.lists import ReadList, ReadRow

_LONGEST: Final = {"title": 80, "introduction": 500}


def keep_rows(upload_id: int, rows: Sequence[ReadRow], *, first: int = 1) -> None:
    """These rows of the upload are kept, numbered from `first`."""
    told = [
        {"upload_id": upload_id, "item": first + place, "reading": row.as_json(), "answers": {}}
        for place, row in enumerate(rows)
    ]
    if told:
        session.execute(insert(UploadRow), told)


def keep_list(upload: Upload, found: ReadList) -> None:
    """The upload is read, all its rows are kept. It calls itself what the sheet says, or what the draft list
    is called that the same sheet made before: somebody may have mended that."""
    upload.kind = found.kind
    upload.title = _cut(found.title, "title")
    upload.introduction = _cut(found.introduction, "introduction")
    upload.period_start, upload.period_end = found.period or _days_of(found.rows)
    upload.rows_read = upload.rows_total = len(found.rows)
    upload.problem = ""
    upload.move_to(Progress.read)
    session.flush()
    if (before := matching.made_before(upload)) is not None:
        for name in ("kind", "title", "introduction", "period_start", "period_end"):
            setattr(upload, name, getattr(before, name))
    audit.record("import.read", upload, rows=len(found.rows))


def _days_of(rows: Sequence[ReadRow]) -> tuple[date, date]:
    """From the first day anything is on to the last; next month if no row says when."""
    days = [clock.local(starts).date() for row in rows for starts, _ in row.shifts or ()]
    return (min(days), max(days)) if days else next_month(clock.today())


def _cut(text: str, name: str) -> str:
    most = _LONGEST[name]
    return text if len(text) <= most else f"{text[: most - 1]}…"
