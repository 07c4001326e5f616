"""A sheet arrives: kept for a week, and read at once when it is short."""

from typing import Final

import structlog
from sqlalchemy import select

from board import audit, clock
from board.accounts.models import Person
from board.areas.models import Area
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.imports import contents, keeping, queries
from board.imports.contents import Contents
from board.imports.models import Progress, Upload
from board.positions.services import NotForLists
from board.reading.lists import ReadList
from board.sheets.opening import CannotRead

MOST_A_DAY: Final = 50
log = structlog.get_logger()


class TooManyToday(RuleBroken):
    sentence = f"今天你已经传了 {MOST_A_DAY} 份表，明天可以再传。急用的话，先在清单里一个一个加岗位。"

    def __init__(self) -> None:
        super().__init__(field="file")


def receive(area: Area, sent: Contents, *, by: Person) -> Upload:
    """The community has this sheet to look over. The same one sent again is the one that is there already,
    with what was answered since. CannotRead, before anything is kept, if it is short and unreadable."""
    again = queries.same_unsaved(area.id, sent.digest)
    if again is not None:
        return again
    found = _read_at_once(sent) if sent.is_quick() else None
    begin_writing()
    # Two who send the same sheet at the same moment meet at the area's row.
    session.execute(select(Area.id).where(Area.id == area.id).with_for_update(key_share=True))
    return queries.same_unsaved(area.id, sent.digest) or _keep(area, sent, found, by)


def _read_at_once(sent: Contents) -> ReadList | None:
    try:
        return contents.read_sheets(sent.sheets(), sent, clock.today())
    except CannotRead as refusal:
        refusal.field = "file" if sent.file_name else "pasted"
        raise
    except Exception as problem:  # noqa: BLE001 - a file nobody foresaw: the reader beside the server says so
        log.error("unread", upload=None, kind=type(problem).__name__)
        return None


def _keep(area: Area, sent: Contents, found: ReadList | None, by: Person) -> Upload:
    if not area.is_community or area.retired_at is not None:
        raise NotForLists
    if queries.uploads_today(by) >= MOST_A_DAY:
        raise TooManyToday
    upload = Upload(
        area_id=area.id, uploaded_by=by.id, at=clock.now(), file_name=sent.file_name, digest=sent.digest,
        content=sent.content, state=Progress.waiting,
    )  # fmt: skip
    session.add(upload)
    session.flush()
    audit.record("import.upload", upload, size=len(sent.content))
    if found is not None:
        upload.move_to(Progress.reading)
        keeping.keep_rows(upload.id, found.rows)
        keeping.keep_list(upload, found)
    return upload
