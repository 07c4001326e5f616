"""Addresses that work without signing in: whoever holds one may do one thing to one row.

The token is made of the row's number and a hash that only this installation can make, so it needs
no table, cannot be guessed (80 bits) and ends with what it leads to.
"""

import secrets
from typing import Final

from board.accounts.keyed import keyed
from board.errors import NotFound

_LENGTH: Final = 20  # of sixteen signs each


def offer(signup_id: int) -> str:
    """Take or decline the place that is kept."""
    return f"/o/{_token('offer', signup_id)}"


def coming(signup_id: int) -> str:
    """Say whether one is still coming."""
    return f"/r/{_token('coming', signup_id)}"


def stand_in(stand_in_id: int) -> str:
    """Say whether one goes in somebody's place."""
    return f"/s/{_token('stand_in', stand_in_id)}"


def row_of(purpose: str, token: str) -> int:
    """The number of the row this token was made for; NotFound for every other text."""
    number, _, proof = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 16 and proof.isascii()):
        raise NotFound
    if not secrets.compare_digest(_token(purpose, int(number)), token):
        raise NotFound
    return int(number)


def _token(purpose: str, row_id: int) -> str:
    return f"{row_id}-{keyed('link', purpose, str(row_id))[:_LENGTH]}"
