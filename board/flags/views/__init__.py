"""Desk pages of those who check: what looks wrong, and what was drawn by lot."""

from flask import Blueprint

from board.flags import models  # noqa: F401 - its tables belong to the schema

blueprint = Blueprint("flags", __name__)

from board.flags.views import flags, rechecks  # noqa: E402, F401 - they hang their pages on the blueprint
