"""Once-tokens: an act without a natural key, sent twelve times, happens once."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column
from wtforms import HiddenField

from board import clock
from board.db import Base, session


class OnceToken(Base):
    """A form that has been carried out, and where its answer is."""

    __tablename__ = "once_tokens"

    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    led_to: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class OnceField(HiddenField):  # type: ignore[misc]  # WTForms' own types
    """A token made with the page; sent back, it names this one filling-in of the form."""

    def __init__(self, **bound: Any) -> None:
        super().__init__(default=lambda: secrets.token_urlsafe(16), **bound)


def answer_to(token: str | None) -> str | None:
    """Where the same form led before, if it has been carried out already."""
    done = session.get(OnceToken, (token or "")[:32])
    return done.led_to if done else None


def keep(token: str | None, led_to: str) -> None:
    """Remember, in the act's own transaction, that this form was carried out."""
    if token:
        session.add(OnceToken(token=token[:32], led_to=led_to, at=clock.now()))
