"""Somebody came who had not signed up: by number, or by name when nobody knows them yet."""

from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.attendance import keeping, services
from board.attendance.forms import NewWalkInForm, WalkInForm
from board.attendance.models import Attendance
from board.attendance.views import asked, blueprint, showing
from board.db import session
from board.web.access import signed_in
from board.web.act import act, done
from board.web.forms import page


@blueprint.route("/desk/shifts/<int:shift_id>/roster/walk-in", methods=["GET", "POST"])
@act
@signed_in
def walk_in(shift_id: int) -> tuple[str, int] | Response:
    keeper = keeping.fetch_kept(current_user.person, shift_id)
    form = WalkInForm()
    if form.validate_on_submit():
        row = services.walk_in(keeper.shift, form.typed.data, by=current_user.person, window=asked.window())
        sentence = _sentence(row) if row else ""
        session.commit()
        if row:
            return done(sentence, showing.address(shift_id))
        form.refuse(services.NobodyThere())
    return page("attendance/walk_in.html", form, **showing.head(keeper))


@blueprint.route("/desk/shifts/<int:shift_id>/roster/walk-in-new", methods=["GET", "POST"])
@act
@signed_in
def walk_in_unknown(shift_id: int) -> tuple[str, int] | Response:
    keeper = keeping.fetch_kept(current_user.person, shift_id)
    form = NewWalkInForm()
    if form.validate_on_submit():
        row = services.walk_in_unknown(
            keeper.shift, name=form.name.data, mobile=form.mobile.data or None, by=current_user.person,
            window=asked.window(),
        )  # fmt: skip
        sentence = _sentence(row)
        session.commit()
        return done(sentence, showing.address(shift_id))
    return page("attendance/walk_in_new.html", form, **showing.head(keeper))


def _sentence(row: Attendance) -> str:
    person = row.person
    return f"{person.masked_name}（{person.volunteer_no}）{clock.local(row.at):%H:%M} 到了，待复核。"
