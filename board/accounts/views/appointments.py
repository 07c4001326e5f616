"""Giving and ending appointments."""

from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts import appointing, people, scope
from board.accounts.forms import AppointForm
from board.accounts.models import ROLE_WORDS, Role
from board.accounts.views import blueprint
from board.accounts.views.choices import places
from board.areas.models import Level
from board.db import session
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page
from board.web.paging import key_before

Answer = tuple[str, int] | Response


@blueprint.get("/desk/appointments")
@requires(Role.manager)
def appointments() -> Answer:
    me = current_user.person
    shown = appointing.page_of(me, key_before())
    endable = appointing.endable_by(me, shown.rows)
    return page("accounts/appointments.html", shown=shown, words=ROLE_WORDS, endable=endable)


@blueprint.route("/desk/people/<volunteer_no>/appoint", methods=["GET", "POST"])
@act
@requires(Role.manager)
def appoint(volunteer_no: str) -> Answer:
    me = current_user.person
    person = people.fetch(me, volunteer_no)
    managed = scope.areas_of(me, Role.manager)
    form = AppointForm()
    form.offer(places(managed, with_units=any(area.level == Level.district for area in managed)))
    if form.validate_on_submit():
        appointing.appoint(me, person, Role(form.role.data), appointing.place_named(form.place.data))
        session.commit()
        return done("任命好了，马上生效。", f"/desk/people/{volunteer_no}")
    return page("accounts/appoint.html", form=form, person=person)


@blueprint.post("/desk/appointments/<int:number>/end")
@act
@requires(Role.manager)
def end_appointment(number: int) -> Response:
    appointment = appointing.fetch(current_user.person, number)
    appointing.end(current_user.person, appointment)
    session.commit()
    return done("任命结束了，马上生效。", "/desk/appointments")
