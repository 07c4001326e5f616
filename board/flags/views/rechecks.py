"""One record that was drawn by lot: what it says, and what somebody without a hand in it finds."""

from typing import Any

from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from board import clock, dates
from board.accounts.models import Person, Role
from board.attendance.views.showing import volunteer
from board.db import session
from board.flags import queries, services
from board.flags.forms import RecheckForm
from board.flags.models import Recheck, RecheckState
from board.flags.services import Looked, Verdict
from board.flags.views import blueprint
from board.flags.words import RECHECK_TONES, RECHECK_WORDS
from board.records.ledger import Line
from board.records.views import showing
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page


def recheck_row(one: Recheck, is_theirs: bool) -> dict[str, Any]:
    """As the list shows it."""
    shift, late = one.record.shift, one.due_on < clock.today()
    until = f"{dates.day(one.due_on)} 前核对" + ("，已经逾期" if late else "")
    return {
        "what": shift.position.title,
        "detail": f"{one.area.name}，{dates.day(shift.starts_at)}。{until}",
        "state": "risk" if late else "waiting",
        "address": f"/desk/rechecks/{one.id}",
        "is_theirs": is_theirs,
    }


@blueprint.route("/desk/rechecks/<int:recheck_id>", methods=["GET", "POST"])
@act
@requires(Role.reviewer)
def recheck(recheck_id: int) -> tuple[str, int] | Response:
    found = queries.fetch_recheck(current_user.person, recheck_id, Role.reviewer)
    line, form = queries.line_of(found), RecheckForm()
    form.offer(services.verdicts_on(line))
    if form.validate_on_submit():
        looked = Looked(Verdict(form.verdict.data), form.note.data)
        services.look(recheck_id, looked, by=current_user.person)
        session.commit()
        return done(_SAID[looked.verdict], "/desk/flags")
    return _page(found, line, form)


_SAID = {
    Verdict.right: "记下了：没有错。",
    Verdict.questioned: "退回了，发布员的工作台上有这一条。",
    Verdict.voided: "作废了，已经告诉本人。",
    Verdict.gone: "记下了。",
}


def _page(found: Recheck, line: Line, form: RecheckForm) -> tuple[str, int]:
    record, person = line.record, line.record.person
    position = record.shift.position
    waits = found.state == RecheckState.waiting
    involved = waits and current_user.person.id in queries.involved_in([record.id])[record.id]
    return page(
        "flags/recheck.html",
        form,
        name=person.name or person.volunteer_no,
        about=volunteer(person.volunteer_no),
        title=position.title,
        when=dates.when(record.shift.starts_at, record.shift.ends_at),
        times=showing.times(line),
        worth=showing.worth(line),
        source=showing.source(line),
        contact=f"{position.contact_name}，{position.contact_phone}",
        record_id=record.id,
        back_fill=f"/desk/backfills/{record.id}" if line.is_back_filled else None,
        month=dates.long_month(found.draw.month),
        due=dates.day(found.due_on),
        recheck=found,
        result_state=RECHECK_TONES[RecheckState(found.state)],
        result_word=RECHECK_WORDS[RecheckState(found.state)],
        looked=f"{_name_of(found.looked_by)}，{dates.moment(found.looked_at)}" if found.looked_at else "",
        can_look=waits and not involved,
        not_yours=involved,
    )


def _name_of(person_id: int | None) -> str:
    name, number = session.execute(
        select(Person.name, Person.volunteer_no).where(Person.id == person_id)
    ).one()
    return name or number
