"""One upload: how far its reading is, and then the page on which it is looked over."""

from datetime import timedelta
from typing import Final

from flask import make_response
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts.models import Role
from board.imports import queries
from board.imports.models import Progress, Upload
from board.imports.views import blueprint, review
from board.web.access import requires
from board.web.act import act
from board.web.forms import page

_RELOAD: Final = "2"  # seconds, without script
_LONG: Final = timedelta(minutes=1)


@blueprint.route("/desk/imports/<int:upload_id>", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_import(upload_id: int) -> tuple[str, int] | Response:
    upload = queries.fetch_upload(current_user.person, upload_id)
    if upload.state in {Progress.read, Progress.saved}:
        return review.page_of(upload)
    return _progress(upload)


def _progress(upload: Upload) -> Response:
    is_under_way = upload.state != Progress.failed
    html, _ = page(
        "imports/progress.html",
        upload=upload,
        is_under_way=is_under_way,
        is_slow=is_under_way and clock.now() - upload.at > _LONG,
    )
    answer = make_response(html)
    if is_under_way:
        answer.headers["Refresh"] = _RELOAD
    return answer
