"""The signed line of a certificate: what it says can be read without us, and no bit of it can be changed."""

from dataclasses import replace
from datetime import date

import pytest

from board import key_rings
from board.certificates import claims, keys
from board.certificates.claims import Claims, NotGenuine
from board.certificates.keys import KeyRing

pytestmark = pytest.mark.no_database

FIRST, SECOND = (key_rings.read([key_rings.make(name)])[0] for name in ("2026a", "2027a"))
ADDRESS = "https://gongyi.example/verify/WJ-2026-000318-3?t=VtV0bQmCkz3w6aXu"
CLAIMS = Claims(
    address=ADDRESS, key_name="2026a", masked_name="王*", issuer="涌泉街道清泉社区居民委员会", since=date(2026, 3, 1),
    until=date(2026, 11, 15), issued_on=date(2026, 11, 22), minutes=1645, times=12, rule="2026-1",
    digest=claims.digest_of("whole"),
)  # fmt: skip


@pytest.fixture(scope="module")
def text():
    return claims.sign(CLAIMS, KeyRing([FIRST]))


def test_what_was_signed_is_read_again(text):
    assert claims.read(text, KeyRing([FIRST])) == CLAIMS
    assert CLAIMS.number == "WJ-2026-000318-3"


def test_it_fits_into_a_code_that_a_phone_can_scan(text):
    assert len(text) < 290  # version 12, 65 modules: 0.58 mm each on paper


def test_any_single_changed_bit_of_the_text_is_told(text):
    ring, sent = KeyRing([FIRST]), text.encode()

    for bit in range(8 * len(sent)):
        changed = bytearray(sent)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(NotGenuine):
            claims.read(changed.decode("utf-8", "surrogateescape"), ring)


def test_any_single_changed_bit_of_what_the_text_stands_for_is_told(text):
    ring = KeyRing([FIRST])
    address, _, encoded = text.partition("#")
    packed = claims._decoded(encoded)

    for bit in range(8 * len(packed)):
        changed = bytearray(packed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(NotGenuine):
            claims.read(f"{address}#{claims._encoded(bytes(changed))}", ring)


def test_a_text_that_is_cut_off_or_longer_is_told(text):
    ring = KeyRing([FIRST])

    for wrong in (
        *(text[:length] for length in range(len(text))),
        text + "A",
        text + "=",
        f" {text}",
        f"{text}\n",
    ):
        with pytest.raises(NotGenuine):
            claims.read(wrong, ring)


def test_without_asking_for_the_one_text_a_changed_bit_would_slip_by(text, monkeypatch):
    """base64 leaves bits over at its end: the twin of the rule that only our own spelling counts."""
    loose = text[:-1] + chr(ord(text[-1]) + 1)
    with pytest.raises(NotGenuine):
        claims.read(loose, KeyRing([FIRST]))

    monkeypatch.setattr(claims, "_encoded", lambda packed: loose.partition("#")[2])

    assert claims.read(loose, KeyRing([FIRST])) == CLAIMS


def test_a_key_that_signs_no_more_still_verifies_by_its_public_half(text):
    public = dict(KeyRing([FIRST]).published())
    old = key_rings.read(f"{name}:{key}" for name, key in public.items())

    later = KeyRing([SECOND], old)

    assert claims.read(text, later) == CLAIMS
    assert claims.read(claims.sign(replace(CLAIMS, key_name=later.signer), later), later).key_name == "2027a"


def test_what_another_key_signed_is_not_genuine(text):
    same_name = key_rings.Key("2026a", SECOND.secret)

    for ring in (KeyRing([SECOND]), KeyRing([same_name]), KeyRing()):
        with pytest.raises(NotGenuine):
            claims.read(text, ring)


def test_a_ring_without_a_key_of_its_own_signs_nothing():
    with pytest.raises(keys.CannotSign):
        claims.sign(CLAIMS, KeyRing())
    assert not KeyRing()


def test_the_published_file_is_read_with_its_remarks():
    public = dict(KeyRing([FIRST]).published())

    ring = keys.of_text(f"# keys\n\n2026a:{public['2026a']}  # from 2026\n")

    assert dict(ring.published()) == public
