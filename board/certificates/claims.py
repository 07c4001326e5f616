"""What a certificate says in one line of text, signed: it stands in its QR code, so that anybody with the
published key can check it without asking us (docs/decisions/0021).

    https://gongyi.example/verify/WJ-2026-000318-3?t=VtV0bQmCkz3w6aXu#AQQyMDI2…

After the # stand, in base64url without padding: the version (1); the names of the key and of the rounding
rule, the masked name and the issuer, each a length byte and UTF-8; first day, last day and day of issue,
each the days since 2020-01-01 as 16 bits; minutes as 32 bits, times as 16; the first 16 bytes of the
SHA-256 of the whole content; 64 bytes of Ed25519. Numbers are big-endian. What is signed is
`board certificate 1`, a zero byte, everything before the #, a zero byte, and everything after it but the
signature: no bit of the text can change without being told.
"""

import base64
import binascii
import hashlib
import re
import struct
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from board.certificates import numbers
from board.certificates.keys import SIGNATURE, KeyRing, NoSuchKey

VERSION: Final = 1
DIGEST: Final = 16
_DAY_ONE: Final = date(2020, 1, 1)
_FIGURES: Final = struct.Struct(f">HHHIH{DIGEST}s")
_ADDRESS: Final = re.compile(r"https?://[^\s/#]+/verify/(WJ-\d{4}-\d{6,9}-\d)\?t=[\w-]{16}", re.ASCII)


class NotGenuine(ValueError):  # noqa: N818 - named for what it is not
    """No certificate that one of these keys signed; the text says in a word what is wrong."""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What the signature covers."""

    address: str
    key_name: str
    masked_name: str
    issuer: str
    since: date
    until: date
    issued_on: date
    minutes: int
    times: int
    rule: str
    digest: bytes

    @property
    def number(self) -> str:
        found = _ADDRESS.fullmatch(self.address)
        if found is None:
            raise NotGenuine("the address is none of a certificate")
        return found[1]


def digest_of(content: str) -> bytes:
    """What stands for the whole content in the signed line."""
    return hashlib.sha256(content.encode()).digest()[:DIGEST]


def sign(claims: Claims, ring: KeyRing) -> str:
    """The whole text of the QR code."""
    body = _packed(claims)
    signature = ring.sign(_signed(claims.address, body))
    return f"{claims.address}#{_encoded(body + signature)}"


def read(text: str, ring: KeyRing) -> Claims:
    """What this text of a QR code claims, if one of the keys signed it just so. Raises NotGenuine."""
    address, _, encoded = text.partition("#")
    packed = _decoded(encoded)
    body, signature = packed[:-SIGNATURE], packed[-SIGNATURE:]
    claims = _unpacked(address, body)
    try:
        is_signed = ring.verify(claims.key_name, _signed(address, body), signature)
    except NoSuchKey as problem:
        raise NotGenuine("none of these keys signed it") from problem
    if not is_signed:
        raise NotGenuine("the signature does not fit: something was changed")
    if numbers.read_number(claims.number) != claims.number:
        raise NotGenuine("its number is none")
    return claims


def _signed(address: str, body: bytes) -> bytes:
    return b"\0".join((b"board certificate 1", address.encode("utf-8", "surrogatepass"), body))


def _packed(claims: Claims) -> bytes:
    texts = (claims.key_name, claims.rule, claims.masked_name, claims.issuer)
    days = ((day - _DAY_ONE).days for day in (claims.since, claims.until, claims.issued_on))
    figures = _FIGURES.pack(*days, claims.minutes, claims.times, claims.digest)
    return bytes([VERSION]) + b"".join(map(_with_length, texts)) + figures


def _with_length(text: str) -> bytes:
    encoded = text.encode()
    return bytes([len(encoded)]) + encoded  # over 255 bytes: ValueError, and columns are shorter than that


def _unpacked(address: str, body: bytes) -> Claims:
    try:
        if body[0] != VERSION:
            raise NotGenuine("it is written in a way that this program does not know")
        (key_name, rule, masked_name, issuer), figures = _texts(body[1:])
        since, until, issued_on, minutes, times, digest = _FIGURES.unpack(figures)
    except (IndexError, UnicodeDecodeError, struct.error) as problem:
        raise NotGenuine("it is cut off or damaged") from problem
    days = [_DAY_ONE + timedelta(days=number) for number in (since, until, issued_on)]
    return Claims(address=address, key_name=key_name, masked_name=masked_name, issuer=issuer, since=days[0],
                  until=days[1], issued_on=days[2], minutes=minutes, times=times, rule=rule, digest=digest)  # fmt: skip


def _texts(packed: bytes) -> tuple[list[str], bytes]:
    """Four texts with their lengths, and what comes after them."""
    texts = []
    for _ in range(4):
        length = packed[0]
        texts.append(packed[1 : 1 + length].decode())
        packed = packed[1 + length :]
    return texts, packed


def _encoded(packed: bytes) -> str:
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    """Exactly what `_encoded` makes: base64 has several texts for the same bytes, and only one is ours."""
    try:
        packed = base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as problem:
        raise NotGenuine("after the # stands no signed text") from problem
    if _encoded(packed) != text or len(packed) <= SIGNATURE:
        raise NotGenuine("after the # stands no signed text")
    return packed
