"""Passwords: which ones will do, and how they are kept and compared."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from board.accounts.models import Person
from board.errors import RuleBroken

SHORTEST: Final = 8
SHORTEST_FOR_STAFF: Final = 12
LONGEST: Final = 128

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# A hash takes 19 MiB and a core: more than two at once would take the board down with them.
_turns = BoundedSemaphore(2)
_PATIENCE: Final = 5.0
_LISTED: Final = Path(__file__).parent / "data" / "common_passwords.txt"
_DATE = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_MOBILE = re.compile(r"1[3-9]\d{9}")


class TooManyAtOnce(RuleBroken):
    sentence = "现在登录的人多，过几秒再试一次。"


class WeakPassword(RuleBroken):
    """The password is too short, too common, or says who its owner is."""


def hash_of(password: str) -> str:
    """Slow on purpose: called before the write transaction, never inside it."""
    with _a_turn():
        return _hasher.hash(password)


def fits(password_hash: str | None, password: str) -> bool:
    """Is this the password? Takes as long when there is no account at all."""
    with _a_turn():
        try:
            return _hasher.verify(password_hash or _nobodys_hash(), password) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(password_hash: str) -> bool:
    """Was it made with other parameters than today's?"""
    return _hasher.check_needs_rehash(password_hash)


@contextmanager
def _a_turn() -> Iterator[None]:
    if not _turns.acquire(timeout=_PATIENCE):
        raise TooManyAtOnce
    try:
        yield
    finally:
        _turns.release()


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")


def check(
    password: str, person: Person | None = None, *, at_least: int = SHORTEST, also: tuple[str, ...] = ()
) -> None:
    """Refuse a password that is short, commonly guessed, or contains one of its owner's own words."""
    if len(password) < at_least:
        staff = "" if at_least == SHORTEST else f"工作人员的密码要 {at_least} 位以上。"
        raise WeakPassword(
            f"密码有 {len(password)} 位，还差 {at_least - len(password)} 位。{staff}", field="password"
        )
    if len(password) > LONGEST:
        raise WeakPassword(f"密码最长 {LONGEST} 位，你写了 {len(password)} 位。", field="password")
    if is_common(password):
        raise WeakPassword("这个密码很多人在用，容易被猜到。换几个不相干的词连起来。", field="password")
    own = (*also, *([person.name, person.area.name] if person else []))
    if any(word.lower() in password.lower() for word in own if len(word) > 1):
        raise WeakPassword("密码里不要有自己的姓名、手机号或社区名。", field="password")


def is_common(password: str) -> bool:
    """On the shipped list, one sign over and over, a run of digits, a birthday or a mobile number."""
    plain = password.lower()
    if plain in _listed() or len(set(plain)) < 3 or _is_a_run(plain):
        return True
    return bool(_DATE.fullmatch(plain) or _MOBILE.fullmatch(plain))


def _is_a_run(text: str) -> bool:
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    return steps in ({1}, {-1})


@cache
def _listed() -> frozenset[str]:
    lines = _LISTED.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))
