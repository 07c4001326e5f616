"""Desk pages of a clerk's sheet: uploaded, read, looked over, saved."""

from flask import Blueprint

from board.imports import models  # noqa: F401 - its tables belong to the schema

blueprint = Blueprint("imports", __name__)

from board.imports.views import files, progress, review, rows, upload  # noqa: E402,F401 - their routes
