"""Two addresses for whoever watches the machines: is the process up, and can it serve?"""

from typing import Final

from flask import Blueprint, current_app
from sqlalchemy.exc import SQLAlchemyError

from board import schema
from board.web.access import open_to_all

blueprint = Blueprint("health", __name__)
Answer = tuple[str, int, dict[str, str]]
_PLAIN: Final = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@blueprint.get("/healthz")
@open_to_all
def healthz() -> Answer:
    return "ok\n", 200, _PLAIN


@blueprint.get("/readyz")
@open_to_all
def readyz() -> Answer:
    """The database answers, and every migration has run."""
    try:
        ready = schema.is_current(current_app.extensions["engine"])
    except SQLAlchemyError:
        return "the database does not answer\n", 503, _PLAIN
    return ("ok\n", 200, _PLAIN) if ready else ("migrations are pending\n", 503, _PLAIN)
