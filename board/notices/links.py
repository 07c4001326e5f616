"""Addresses in mails that work without signing in: to say that an address is one's own, and to stop."""

import secrets
from typing import Final

from sqlalchemy import select

from board import clock
from board.accounts.keyed import keyed
from board.accounts.tokens import row_of, token_for
from board.db import session
from board.errors import NotFound
from board.notices.models import Wish
from board.outbox.queries import PROOF_PURPOSE, SECRET_LIVES

_STOP: Final = "stop_mails"


def stop(wish: Wish) -> str:
    """Where mails to this person end. It never runs out: old mails carry it."""
    return f"/mail/{token_for(_STOP, wish.id)}"


def new_proof() -> tuple[str, str]:
    """A token that proves an address, and what is kept of it."""
    token = secrets.token_urlsafe(24).replace("-", "_")  # the hyphen marks the other kind
    return token, _kept(token)


def wish_of(token: str) -> tuple[Wish, bool]:
    """The wish this address was made for, and whether it may prove; NotFound for every other text."""
    if not token.isascii() or len(token) > 64:
        raise NotFound
    wish = _to_stop(token) if "-" in token else _to_prove(token)
    if wish is None:
        raise NotFound
    return wish, "-" not in token


def _to_stop(token: str) -> Wish | None:
    return session.get(Wish, row_of(_STOP, token))


def _to_prove(token: str) -> Wish | None:
    youngest = clock.now() - SECRET_LIVES[PROOF_PURPOSE]
    asked = select(Wish).where(Wish.mail_token_hash == _kept(token), Wish.mail_asked_at > youngest)
    return session.scalar(asked)


def _kept(token: str) -> str:
    return keyed("prove mail", token)
