"""Desk pages of lists and positions: writing, shifts, review. What the public sees is in front."""

from flask import Blueprint

blueprint = Blueprint("positions", __name__)

from board.positions.views import lists, proposals, review, shifts, writing  # noqa: E402, F401 - they add their routes
