"""Sealing an ID number into its row, and opening it there and nowhere else (docs/decisions/0018)."""

import secrets
from dataclasses import dataclass
from typing import Final

import structlog
from cryptography.exceptions import InvalidTag

from board.identity import keys
from board.identity.models import IdentityNumber

log = structlog.get_logger()

_NONCE: Final = 12


@dataclass(frozen=True)
class Sealed:
    """What a row keeps of a number."""

    key_id: str
    ciphertext: bytes
    blind_index: str


def seal(number: str, person_id: int) -> Sealed:
    """For this person's row alone, under the newest key."""
    lock = keys.first()
    nonce = secrets.token_bytes(_NONCE)
    kept = lock.cipher.encrypt(nonce, number.encode(), _bound_to(person_id, lock.name))
    return Sealed(lock.name, nonce + kept, lock.blind_index(number))


def opened(row: IdentityNumber) -> str | None:
    """The number; None, with an alarm, when its key is gone or the row is not the one it was sealed for."""
    lock = keys.named(row.key_id)
    if lock is None:
        _alarm(row, "no such key")
        return None
    nonce, kept = row.ciphertext[:_NONCE], row.ciphertext[_NONCE:]
    try:
        return lock.cipher.decrypt(nonce, kept, _bound_to(row.person_id, row.key_id)).decode()
    except (InvalidTag, ValueError):
        _alarm(row, "altered")
        return None


def indexes(number: str) -> list[str]:
    """What a row with this number may be found by, whichever key it is under."""
    return [lock.blind_index(number) for lock in keys.every()]


def _bound_to(person_id: int, key_id: str) -> bytes:
    return f"{IdentityNumber.__tablename__}/{person_id}/{key_id}".encode()


def _alarm(row: IdentityNumber, why: str) -> None:
    if keys.are_set():  # a board that was never given keys is no alarm
        log.error("alarm", alarm="identity_number_unreadable", row=row.id, key=row.key_id, why=why)
