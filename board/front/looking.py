"""Who is looking at a public page."""

from flask import g
from flask_login import current_user

from board.accounts.models import Person


def person() -> Person | None:
    """Whoever is signed in. A visitor without the cookie costs no look-up."""
    if not g.has_sign_in_cookie or not current_user.is_authenticated:
        return None
    found: Person = current_user.person
    return found
