"""长辈版: larger, one column. A cookie that is no secret; no row changes."""

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from board.front.views import blueprint
from board.web.access import open_to_all
from board.web.addresses import next_or

A_YEAR = 365 * 24 * 3600


@blueprint.get("/elder")
@open_to_all
def elder() -> Response:
    answer = redirect(next_or("/"), 303)
    secure = current_app.config["SETTINGS"].https
    if request.args.get("on") == "1":
        answer.set_cookie("elder", "1", max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")
    else:
        answer.delete_cookie("elder", secure=secure, httponly=True, samesite="Lax")
    return answer
