"""Hashes that only this installation can make: short secrets cannot be tried out on a stolen table."""

import hashlib
import hmac

_key = b""


def use(secret: str) -> None:
    """Derive the key from the site's secret; told once, when the application starts."""
    global _key
    _key = hashlib.sha256(b"accounts/" + secret.encode()).digest()


def keyed(*parts: str) -> str:
    """64 letters that stand for these parts, in this order."""
    return hmac.new(_key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()
