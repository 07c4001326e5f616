"""Pages of hours: what waits, one shift's, one record's, one's own."""

from flask import Blueprint

from board.records import models  # noqa: F401 - its tables belong to the schema

blueprint = Blueprint("records", __name__)

from board.records.views import acts, mine, shift, waiting  # noqa: E402, F401
