"""Who asked to serve on a position, as a file for the desk. No phone is in it."""

from typing import Final

from flask import Response
from flask_login import current_user

from board import audit, clock, dates
from board.accounts.models import Kind, Role
from board.db import begin_writing, session
from board.positions import queries as positions
from board.positions.models import Position
from board.sheets.writing import Cell, Column, Page, book
from board.signups import queries
from board.signups.models import MadeAs, Signup
from board.signups.views import blueprint, showing
from board.web.access import requires
from board.web.downloads import workbook

MOST: Final = 5000
_COLUMNS: Final = (
    Column("日期", 13), Column("时间", 15), Column("姓名", 12), Column("志愿者编号", 13), Column("身份", 10),
    Column("社区", 16), Column("状态", 14), Column("谁报的", 12), Column("报名时间", 17), Column("备注", 26),
)  # fmt: skip
_KINDS: Final = {Kind.resident: "居民", Kind.official: "机关干部"}
_MADE_AS: Final = {
    MadeAs.self: "本人",
    MadeAs.staff: "社区代报",
    MadeAs.guardian: "监护人",
    MadeAs.group: "一起报的",
    MadeAs.stand_in: "代班",
}


@blueprint.get("/desk/positions/<number>/applicants.xlsx")
@requires(Role.editor, Role.reviewer)
def applicants(number: str) -> Response:
    position = positions.fetch_managed(current_user.person, number, *positions.READERS)
    content, name = _applicants(position), f"{position.title}-报名的人"
    begin_writing()
    audit.record("signup.export", position)
    session.commit()
    return workbook(content, name)


def _applicants(position: Position) -> bytes:
    people = queries.of_position(position, MOST + 1)
    places = queries.places_in_line(people)
    rows = [_row(signup, places) for signup in people[:MOST]]
    notes = [f"人太多，只写了前 {MOST} 行。"] if len(people) > MOST else []
    notes.append(f"导出于 {clock.local(clock.now()):%Y-%m-%d %H:%M}。只用于安排这个岗位，用完请删除。")
    return book([Page("报名的人", _COLUMNS, rows, title=f"{position.title}：报名的人", notes=notes)])


def _row(signup: Signup, places: dict[int, int]) -> list[Cell]:
    shift, person = signup.shift, signup.person
    return [
        dates.local_day(shift.starts_at),
        dates.time_range(shift.starts_at, shift.ends_at),
        person.name or person.volunteer_no,
        person.volunteer_no,
        _KINDS[Kind(person.kind)],
        person.area.name,
        showing.state_words(signup, places),
        _MADE_AS[MadeAs(signup.made_as)],
        signup.created_at,
        "改时间后和别的岗位重叠" if signup.clash_noted else "",
    ]
