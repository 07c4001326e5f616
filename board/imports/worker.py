"""Reading what was uploaded, beside the server: one sheet at a time, and never lost to a reader that dies."""

import traceback
from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlalchemy import delete

from board import audit, clock
from board.db import begin_writing, session
from board.imports import contents, keeping, queries
from board.imports.contents import Contents
from board.imports.models import Progress, Upload, UploadRow
from board.reading.lists import ReadList
from board.sheets.opening import CannotRead

EVERY: Final = 100  # rows between two words about how far it is
BATCH: Final = 200  # rows written at once: nobody waits for the lock meanwhile
# What the page says while a sheet is read once more. Each take moves one on: it also counts them.
_AGAIN: Final = ("", "刚才读到一半断了，正在读第 2 次。", "又断了，正在读第 3 次。")
_GIVEN_UP: Final = (
    "读了 3 次都断了，这份表可能太复杂。请另存为一份新的 .xlsx 再传，或把要的行复制、粘贴进来。"
)


class StoppedReading(RuntimeError):  # noqa: N818 - named for what happened
    """A bug met a sheet: where, and never what the sheet says."""


class LostIt(Exception):  # noqa: N818 - as above
    """Another reader has taken the sheet meanwhile: what this one knows is not needed."""


class Hold:
    """An upload that is ours to read, as long as we are heard of every two minutes."""

    def __init__(self, upload: Upload) -> None:
        self.upload_id, self.at = upload.id, upload.taken_at
        self.contents = Contents(upload.file_name, upload.content)

    def still_ours(self) -> Upload:
        """Begin writing; the upload, if nobody has taken it over."""
        begin_writing()
        upload = session.get(Upload, self.upload_id, with_for_update={"key_share": True})
        if upload is None or upload.state != Progress.reading or upload.taken_at != self.at:
            raise LostIt
        upload.taken_at = self.at = clock.now()
        return upload

    def tell(self, done: int, total: int) -> None:
        """Whoever waits sees how far it is."""
        upload = self.still_ours()
        upload.rows_read, upload.rows_total = done, total
        session.commit()


def read_next() -> bool:
    """The oldest unread sheet is read, or refused with a sentence; False if there is none."""
    if session.scalar(queries.unread(clock.now())) is None:
        return False
    hold = _take()
    if hold is not None:
        _read(hold)
    return hold is not None


def _take() -> Hold | None:
    begin_writing()
    number = session.scalar(queries.unread(clock.now()).with_for_update(skip_locked=True))
    upload = session.get(Upload, number) if number is not None else None
    hold = _begin(upload) if upload is not None else None
    session.commit()
    return hold


def _begin(upload: Upload) -> Hold | None:
    is_first = upload.state == Progress.waiting
    upload.move_to(Progress.reading)
    if not is_first and upload.problem == _AGAIN[-1]:
        _give_up(upload, _GIVEN_UP)
        return None
    upload.problem = "" if is_first else _AGAIN[_AGAIN.index(upload.problem) + 1]
    upload.taken_at, upload.rows_read, upload.rows_total = clock.now(), 0, None
    session.execute(delete(UploadRow).where(UploadRow.upload_id == upload.id))
    return Hold(upload)


def _give_up(upload: Upload, sentence: str) -> None:
    upload.move_to(Progress.failed)
    upload.problem = sentence[:300]
    audit.record("import.fail", upload)


def _read(hold: Hold) -> None:
    try:
        _read_or_refuse(hold)
    except LostIt:
        session.rollback()
    except Exception as problem:  # noqa: BLE001 - said again below, without what people wrote
        _let_go(hold)
        # The log must not have what people wrote: only what went wrong, and where.
        place = traceback.extract_tb(problem.__traceback__)[-1]
        where = f"{type(problem).__name__} in {Path(place.filename).name}:{place.lineno}"
        raise StoppedReading(f"upload {hold.upload_id}: {where}") from None


def _read_or_refuse(hold: Hold) -> None:
    try:
        found = _found(hold)
    except CannotRead as refusal:
        _give_up(hold.still_ours(), str(refusal))
        session.commit()
    else:
        _keep(hold, found)


def _found(hold: Hold) -> ReadList:
    """The sheet, read outside any transaction; how far it is goes into short ones."""
    sheets = hold.contents.sheets()
    total = sum(len(sheet.rows) for sheet in sheets)

    def tell(done: int) -> None:
        if done % EVERY == 0:
            hold.tell(min(done, total), total)

    hold.tell(0, total)
    return contents.read_sheets(sheets, hold.contents, clock.today(), after_row=tell)


def _keep(hold: Hold, found: ReadList) -> None:
    for first in range(0, len(found.rows), BATCH):
        hold.still_ours()
        keeping.keep_rows(hold.upload_id, found.rows[first : first + BATCH], first=first + 1)
        session.commit()
    keeping.keep_list(hold.still_ours(), found)
    session.commit()


def _let_go(hold: Hold) -> None:
    """Whoever looks next may try at once."""
    session.rollback()
    with suppress(LostIt):
        hold.still_ours().taken_at = None
    session.commit()
