"""Pages about certificates: anybody's check, one's own, the desk's."""

from flask import Blueprint

from board.certificates import models  # noqa: F401 - its tables belong to the schema

blueprint = Blueprint("certificates", __name__)

from board.certificates.views import batches, desk, keys, mine, verifying  # noqa: E402, F401 - they add their routes
