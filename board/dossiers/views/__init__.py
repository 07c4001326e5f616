"""Addresses of a volunteer's record: one's own, the desk's, and a community's as a file."""

from flask import Blueprint

from board.dossiers import models  # noqa: F401 - its table belongs to the schema

blueprint = Blueprint("dossiers", __name__)

from board.dossiers.views import community, desk, mine  # noqa: E402, F401
