"""The inbox."""

from flask_login import current_user
from werkzeug.wrappers import Response

from board.db import session
from board.notices import queries, services
from board.notices.views import blueprint
from board.web.access import signed_in
from board.web.act import act, done
from board.web.forms import page
from board.web.paging import key_before


@blueprint.get("/inbox")
@signed_in
def inbox() -> tuple[str, int]:
    shown = queries.inbox(current_user.person, key_before())
    older = f"/inbox?before={shown.next_key}" if shown.next_key else None
    return page("notices/inbox.html", notices=shown.rows, older=older)


@blueprint.post("/inbox/read")
@act
@signed_in
def mark_all_read() -> Response:
    services.mark_all_read(current_user.person)
    session.commit()
    return done("都标成看过了。", "/inbox")
