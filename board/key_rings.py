"""Keys from the settings: named, so that rows can say which one they need.

The first one makes what is new, all of them read what is old: that is how keys are changed.
"""

import base64
import binascii
import re
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

LENGTH: Final = 32
_NAME: Final = re.compile(r"[a-z0-9-]{1,20}")
# 32 bytes by chance hold thirty different ones; fewer than twenty come by chance once in 10^13 keys.
_FEWEST_BYTES: Final = 20
_PRINTABLE: Final = range(32, 127)
_HOW: Final = "an entry is a name, a colon and 32 random bytes in base64, as `flask new-key` prints it"


class BadKey(ValueError):  # noqa: N818 - named for what is wrong
    """A key of the settings that is none; the text says why, and never repeats it."""


@dataclass(frozen=True)
class Key:
    """32 bytes that only this installation knows, and what they are called."""

    name: str
    secret: bytes = field(repr=False)


def read(told: Iterable[str]) -> tuple[Key, ...]:
    """The keys of a setting, in its order. Raises BadKey for what is no key or is there twice."""
    keys = tuple(_key(entry) for entry in told)
    if len({key.name for key in keys}) < len(keys) or len({key.secret for key in keys}) < len(keys):
        raise BadKey("a name or a key stands there twice")
    return keys


def problem_of(setting: str, told: Iterable[str], *, never: Collection[str] = ()) -> str | None:
    """What keeps these keys from being safe, as a sentence that names the setting; None if nothing does.

    `never` are keys that the program itself carries: whoever has the program has them.
    """
    try:
        keys = read(told)
        published = {key.secret for key in read(never)}
    except BadKey as problem:
        return f"{setting}: {problem}."
    for key in keys:
        if key.secret in published:
            return f"{setting}: the key {key.name!r} is the one of demo mode, which everybody knows."
        if is_weak(key.secret):
            return f"{setting}: the key {key.name!r} is not random: make one with `flask new-key`."
    return None


def is_weak(secret: bytes) -> bool:
    """Is it words, one byte over and over, or a row of bytes, rather than chance?"""
    return len(set(secret)) < _FEWEST_BYTES or set(secret) <= set(_PRINTABLE) or _is_a_row(secret)


def make(name: str) -> str:
    """A new entry for a setting."""
    if not _NAME.fullmatch(name):
        raise BadKey("a name has up to 20 small letters, digits or hyphens")
    return f"{name}:{base64.b64encode(secrets.token_bytes(LENGTH)).decode()}"


def _key(entry: str) -> Key:
    name, _, encoded = entry.partition(":")
    try:
        secret = base64.b64decode(encoded.encode(), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise BadKey(_HOW) from None  # the error would carry a part of the key
    if not _NAME.fullmatch(name) or len(secret) != LENGTH:
        raise BadKey(_HOW)
    return Key(name, secret)


def _is_a_row(secret: bytes) -> bool:
    return len({(later - earlier) % 256 for earlier, later in pairwise(secret)}) == 1
