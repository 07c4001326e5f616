"""Is this certificate genuine? For whoever holds it in their hand."""

import structlog
from flask import g, redirect, request
from flask_login import current_user
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from board.accounts import throttle
from board.certificates import checking, numbers, queries
from board.certificates.claims import NotGenuine
from board.certificates.forms import VerifyForm
from board.certificates.queries import Standing
from board.certificates.strangers import WHILE, strangers
from board.certificates.views import blueprint, showing
from board.web.access import open_to_all
from board.web.act import act
from board.web.forms import page
from board.web.visitors import cached_for_visitors

log = structlog.get_logger()


@blueprint.route("/verify", methods=["GET", "POST"])
@act
@open_to_all
def verify() -> tuple[str, int] | Response:
    form = VerifyForm()
    if form.validate_on_submit():
        found = checking.look_up(form.number.data, form.code.data, address=request.remote_addr)
        return redirect(f"/verify/{found.number}?t={found.token}", 303)
    return page("certificates/verify.html", form)


@blueprint.get("/verify/<number>")
@open_to_all
@cached_for_visitors
def verdict(number: str) -> tuple[str, int]:
    found = _shown(number, request.args.get("t", ""))
    if found is None:
        body, _ = page("certificates/not_found.html")
        return body, 404
    try:
        told = checking.verdict(found)
    except NotGenuine as problem:
        log.error(
            "certificate", request_id=g.request_id, number=found.certificate.number, problem=str(problem)
        )
        return page("certificates/damaged.html", number=found.certificate.number)
    return page(
        "certificates/verdict.html",
        **showing.verdict(told),
        newer=_newer(found),
        checked_at=checking.checked_at(),
    )


def _shown(number: str, token: str) -> Standing | None:
    """Nothing for a wrong token, as for a number that is none; whoever keeps asking in vain has to wait."""
    network = throttle.network(request.remote_addr)
    if strangers.has_asked_enough(network):
        raise TooManyRequests(retry_after=int(WHILE))
    found = queries.shown_to(number, token) if numbers.read_number(number) == number else None
    if found is None:
        strangers.note(network)
    return found


def _newer(found: Standing) -> str | None:
    """The number of what took its place, for the holder alone."""
    if found.ending is None or found.ending.replacement is None or not g.has_sign_in_cookie:
        return None
    is_holder = (
        current_user.is_authenticated and current_user.person.id == queries.owner_of(found.certificate).id
    )
    return found.ending.replacement.number if is_holder else None
