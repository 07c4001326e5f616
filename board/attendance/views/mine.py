"""One's own coming and going: what stands, and when one left if nobody saw it."""

from typing import Any

from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock, dates
from board.attendance import own
from board.attendance.forms import LeftForm
from board.attendance.models import Attendance, Kind
from board.attendance.own import Came
from board.attendance.views import asked, blueprint
from board.attendance.words import KIND_WORDS, REVIEW_WORDS
from board.db import session
from board.web.access import signed_in
from board.web.act import act, done
from board.web.forms import page
from board.web.paging import key_before


@blueprint.get("/me/attendance")
@signed_in
def mine() -> tuple[str, int]:
    came, missed = own.tally(current_user.person, clock.now())
    found = own.history(current_user.person, key_before())
    return page(
        "attendance/mine.html",
        came=came,
        missed=missed,
        rows=[_row(row) for row in found.rows],
        older=f"/me/attendance?before={found.next_key}" if found.next_key else None,
    )


def _row(row: Came) -> dict[str, Any]:
    position = row.shift.position
    shown = {
        "starts": row.shift.starts_at,
        "title": position.title,
        "url": f"/positions/{position.number}",
        "contact": f"{position.contact_phone}（{position.contact_name}）",
        # A year long, as long as a no-show counts; objections answer at that address.
        "not_right": f"/me/shifts/{row.shift.id}/not-right"
        if row.shift.ends_at <= clock.now() < row.counts_until
        else "",
    }
    kind = Kind(row.first.kind)
    if kind != Kind.arrived:
        until = dates.long_date(row.counts_until) if kind == Kind.absent else ""
        fades = f"记到 {until}，之后不再算" if until and clock.now() < row.counts_until else ""
        return shown | {"state": "closed", "state_word": KIND_WORDS[kind], "line": fades}
    words = f"{dates.clock_time(row.first.at)} 到"
    waits = [seen for seen in (row.first, row.left) if seen and seen.review and seen.settled_at is None]
    if row.left is not None:
        words += f"，{dates.clock_time(row.left.at)} 走"
    elif clock.now() >= row.shift.ends_at:
        shown["ask"] = f"/me/attendance/{row.shift.id}/left"
    return shown | {
        "state": "waiting" if waits else "done",
        "state_word": "待社区复核" if waits else "到了",
        "line": words + _why(waits),
    }


def _why(waits: list[Attendance]) -> str:
    return "".join(f"，{REVIEW_WORDS[row.review]}" for row in waits if row.review)


@blueprint.route("/me/attendance/<int:shift_id>/left", methods=["GET", "POST"])
@act
@signed_in
def say_left(shift_id: int) -> tuple[str, int] | Response:
    stay = own.fetch_stay(current_user.person, shift_id)
    form = LeftForm()
    if form.validate_on_submit():
        own.say_left(current_user.person, stay, form.left.data, asked.window())
        session.commit()
        return done("记下了，社区看过以后就算数。", "/me/attendance")
    return page(
        "attendance/say_left.html",
        form,
        shift=stay.shift,
        title=stay.shift.position.title,
        came=dates.clock_time(stay.first.at),
        left=dates.clock_time(stay.left.at) if stay.left else None,
    )
