"""Pages of signing up: for residents and officials, and for the desk."""

from flask import Blueprint

blueprint = Blueprint("signups", __name__)

from board.signups.views import closing, desk, mine, sign_up  # noqa: E402, F401 - they add their routes
