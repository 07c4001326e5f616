"""What an address carries that works without signing in: a row's number, and a proof of it.

The proof is a hash that only this installation can make, for one purpose and one row: it needs no
table, cannot be guessed (80 bits), and ends with what it leads to.
"""

import secrets
from typing import Final

from board.accounts.keyed import keyed
from board.errors import NotFound
from board.web.paging import row_number

_LENGTH: Final = 20  # of sixteen signs each


def token_for(purpose: str, row_id: int) -> str:
    return f"{row_id}-{keyed('link', purpose, str(row_id))[:_LENGTH]}"


def row_of(purpose: str, token: str) -> int:
    """The number of the row this token was made for; NotFound for every other text."""
    number = row_number(token.partition("-")[0])
    if number is None or not token.isascii() or not secrets.compare_digest(token_for(purpose, number), token):
        raise NotFound
    return number
