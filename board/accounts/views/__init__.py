"""Pages of accounts, one module per group."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

from board.accounts.views import (  # noqa: E402 - they hang their pages on the blueprint
    appointments,
    joining,
    passwords,
    people,
    privacy,
    profile,
    signing_in,
)

__all__ = ["appointments", "blueprint", "joining", "passwords", "people", "privacy", "profile", "signing_in"]
