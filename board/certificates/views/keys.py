"""The public keys, and how to check a certificate without this site."""

from flask import g, make_response
from werkzeug.wrappers import Response

from board.certificates import keys
from board.certificates.views import blueprint
from board.web.access import open_to_all
from board.web.forms import page
from board.web.visitors import cached_for_visitors


@blueprint.get("/verify/keys")
@open_to_all
@cached_for_visitors
def published_keys() -> tuple[str, int]:
    return page("certificates/keys.html", keys=list(keys.ring().published()), can_sign=bool(keys.ring()))


@blueprint.get("/verify/keys.txt")
@open_to_all
@cached_for_visitors
def keys_as_text() -> Response:
    lines = [
        f"# {g.settings.origin}/verify/keys",
        *(f"{name}:{key}" for name, key in keys.ring().published()),
    ]
    answer = make_response("\n".join(lines) + "\n")
    answer.content_type = "text/plain; charset=utf-8"
    answer.headers.set("Content-Disposition", "attachment", filename="certificate-keys.txt")
    return answer
