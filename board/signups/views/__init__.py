"""Pages of signing up: for residents and officials, and for the desk."""

from flask import Blueprint

blueprint = Blueprint("signups", __name__)

from board.signups.views import (  # noqa: E402 - they add their routes
    announcing,
    behalf,
    calendar,
    claim,
    closing,
    desk,
    files,
    group,
    mine,
    offers,
    reminding,
    sign_up,
    standing_in,
)

__all__ = [
    "announcing",
    "behalf",
    "blueprint",
    "calendar",
    "claim",
    "closing",
    "desk",
    "files",
    "group",
    "mine",
    "offers",
    "reminding",
    "sign_up",
    "standing_in",
]
