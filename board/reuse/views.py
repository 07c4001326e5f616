"""Desk pages of copies, model positions, and many rows at once."""

from flask import Blueprint

from board.reuse import models  # noqa: F401 - its tables belong to the schema

blueprint = Blueprint("reuse", __name__)
