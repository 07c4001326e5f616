"""Positions kept as models, to be taken by whoever needs one like it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.areas.models import Area
from board.db import Row


class ModelPosition(Row):
    """A position kept as a model: a community's own, or the district's for every community to take."""

    __tablename__ = "model_positions"
    __table_args__ = (Index("ix_model_positions_area_id_title", "area_id", "title"),)

    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    title: Mapped[str] = mapped_column(String(50))
    values: Mapped[dict[str, Any]] = mapped_column(JSON)  # field -> value as JSON keeps it
    created_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    times_taken: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]

    area: Mapped[Area] = relationship()
