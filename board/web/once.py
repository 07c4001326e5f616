"""Once-tokens: the same form, sent twelve times, is carried out once and answered alike."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from flask import request
from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column
from wtforms import HiddenField

from board import clock
from board.db import Base, begin_writing, session

LONGEST_ADDRESS: Final = 200
KEPT: Final = timedelta(days=2)


class OnceToken(Base):
    """A form that has been carried out, and where its answer is."""

    __tablename__ = "once_tokens"

    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    led_to: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(index=True)


class OnceField(HiddenField):  # type: ignore[misc]  # WTForms' own types
    """A token made with the page; sent back, it names this one filling-in of the form."""

    def __init__(self, **bound: Any) -> None:
        super().__init__(default=new_token, **bound)


def new_token() -> str:
    """For a page: names this one showing of a form."""
    return secrets.token_urlsafe(16)


def name_of_this_form() -> str | None:
    """Names the form being sent, with everything typed in it: corrected after Back, it is another one.

    None for a form that carries no token, because its act has a natural key.
    """
    if not request.form.get("once"):
        return None
    # The CSRF token carries the second it was made in: it says nothing about what was typed.
    answers = sorted(item for item in request.form.items(multi=True) if item[0] != "csrf_token")
    whole = repr((request.full_path, answers))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@contextmanager
def one_commit() -> Iterator[None]:
    """What the block commits, and what it writes after that, is committed at its end, all or nothing.

    For keeping an act's answer with the act itself: the answer is known only when the act is done.
    """
    current = session()
    current.info["commits_later"] = False
    try:
        yield
        asked = current.info["commits_later"]
    finally:
        del current.info["commits_later"]
    if asked:
        current.commit()


def forget_old() -> None:
    """Forms sent longer ago than anybody goes back to are sent anew. A step of the tick."""
    old = OnceToken.at < clock.now() - KEPT
    if session.scalar(select(OnceToken.token).where(old).limit(1)) is None:
        return
    begin_writing()
    session.execute(delete(OnceToken).where(old))
    session.commit()


def answer_to(token: str | None) -> str | None:
    """Where the same form led before, if it has been carried out already."""
    wanted = (token or "")[:32]
    done = session.get(OnceToken, wanted) if wanted.isascii() and wanted.isprintable() else None
    return done.led_to if done else None


def keep(token: str | None, led_to: str) -> None:
    """Remember, in the act's own transaction, that this form was carried out."""
    if token and token.isascii() and token.isprintable():
        session.add(OnceToken(token=token[:32], led_to=led_to, at=clock.now()))
