"""The keys that sign certificates (Ed25519): the first one signs, all of them verify, old ones for ever."""

import base64
from collections.abc import Iterable, Iterator
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

import config
from board import key_rings
from board.key_rings import Key

SIGNATURE: Final = 64  # bytes
_SETTING: Final = "CERTIFICATE_KEYS"
_OLD_SETTING: Final = "CERTIFICATE_OLD_KEYS"


class NoSuchKey(LookupError):  # noqa: N818 - named for what is so
    """It was signed with a key that this ring does not have."""


class CannotSign(RuntimeError):  # noqa: N818 - named for what is so
    """There is no key to sign with: certificates are not issued."""


class KeyRing:
    """Keys by name. `own` can sign, the first one does; of `old` ones only the public half is left."""

    def __init__(self, own: Iterable[Key] = (), old: Iterable[Key] = ()) -> None:
        private = {key.name: Ed25519PrivateKey.from_private_bytes(key.secret) for key in own}
        self._public = {name: key.public_key() for name, key in private.items()}
        self._public |= {key.name: Ed25519PublicKey.from_public_bytes(key.secret) for key in old}
        self._signer = next(iter(private.items()), None)

    def __bool__(self) -> bool:
        """Can it sign?"""
        return self._signer is not None

    @property
    def signer(self) -> str:
        """The name of the key that signs what is new."""
        if self._signer is None:
            raise CannotSign
        return self._signer[0]

    def sign(self, message: bytes) -> bytes:
        if self._signer is None:
            raise CannotSign
        return self._signer[1].sign(message)

    def verify(self, name: str, message: bytes, signature: bytes) -> bool:
        """Did the key of this name sign just this?"""
        if name not in self._public:
            raise NoSuchKey(name)
        try:
            self._public[name].verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def published(self) -> Iterator[tuple[str, str]]:
        """(name, public key in base64) of every key, the signing one first."""
        for name, key in self._public.items():
            yield name, base64.b64encode(key.public_bytes_raw()).decode()


def of(settings: config.Settings) -> KeyRing:
    """The keys of these settings. Raises config.BadSettings for what are none."""
    told = settings.certificate_keys or ((config.DEMO_CERTIFICATE_KEY,) if settings.demo else ())
    own, old = _read(_SETTING, told), _read(_OLD_SETTING, settings.certificate_old_keys)
    if {key.name for key in own} & {key.name for key in old}:
        raise config.BadSettings(f"{_OLD_SETTING}: a name of {_SETTING} stands there too.")
    return KeyRing(own, old)


def of_text(text: str) -> KeyRing:
    """The public keys of a file as /verify/keys.txt: a line each, # begins a remark. Raises BadKey."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return KeyRing(old=key_rings.read(line for line in lines if line))


def problems(settings: config.Settings) -> list[str]:
    """What keeps the keys of these settings from being safe; none in demo mode, or without any."""
    if settings.demo:
        return []
    found = (
        key_rings.problem_of(_SETTING, settings.certificate_keys, never=(config.DEMO_CERTIFICATE_KEY,)),
        key_rings.problem_of(_OLD_SETTING, settings.certificate_old_keys),
    )
    return [sentence for sentence in found if sentence]


_ring = KeyRing()


def use(settings: config.Settings) -> None:
    """From here on these keys sign and verify; told once, when the application starts."""
    global _ring
    _ring = of(settings)


def ring() -> KeyRing:
    return _ring


def _read(setting: str, told: Iterable[str]) -> tuple[Key, ...]:
    try:
        return key_rings.read(told)
    except key_rings.BadKey as problem:
        raise config.BadSettings(f"{setting}: {problem}.") from None
