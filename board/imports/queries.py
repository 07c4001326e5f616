"""Uploads and their rows, as the editors of their community may see them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, exists, func, or_, select, text
from sqlalchemy.orm import aliased, joinedload

from board import clock
from board.accounts import scope
from board.accounts.models import Person, Role
from board.db import session
from board.imports.models import Progress, Upload, UploadRow

KEPT: Final = timedelta(days=7)
LEASE: Final = timedelta(minutes=2)
# As the partial index has it, word for word: asked every second, it must not look through the contents.
_UNREAD: Final = text("state IN ('waiting','reading')")
_UNSAVED: Final = (Progress.waiting, Progress.reading, Progress.read)
_later: Final = aliased(Upload)


def fetch_upload(person: Person, upload_id: int) -> Upload:
    """The upload, if the person writes lists where it belongs (404 or 403 otherwise)."""
    return scope.fetch(select(Upload).where(Upload.id == upload_id), Upload.area_id, person, Role.editor)


def rows_of(upload: Upload) -> Sequence[UploadRow]:
    """Every row that was read, in the order of the sheet."""
    rows = select(UploadRow).where(UploadRow.upload_id == upload.id)
    return session.scalars(rows.order_by(UploadRow.item)).all()


def unsaved(person: Person, *, limit: int) -> Sequence[Upload]:
    """What the person's communities uploaded this week and nobody saved yet, newest first; but nothing of
    which a later version was saved."""
    outdated = exists().where(
        _later.area_id == Upload.area_id, _later.file_name == Upload.file_name, _later.file_name != "",
        _later.id > Upload.id, _later.state == Progress.saved,
    )  # fmt: skip
    query = select(Upload).where(Upload.state.in_(_UNSAVED), Upload.at > clock.now() - KEPT, ~outdated)
    mine = scope.in_scope(query, Upload.area_id, person, Role.editor)
    return session.scalars(
        mine.order_by(Upload.id.desc()).limit(limit).options(joinedload(Upload.area))
    ).all()


def same_unsaved(area_id: int, digest: str) -> Upload | None:
    """The very same content, uploaded there this week and not saved yet."""
    same = select(Upload).where(
        Upload.area_id == area_id, Upload.at > clock.now() - KEPT,
        Upload.digest == digest, Upload.state.in_(_UNSAVED),
    )  # fmt: skip
    return session.scalar(same.order_by(Upload.id.desc()).limit(1))


def uploads_today(person: Person) -> int:
    """How many sheets the person has uploaded since midnight."""
    since = select(func.count()).where(Upload.at >= clock.midnight(), Upload.uploaded_by == person.id)
    return session.scalar(since) or 0


def unread(now: datetime) -> Select[int]:
    """Uploads that nobody reads: new ones, and those whose reader has not been heard of for a while."""
    stale = or_(Upload.taken_at.is_(None), Upload.taken_at <= now - LEASE)
    waiting = select(Upload.id).where(_UNREAD, stale)
    return waiting.order_by(Upload.id).limit(1)


def fetch_row(person: Person, row_id: int) -> UploadRow:
    """The row, if the person writes lists where its upload belongs (404 or 403 otherwise)."""
    query = select(UploadRow).join(UploadRow.upload).where(UploadRow.id == row_id)
    return scope.fetch(query, Upload.area_id, person, Role.editor)
