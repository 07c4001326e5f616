"""One record: its history, and what may be done to it. Each act asks for a reason on a page of its own."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from board import clock, dates
from board.accounts import scope
from board.accounts.models import Person, Role
from board.attendance.views.showing import volunteer
from board.db import session
from board.records import queries, services
from board.records.forms import CorrectForm, ReasonForm
from board.records.ledger import Line
from board.records.models import NEXT, Kind, RecordStep
from board.records.views import blueprint, showing, told
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page

_BOTH: Final = (Role.editor, Role.reviewer)
_WHO: Final = {
    Kind.kept: (Role.editor,),
    Kind.corrected: (Role.editor,),
    Kind.questioned: (Role.reviewer,),
    Kind.voided: _BOTH,
    Kind.reinstated: (Role.editor,),
}
# By act: the end of its address, the button, the heading, what becomes of it, what is said afterwards.
_ACTS: Final = {
    Kind.kept: ("keep", "照记", "照这个时间记", "核对过，时间没有错。还要第二个人确认。", "照记了，等第二个人确认。"),
    Kind.corrected: ("correct", "改时间", "改时间", "改完要第二个人确认，原来的时间留着看得到。", "改好了，等第二个人确认，已经告诉本人。"),
    Kind.questioned: ("question", "退回核对", "退回给发布员核对", "核对以前不算时长。", "退回了，发布员的工作台上有这一条。"),
    Kind.voided: ("void", "作废", "这一条不算了", "记录留着，写着原因，本人会收到消息，可以说不对。", "作废了，已经告诉本人。"),
    Kind.reinstated: ("reinstate", "恢复", "恢复这一条", "恢复后要第二个人确认才算。", "恢复了，等第二个人确认，已经告诉本人。"),
}  # fmt: skip


@blueprint.get("/desk/records/<int:record_id>")
@requires(*queries.READERS)
def record(record_id: int) -> tuple[str, int]:
    line = queries.fetch_record(current_user.person, record_id, *queries.READERS)
    steps = queries.steps_of(line.record)
    return page(
        "records/record.html",
        **_head(line),
        history=showing.history(line, steps, _names(line, steps)),
        acts=[*told.told.of_record(line), *_possible(line)],
    )


@blueprint.route("/desk/records/<int:record_id>/keep", methods=["GET", "POST"])
@act
@requires(*_WHO[Kind.kept])
def keep(record_id: int) -> tuple[str, int] | Response:
    return _with_reason(record_id, Kind.kept, services.keep)


@blueprint.route("/desk/records/<int:record_id>/question", methods=["GET", "POST"])
@act
@requires(*_WHO[Kind.questioned])
def question(record_id: int) -> tuple[str, int] | Response:
    return _with_reason(record_id, Kind.questioned, services.question)


@blueprint.route("/desk/records/<int:record_id>/void", methods=["GET", "POST"])
@act
@requires(*_WHO[Kind.voided])
def void(record_id: int) -> tuple[str, int] | Response:
    return _with_reason(record_id, Kind.voided, services.void)


@blueprint.route("/desk/records/<int:record_id>/reinstate", methods=["GET", "POST"])
@act
@requires(*_WHO[Kind.reinstated])
def reinstate(record_id: int) -> tuple[str, int] | Response:
    return _with_reason(record_id, Kind.reinstated, services.reinstate)


@blueprint.route("/desk/records/<int:record_id>/correct", methods=["GET", "POST"])
@act
@requires(*_WHO[Kind.corrected])
def correct(record_id: int) -> tuple[str, int] | Response:
    line = queries.fetch_record(current_user.person, record_id, *_WHO[Kind.corrected])
    form = CorrectForm(
        came=clock.local(line.starts_at).time().replace(second=0, microsecond=0),
        went=clock.local(line.ends_at).time().replace(second=0, microsecond=0),
    )
    if form.validate_on_submit():
        services.correct(
            record_id, form.came.data, form.went.data, reason=form.reason.data, by=current_user.person
        )
        return _done(record_id, Kind.corrected)
    return _asked(line, Kind.corrected, form)


def _with_reason(record_id: int, kind: Kind, do: Callable[..., None]) -> tuple[str, int] | Response:
    line = queries.fetch_record(current_user.person, record_id, *_WHO[kind])
    form = ReasonForm()
    if form.validate_on_submit():
        do(record_id, reason=form.reason.data, by=current_user.person)
        return _done(record_id, kind)
    return _asked(line, kind, form)


def _done(record_id: int, kind: Kind) -> Response:
    session.commit()
    return done(_ACTS[kind][4], f"/desk/records/{record_id}")


def _asked(line: Line, kind: Kind, form: ReasonForm) -> tuple[str, int]:
    _, button, heading, sentence, _ = _ACTS[kind]
    return page("records/act.html", form, **_head(line), button=button, heading=heading, sentence=sentence)


def _head(line: Line) -> dict[str, Any]:
    """What stands above every page of one record."""
    record, person = line.record, line.record.person
    shift = record.shift
    return {
        "record": record,
        "name": person.name or person.volunteer_no,
        "about": volunteer(person.volunteer_no),
        "title": shift.position.title,
        "when": dates.when(shift.starts_at, shift.ends_at),
        "times": showing.times(line),
        "worth": showing.worth(line),
        "source": showing.source(line),
        "back_fill": f"/desk/backfills/{record.id}" if line.is_back_filled else None,
        "mark": showing.marks(line),
        "why": showing.why(line),
        "noticed_until": line.noticed_until,
        "is_noticed": line.is_noticed_at(clock.now()),
    } | showing.state(line)


def _possible(line: Line) -> list[tuple[str, str]]:
    """What this person may do to it now: (address, button)."""
    roles = scope.roles_in(current_user.person, line.record.area)
    may = [kind for kind in _ACTS if kind in NEXT[line.state] and roles & set(_WHO[kind])]
    return [(f"/desk/records/{line.record.id}/{_ACTS[kind][0]}", _ACTS[kind][1]) for kind in may]


def _names(line: Line, steps: Iterable[RecordStep]) -> dict[int, str]:
    """Colleagues by name, as they sign everywhere at the desk."""
    ids = {line.record.entered_by, *(step.by_id for step in steps)} - {None}
    found = session.execute(select(Person.id, Person.name, Person.volunteer_no).where(Person.id.in_(ids)))
    return {number: name or volunteer_no for number, name, volunteer_no in found}
