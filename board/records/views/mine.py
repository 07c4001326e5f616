"""My hours: every record with its state and why, and what is not written down yet."""

from typing import Any

from flask_login import current_user

from board import clock, dates, rounding
from board.attendance.models import Attendance
from board.records import ledger, queries
from board.records.ledger import Line
from board.records.models import State
from board.records.views import blueprint, showing, told
from board.web.access import signed_in
from board.web.forms import page
from board.web.paging import key_before


@blueprint.get("/me/hours")
@signed_in
def mine() -> tuple[str, int]:
    person, before = current_user.person, key_before()
    found = queries.mine(person, before)
    missing = queries.not_yet_written(person, clock.now()) if before is None else []
    heard = told.told.of_unwritten(person, [row.shift_id for row in missing]) if missing else {}
    return page(
        "records/mine.html",
        total=ledger.of_person(person),
        rows=[_row(line) for line in found.rows],
        unwritten=[_unwritten(row, heard.get(row.shift_id, "")) for row in missing],
        older=f"/me/hours?before={found.next_key}" if found.next_key else None,
        rule=rounding.RULE_WORDS[rounding.CURRENT],
    )


@blueprint.get("/me/hours/<int:record_id>")
@signed_in
def my_record(record_id: int) -> tuple[str, int]:
    line = queries.fetch_mine(current_user.person, record_id)
    shift = line.record.shift
    said, may_say = told.told.of_mine(current_user.person, line)
    return page(
        "records/my_record.html",
        row=_row(line),
        when=dates.when(shift.starts_at, shift.ends_at),
        said=said,
        may_say=may_say,
        history=showing.history(line, queries.steps_of(line.record), {}),
        line=line,
    )


def _row(line: Line) -> dict[str, Any]:
    position = line.record.shift.position
    return {
        "id": line.record.id,
        "starts": line.starts_at,
        "title": position.title,
        "times": showing.times(line),
        "worth": showing.worth(line),
        "more": _more(line),
        "mark": showing.marks(line),
    } | showing.state(line)


def _more(line: Line) -> str:
    """What its owner waits for, or why it does not count."""
    if line.state == State.proposed:
        return "等社区第二个人确认"
    if line.state == State.doubtful:
        return f"社区在核对：{showing.why(line)}"
    if line.state == State.confirmed and line.noticed_until and not line.is_noticed_at(clock.now()):
        return f"公示到 {dates.day(line.noticed_until)}，之后可以开证明"
    return showing.why(line)


def _unwritten(row: Attendance, said: str) -> dict[str, Any]:
    shift = row.shift
    return {
        "starts": shift.starts_at,
        "title": shift.position.title,
        "url": f"/me/attendance/{shift.id}/left",
        "not_right": f"/me/shifts/{shift.id}/not-right",
        "said": said,
        "line": f"{dates.clock_time(row.at)} 到。没有签退，或者社区还没结，时长还没记。",
    }
