"""Pages of objections: the public notice and its form, one's own, the desk's."""

from flask import Blueprint

from board.objections import models  # noqa: F401 - its tables belong to the schema

blueprint = Blueprint("objections", __name__)

from board.objections.views import desk, mine, public  # noqa: E402, F401 - they hang their pages on the blueprint
