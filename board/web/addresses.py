"""Addresses on this site, and nowhere else."""

from urllib.parse import urlsplit

from flask import request


def is_ours(target: str | None) -> bool:
    """A path of this site: one leading slash, no host, nothing a browser reads as another site."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return False
    if any(ord(letter) < 32 or letter == "\\" for letter in target):
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc


def next_or(default: str) -> str:
    """Where the person wanted to go, if that is on this site."""
    target = request.values.get("next", "")
    return target if is_ours(target) else default


def back_or(default: str) -> str:
    """The page of ours a button was pressed on."""
    referrer = urlsplit(request.referrer or "")
    target = referrer.path + (f"?{referrer.query}" if referrer.query else "")
    return target if referrer.netloc == request.host and is_ours(target) else default
