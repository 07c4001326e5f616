"""Who leads a shift: named and un-named by an editor."""

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts.models import Role
from board.attendance import keeping, leading
from board.attendance.forms import LeaderForm
from board.attendance.leading import NobodyChosen
from board.attendance.services import NobodyThere
from board.attendance.views import asked, blueprint, showing
from board.db import session
from board.positions import queries as positions
from board.positions.models import Shift
from board.signups import leaders as led
from board.signups.models import ShiftLeader
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page


def _shift(shift_id: int) -> Shift:
    return positions.fetch_shift(current_user.person, shift_id, Role.editor)


@blueprint.route("/desk/shifts/<int:shift_id>/leaders", methods=["GET", "POST"])
@act
@requires(Role.editor)
def leaders(shift_id: int) -> tuple[str, int] | Response:
    shift = _shift(shift_id)
    named = led.leaders_of(shift)
    form = LeaderForm()
    form.offer(_choices(shift, named))
    if form.validate_on_submit():
        leader = _name(shift, form)
        sentence = (
            f"请了{leader.person.masked_name}（{leader.person.volunteer_no}）负责，已经告诉他。"
            if leader
            else ""
        )
        session.commit()
        if leader:
            return done(sentence, f"/desk/shifts/{shift_id}/leaders")
        form.refuse(NobodyThere())
    keeper = keeping.fetch_readable(current_user.person, shift_id)
    return page(
        "attendance/leaders.html",
        form,
        **showing.head(keeper),
        named=named,
        can_name=clock.now() < shift.ends_at,
    )


def _choices(shift: Shift, named: list[ShiftLeader]) -> list[tuple[str, str]]:
    already = {leader.person_id for leader in named}
    return [
        (
            person.volunteer_no,
            f"{person.name or person.masked_name}，{showing.volunteer(person.volunteer_no)}",
        )
        for person in leading.candidates(shift)
        if person.id not in already
    ]


def _name(shift: Shift, form: LeaderForm) -> ShiftLeader | None:
    number = asked.volunteer_no(form.person.data)
    if number:
        return leading.name_holder(shift, number, by=current_user.person)
    if form.typed.data:
        return leading.name_by_number(shift, form.typed.data, by=current_user.person)
    raise NobodyChosen


@blueprint.post("/desk/shifts/<int:shift_id>/leaders/remove")
@act
@requires(Role.editor)
def remove_leader(shift_id: int) -> Response:
    shift = _shift(shift_id)
    leading.remove(shift, asked.volunteer_no(request.form.get("person")))
    session.commit()
    return done("不用他负责了，已经告诉他。", f"/desk/shifts/{shift_id}/leaders")
