"""The text people agree to."""

from board.accounts import privacy
from board.accounts.views import blueprint
from board.web.access import open_to_all
from board.web.forms import page
from board.web.visitors import cached_for_visitors


@blueprint.get("/privacy")
@open_to_all
@cached_for_visitors
def privacy_text() -> tuple[str, int]:
    return page("accounts/privacy.html", version=privacy.VERSION_WORDS)
