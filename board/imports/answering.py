"""What the clerk says about an upload: answers to single fields, rows left out, what the list is called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select

from board import audit
from board.db import begin_writing, session
from board.imports.asking import may_be_shared
from board.imports.models import Upload, UploadRow
from board.imports.understood import understood
from board.positions import standing

ABOUT: Final = ("kind", "title", "period_start", "period_end", "introduction")


@dataclass(frozen=True)
class Said:
    """Only what was changed on the page: whoever else answers meanwhile loses nothing.

    `rows`: item -> field -> answer; `kept`: item -> wanted or left out; `shared`: field -> answer
    for every row that does not say it itself; `about`: what the list is called.
    """

    rows: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    kept: Mapping[int, bool] = field(default_factory=dict)
    shared: Mapping[str, Any] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        return not (self.rows or self.kept or self.shared or self.about)


def keep(upload_id: int, said: Said) -> None:
    """The answers stand, the last one of each field; what was not answered stays as it was.

    Inside a write transaction: answers are kept apart from the saving they come with, so that a
    refusal costs nobody what they typed.
    """
    if said.is_nothing:
        return
    upload = _lock(upload_id)
    for name in ABOUT:
        if name in said.about:
            setattr(upload, name, said.about[name])
    rows = _rows(upload_id, said)
    for row in rows:
        row.left_out = not said.kept.get(row.item, not row.left_out)
        row.answers = {**row.answers, **said.rows.get(row.item, {})}
    if said.shared:
        _answer_for_all(upload, rows, said.shared)
    if any(session.is_modified(one) for one in (upload, *rows)):
        audit.record("import.answer", upload, rows=len(said.rows), shared=len(said.shared))


def _lock(upload_id: int) -> Upload:
    """Two who answer at once go one after the other: answers of a row are one value."""
    return session.get_one(Upload, upload_id, with_for_update={"key_share": True}, populate_existing=True)


def _rows(upload_id: int, said: Said) -> list[UploadRow]:
    """The rows it concerns. The upload is locked already, and nobody else writes its rows."""
    wanted = select(UploadRow).where(UploadRow.upload_id == upload_id).order_by(UploadRow.item)
    if not said.shared:
        wanted = wanted.where(UploadRow.item.in_({*said.rows, *said.kept}))
    return list(session.scalars(wanted.execution_options(populate_existing=True)))


def _answer_for_all(upload: Upload, rows: list[UploadRow], shared: Mapping[str, Any]) -> None:
    """Every row that lacks the field, or had it from the standing answers, says this now."""
    usual = standing.answers_for(upload.area_id)
    for row in rows:
        told = understood(row, usual)
        open_fields = set(told.guessed) | {asked.field for asked in told.asked}
        said = {
            name: answer
            for name, answer in shared.items()
            if name in open_fields and may_be_shared(told, name)
        }
        row.answers = {**row.answers, **said}


def answer_row(row: UploadRow, answers: Mapping[str, Any]) -> None:
    """The row says this now, whatever was read or answered before."""
    upload_id, item = row.upload_id, row.item
    begin_writing()
    keep(upload_id, Said(rows={item: answers} if answers else {}))
