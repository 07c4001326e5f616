"""The desk's own pages: what waits today, areas, units, calendar, the audit log."""

from flask import Blueprint

blueprint = Blueprint("desk", __name__)

from board.desk.views import areas, audit, calendar, deciding, report, short, today, units  # noqa: E402, F401 - they add their routes
