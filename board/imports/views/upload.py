"""A sheet is uploaded, or pasted."""

from typing import Final

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts.models import Role
from board.db import session
from board.imports import queries, receiving
from board.imports.forms import UploadForm
from board.imports.views import blueprint
from board.positions import queries as positions
from board.sheets.limits import LARGEST_FILE
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import choices, page
from board.web.requests import takes_up_to

_AROUND_IT: Final = 256 * 1024  # the other fields of the form, and what separates them
_SHOWN: Final = 5


@blueprint.route("/desk/imports/new", methods=["GET", "POST"])
@act
@requires(Role.editor)
@takes_up_to(LARGEST_FILE + _AROUND_IT)
def desk_new_import() -> tuple[str, int] | Response:
    person = current_user.person
    communities = {area.code: area for area in positions.communities_for(person, Role.editor)}
    form = UploadForm(data={"area": request.args.get("area")})
    form.area.choices = choices((code, area.name) for code, area in communities.items())
    if form.validate_on_submit():
        upload = receiving.receive(communities[form.area.data], form.contents(), by=person)
        address = f"/desk/imports/{upload.id}"
        session.commit()
        return done("读好了。看看读得对不对，再存草稿。" if upload.rows_read else "收到了，正在读。", address)
    return page("imports/new.html", form=form, unsaved=queries.unsaved(person, limit=_SHOWN))
