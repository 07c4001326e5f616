"""Pages of the day itself: the roster, the code, checking in and out."""

from flask import Blueprint

from board.attendance import models  # noqa: F401 - its tables belong to the schema

blueprint = Blueprint("attendance", __name__)

from board.attendance.views import check_in, code, files, leaders, mine, roster, settle, walk_in  # noqa: E402, F401
