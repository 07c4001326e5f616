"""The roster of a shift and the attendance of a list, to take away; each time written down."""

from flask import Response
from flask_login import current_user

from board import audit, clock
from board.accounts.models import Role
from board.attendance import keeping, list_sheet, sheets
from board.attendance.views import blueprint
from board.db import Row, begin_writing, session
from board.positions import queries as positions
from board.web.access import requires, signed_in
from board.web.downloads import workbook


@blueprint.get("/desk/shifts/<int:shift_id>/roster.xlsx")
@signed_in
def roster_file(shift_id: int) -> Response:
    keeper = keeping.fetch_readable(current_user.person, shift_id)
    shift = keeper.shift
    content = sheets.roster(keeper)
    name = f"{shift.position.title}-{clock.local(shift.starts_at):%m月%d日}-名册"
    return _taken(content, name, "attendance.export_roster", shift)


@blueprint.get("/desk/lists/<number>/attendance.xlsx")
@requires(Role.editor, Role.reviewer)
def attendance_file(number: str) -> Response:
    found = positions.fetch_list(current_user.person, number, *positions.READERS)
    content = list_sheet.attendance(found)
    return _taken(content, f"{found.title}-到岗", "attendance.export_list", found)


def _taken(content: bytes, name: str, action: str, about: Row) -> Response:
    begin_writing()
    audit.record(action, about)
    session.commit()
    return workbook(content, name)
