"""What is true of this database as a whole: one row a fact."""

from datetime import datetime
from typing import Final

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from board import clock
from board.db import Base, session

DEMO: Final = "demo"


class Mark(Base):
    """One fact about the database; `demo` says that its people are invented."""

    __tablename__ = "marks"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime]


def put(name: str) -> None:
    """The fact holds from now on. Runs inside a write transaction."""
    if not holds(name):
        session.add(Mark(name=name, at=clock.now()))


def holds(name: str) -> bool:
    return session.get(Mark, name) is not None
