"""Desk pages of copies, model positions, standing answers, and many rows at once."""

from flask import Blueprint

from board.reuse import models as _models  # noqa: F401 - its tables belong to the schema

blueprint = Blueprint("reuse", __name__)

from board.reuse.views import changes, copies, models, standing  # noqa: E402, F401 - they add their routes
