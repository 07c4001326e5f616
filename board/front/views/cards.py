"""Tickets rendered once: what a card says is all that it looks like, so equal cards share their markup."""

from collections.abc import Hashable
from functools import lru_cache

from flask import current_app

from board.front.tickets import Shown
from board.front.views import blueprint

Choices = tuple[tuple[str, str, int | None, bool], ...]
KEPT = 4_096  # about 2 kB each


@blueprint.app_template_global("card")
def card(shown: Shown) -> str:
    """The ticket of components/ticket.html."""
    return _rendered("ticket", shown)


@blueprint.app_template_global("filter_group")
def filter_group(legend: str, name: str, choices: Choices, shown: int | None = None) -> str:
    """The boxes of components/check_group.html, of the board's form."""
    return _rendered("check_group", legend, name, choices, "find", shown)


@lru_cache(maxsize=KEPT)
def _rendered(component: str, *shown: Hashable) -> str:
    macros = current_app.jinja_env.get_template(f"components/{component}.html").module
    markup: str = getattr(macros, component)(*shown)
    return markup
