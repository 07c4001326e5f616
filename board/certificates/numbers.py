"""The number of a certificate, WJ-2026-000318-3, and the short code that is printed beside it.

The last digit is a check character: Damm's algorithm over the digits of year and serial. It tells every
single wrong digit and every two neighbours that changed places, before anybody asks the database.
"""

import re
import secrets
import unicodedata
from typing import Final

# H. M. Damm, Total anti-symmetrische Quasigruppen (2004): the quasigroup of order ten that everybody uses.
_QUASIGROUP: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_WRITTEN: Final = re.compile(r"WJ(\d{4})(\d{6,9})(\d)", re.ASCII)
_BETWEEN: Final = re.compile(r"[\s\-–—_.]+")
# Nothing that is read for something else: no 0 and O, no 1, I and L, no U and V.
CODE_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTWXYZ"
CODE_LENGTH: Final = 6
_TOKEN_BYTES: Final = 12


def number(year: int, serial: int) -> str:
    """The number of the year's so-manieth certificate."""
    digits = f"{year:04d}{serial:06d}"
    return f"WJ-{digits[:4]}-{digits[4:]}-{check_digit(digits)}"


def check_digit(digits: str) -> int:
    """What has to stand after these digits."""
    interim = 0
    for digit in digits:
        interim = _QUASIGROUP[interim][int(digit)]
    return interim


def read_number(typed: str) -> str | None:
    """The number as it is printed, however somebody typed it; None if it can be none."""
    found = _WRITTEN.fullmatch(_plain(typed))
    if found is None:
        return None
    year, serial, check = found.groups()
    if check_digit(year + serial) != int(check):
        return None
    read = number(int(year), int(serial))
    return read if _plain(read) == found[0] else None  # a serial has no zeros in front beyond its six digits


def read_code(typed: str) -> str | None:
    """The check code as it is printed; None if it can be none."""
    code = _plain(typed)
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS) else None


def _plain(typed: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).upper()


def new_code() -> str:
    """Six letters by chance: 29 bits, for who types them, and guesses are counted."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def new_token() -> str:
    """Sixteen letters by chance: 96 bits, for the code that a phone scans."""
    return secrets.token_urlsafe(_TOKEN_BYTES)
