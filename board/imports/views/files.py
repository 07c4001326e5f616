"""Files to take away: our own sheet to fill in, and a list as one."""

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts.models import Role
from board.db import session
from board.errors import NotFound
from board.imports import exporting, template
from board.imports.views import blueprint
from board.positions import queries as positions
from board.positions import standing
from board.web.access import requires
from board.web.downloads import workbook


@blueprint.get("/desk/imports/template.xlsx")
@requires(Role.editor)
def desk_import_template() -> Response:
    communities = {area.code: area for area in positions.communities_for(current_user.person, Role.editor)}
    area = communities.get(request.args.get("area") or next(iter(communities), ""))
    if area is None:
        raise NotFound
    today = clock.today()
    content = template.template(area, standing.answers_for(area.id), today)
    return workbook(content, template.file_name(area, today))


@blueprint.get("/desk/lists/<number>.xlsx")
@requires(Role.editor, Role.reviewer)
def desk_list_file(number: str) -> Response:
    found = positions.fetch_list(current_user.person, number, *positions.READERS)
    content, name = exporting.exported(found, positions.with_shifts(found)), exporting.file_name(found)
    exporting.note(found)
    session.commit()
    return workbook(content, name)
