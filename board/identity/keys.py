"""The keys of ID numbers: outside the database, told once when the application starts."""

import hashlib
import hmac
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

import config
from board import key_rings
from board.key_rings import Key

_SETTING: Final = "ID_KEYS"


class Lock:
    """What one key of the settings does: it seals, and it names numbers without telling them."""

    def __init__(self, key: Key) -> None:
        self.name = key.name
        self.cipher = AESGCM(_derived(key.secret, b"board/identity/encryption"))
        self._naming = _derived(key.secret, b"board/identity/blind index")

    def blind_index(self, number: str) -> str:
        return hmac.new(self._naming, number.encode(), hashlib.sha256).hexdigest()


_ring: dict[str, Lock] = {}


def use(settings: config.Settings) -> None:
    """From here on these keys seal and open; told once, when the application starts."""
    global _ring
    try:
        _ring = {key.name: Lock(key) for key in key_rings.read(_told(settings))}
    except key_rings.BadKey as problem:
        raise config.BadSettings(f"{_SETTING}: {problem}.") from None


def problems(settings: config.Settings) -> list[str]:
    """What keeps the keys of these settings from being safe; none in demo mode, or without any."""
    if settings.demo:
        return []
    found = key_rings.problem_of(_SETTING, settings.id_keys, never=(config.DEMO_ID_KEY,))
    return [found] if found else []


def are_set() -> bool:
    """Has this installation keys for ID numbers at all?"""
    return bool(_ring)


def first() -> Lock:
    """The key that seals what is new."""
    return next(iter(_ring.values()))


def named(name: str) -> Lock | None:
    return _ring.get(name)


def every() -> list[Lock]:
    return list(_ring.values())


def _told(settings: config.Settings) -> tuple[str, ...]:
    return settings.id_keys or ((config.DEMO_ID_KEY,) if settings.demo else ())


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
