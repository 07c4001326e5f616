"""Pages of notices: a person's own, the two a mail leads to, and the desk's."""

from flask import Blueprint

blueprint = Blueprint("notices", __name__)

from board.notices.views import desk, inbox, mail, wishes  # noqa: E402 - they hang their pages on the blueprint

__all__ = ["blueprint", "desk", "inbox", "mail", "wishes"]
