"""One's own hours: saying what is not right, taking it back, asking the street."""

from collections.abc import Iterable
from typing import Any

from flask import redirect
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock, dates
from board.accounts.models import Person
from board.attendance.models import Attendance, Kind
from board.attendance.words import KIND_WORDS
from board.db import session
from board.objections import queries, services, telling
from board.objections.forms import AskStreetForm, NotRightForm
from board.objections.models import Objection, State
from board.objections.queries import Served
from board.objections.services import Said
from board.objections.views import blueprint, showing
from board.objections.words import who_answers
from board.records.ledger import Line
from board.records.models import State as RecordState
from board.records.queries import fetch_mine
from board.records.views import showing as records
from board.web.access import signed_in
from board.web.act import act, done
from board.web.forms import page

Shown = dict[str, Any]


@blueprint.route("/me/hours/<int:record_id>/not-right", methods=["GET", "POST"])
@act
@signed_in
def record_not_right(record_id: int) -> tuple[str, int] | Response:
    line = fetch_mine(current_user.person, record_id)
    return _said_or_asked(Served(line.record.shift, None, line))


@blueprint.route("/me/shifts/<int:shift_id>/not-right", methods=["GET", "POST"])
@act
@signed_in
def shift_not_right(shift_id: int) -> tuple[str, int] | Response:
    served = queries.fetch_served(current_user.person, shift_id, clock.now())
    if served.line is not None:  # written down since
        return redirect(f"/me/hours/{served.line.record.id}", 303)
    return _said_or_asked(served)


def _said_or_asked(served: Served) -> tuple[str, int] | Response:
    person, form = current_user.person, NotRightForm()
    if form.validate_on_submit():
        said = Said(reason=form.reason.data, came=form.came.data, went=form.went.data)
        one = services.say_not_right(person, served.shift.id, said)
        session.commit()
        return done(f"说给{one.area.name}了，{dates.day(one.due_on)} 前答复。", telling.own_page(one))
    before = queries.about(person, served.shift.id)
    return page("objections/not_right.html", form, **_about(served), **_history(before))


def _about(served: Served) -> Shown:
    shift, line = served.shift, served.line
    return {
        "title": shift.position.title,
        "when": dates.when(shift.starts_at, shift.ends_at),
        "stands": f"{records.times(line)}，{records.worth(line)}" if line else _seen(served.seen),
        "why": records.why(line) if line else "",
        "is_voided": line is not None and line.state == RecordState.voided,
        "record_id": line.record.id if line else None,
        "who": shift.position.area.name,
        "street": who_answers(shift.position.area, above=True),
    }


def _seen(seen: Attendance | None) -> str:
    if seen is None:
        return ""
    if seen.kind == Kind.arrived:
        return f"{dates.clock_time(seen.at)} 到，时长还没记"
    return KIND_WORDS[Kind(seen.kind)]


def _history(before: list[Objection]) -> Shown:
    steps = queries.steps_of(before)
    return {
        "said": [showing.own(one, steps[one.id]) for one in before],
        "is_waiting": any(one.is_own and one.is_live for one in before),
    }


@blueprint.post("/me/objections/<int:objection_id>/take-back")
@act
@signed_in
def take_back(objection_id: int) -> Response:
    one = queries.fetch_mine(current_user.person, objection_id)
    services.take_back(objection_id, current_user.person)
    session.commit()
    return done("收回了，社区不用答复了。", telling.own_page(one))


@blueprint.route("/me/objections/<int:objection_id>/ask-street", methods=["GET", "POST"])
@act
@signed_in
def ask_street(objection_id: int) -> tuple[str, int] | Response:
    one = queries.fetch_mine(current_user.person, objection_id)
    street, form = who_answers(one.area, above=True), AskStreetForm()
    if form.validate_on_submit():
        one = services.ask_street(objection_id, form.reason.data, current_user.person)
        session.commit()
        return done(f"转给{street}了，{dates.day(one.due_on)} 前答复。", telling.own_page(one))
    steps = queries.steps_of([one])[one.id]
    return page(
        "objections/ask_street.html",
        form,
        said=showing.own(one, steps) | {"ask_street": None, "take_back": None},
        may_ask=services.may_ask_street(one, steps),
        title=one.shift.position.title,
        when=dates.when(one.shift.starts_at, one.shift.ends_at),
        street=street,
        own_page=telling.own_page(one),
    )


# What the pages of hours show of it (records.views.told)


def of_mine(person: Person, line: Line) -> tuple[list[Shown], bool]:
    history = _history(queries.about(person, line.record.shift_id))
    asks = any(said["ask_street"] for said in history["said"])  # the one way on, as long as it is open
    return history["said"], not (history["is_waiting"] or asks)


def of_unwritten(person: Person, shift_ids: Iterable[int]) -> dict[int, str]:
    """等清泉社区答复，12月1日 周二前"""
    running = queries.running_own(person, shift_ids)
    return {shift: f"你说过不对，{_waits(one)}" for shift, one in running.items()}


def _waits(one: Objection) -> str:
    who = who_answers(one.area, above=one.state == State.with_street)
    return f"{who}在 {dates.day(one.due_on)} 前答复"
