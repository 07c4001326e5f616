"""What was uploaded and how the board read it: kept a week, whether it was saved or not."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from board.areas.models import Area
from board.db import Row
from board.positions.models import OpportunityList
from board.positions.words import ListKind


class Progress(StrEnum):
    waiting = "waiting"
    reading = "reading"
    read = "read"
    failed = "failed"
    saved = "saved"


NEXT = {
    Progress.waiting: {Progress.reading},
    Progress.reading: {Progress.reading, Progress.read, Progress.failed},
    Progress.read: {Progress.saved},
    Progress.failed: set[Progress](),
    Progress.saved: {Progress.saved},
}


class Upload(Row):
    """One sheet that a clerk uploaded or pasted, and what its headings said about the list."""

    __tablename__ = "uploads"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','reading','read','failed','saved')", name="state"),
        CheckConstraint("kind IN ('opportunity','task')", name="kind"),
        Index("ix_uploads_unread", "id", sqlite_where=text("state IN ('waiting','reading')"),
              postgresql_where=text("state IN ('waiting','reading')")),
        Index("ix_uploads_area_id_at", "area_id", "at"),
    )  # fmt: skip

    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    file_name: Mapped[str] = mapped_column(String(120))  # "" for what was pasted
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the content
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    state: Mapped[Progress] = mapped_column(String(10), default=Progress.waiting)
    problem: Mapped[str] = mapped_column(String(300), default="")  # failed: what the clerk can do about it
    taken_at: Mapped[datetime | None]  # somebody has been reading it since
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int | None]

    kind: Mapped[ListKind] = mapped_column(String(12), default=ListKind.opportunity)
    title: Mapped[str] = mapped_column(String(80), default="")
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    introduction: Mapped[str] = mapped_column(String(500), default="")
    list_id: Mapped[int | None] = mapped_column(ForeignKey("lists.id"), index=True)  # where it was saved

    area: Mapped[Area] = relationship()
    opportunity_list: Mapped[OpportunityList | None] = relationship()
    rows: Mapped[list["UploadRow"]] = relationship(back_populates="upload", order_by="UploadRow.item")

    def move_to(self, state: Progress) -> None:
        """Take the next state; a move that NEXT does not name is a bug."""
        if state not in NEXT[Progress(self.state)]:
            raise ValueError(f"{self.state} does not lead to {state}")
        self.state = state


class UploadRow(Row):
    """One row of the sheet as the board read it, and what the clerk answered since."""

    __tablename__ = "upload_rows"
    __table_args__ = (UniqueConstraint("upload_id", "item"),)

    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"))
    item: Mapped[int]  # its place among the rows, from 1
    reading: Mapped[dict[str, Any]] = mapped_column(JSON)  # board.reading.lists.ReadRow
    answers: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, server_default="{}"
    )  # field -> as kept
    left_out: Mapped[bool] = mapped_column(default=False, server_default=false())

    upload: Mapped[Upload] = relationship(back_populates="rows")
