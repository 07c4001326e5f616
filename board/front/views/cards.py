"""Tickets rendered once: what a card says is all that it looks like, so equal cards share their markup."""

from functools import lru_cache

from flask import current_app

from board.front.tickets import Shown
from board.front.views import blueprint

KEPT = 4_096  # about 2 kB each


@blueprint.app_template_global("card")
def card(shown: Shown) -> str:
    """The ticket of components/ticket.html."""
    return _rendered(shown)


@lru_cache(maxsize=KEPT)
def _rendered(shown: Shown) -> str:
    macros = current_app.jinja_env.get_template("components/ticket.html").module
    markup: str = macros.ticket(shown)  # type: ignore[attr-defined]  # a macro of that template
    return markup
