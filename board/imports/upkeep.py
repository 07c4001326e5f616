"""What the tick does here: a week after it came, nothing of an upload is kept beside the positions made of it."""

from typing import Final

from sqlalchemy import delete, select

from board import clock
from board.db import begin_writing, session
from board.imports.models import Upload, UploadRow
from board.imports.queries import KEPT

_AT_ONCE: Final = 20


def forget_old() -> None:
    """Uploads older than a week are gone, rows first, saved or not."""
    while numbers := _oldest():
        begin_writing()
        session.execute(delete(UploadRow).where(UploadRow.upload_id.in_(numbers)))
        session.execute(delete(Upload).where(Upload.id.in_(numbers)))
        session.commit()


def _oldest() -> list[int]:
    old = select(Upload.id).where(Upload.at <= clock.now() - KEPT).order_by(Upload.at)
    return list(session.scalars(old.limit(_AT_ONCE)))


STEPS = (forget_old,)
