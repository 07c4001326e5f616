"""What a mail's own links lead to, signed in or not: prove the address, or stop."""

from flask import request
from werkzeug.wrappers import Response

from board.db import session
from board.notices import links, wishing
from board.notices.views import blueprint
from board.web.access import open_to_all
from board.web.act import act, done
from board.web.forms import page


@blueprint.get("/mail/<token>")
@open_to_all
def mail(token: str) -> tuple[str, int]:
    return _shown(token)


@blueprint.post("/mail/<token>")
@act
@open_to_all
def prove_mail(token: str) -> Response:
    wishing.prove(token)
    session.commit()
    return done("记下了。", f"/mail/{token}")


@blueprint.route("/mail/<token>/stop", methods=["GET", "POST"])
@act
@open_to_all
def stop_mails(token: str) -> tuple[str, int]:
    """One tap. Mail programs press it by themselves, without cookie or form token, and follow no
    redirect (RFC 8058): the token in the address is the permission, the page is the answer."""
    if request.method == "POST":
        wishing.stop_mails(token)
        session.commit()
    return _shown(token)


def _shown(token: str) -> tuple[str, int]:
    wish, may_prove = links.wish_of(token)
    proven = wish.mail_proven_at is not None
    return page(
        "notices/mail.html", token=token, stopped=wish.mail is None, to_prove=may_prove and not proven
    )
