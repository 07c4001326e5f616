"""Shifts of a position: make them out of days and times, mend one, drop one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts.models import Role
from board.areas import workdays
from board.db import session
from board.errors import NotFound, RuleBroken
from board.positions import queries, schedule, shifting
from board.positions.forms import PeopleForm, ShiftForm, TimetableForm
from board.positions.models import Position
from board.positions.schedule import Span
from board.positions.views import blueprint
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page

MOST_SPANS = schedule.MOST_AT_ONCE


@blueprint.route("/desk/positions/<number>/shifts/new", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_new_shifts(number: str) -> tuple[str, int] | Response:
    """Days and times are asked by GET and shown as shifts; a POST makes those left ticked."""
    position = queries.fetch_managed(current_user.person, number, Role.editor)
    timetable = TimetableForm(request.args or None, data=_usual_times(position))
    form = PeopleForm(data={"quota": position.quota, "minimum": position.minimum})
    if form.validate_on_submit():
        spans = _ticked()
        added = shifting.add_shifts(
            position, spans, quota=form.quota.data or 1, minimum=form.minimum.data, by=current_user.person
        )
        session.commit()
        return done(f"排了 {len(added)} 班。", f"/desk/positions/{number}")
    return page(
        "positions/desk_new_shifts.html",
        form=form,
        timetable=timetable,
        position=position,
        **_preview(position, timetable),
    )


def _usual_times(position: Position) -> dict[str, Any]:
    """The list's period, and the hours of the last shift there is."""
    listed = position.opportunity_list
    usual: dict[str, Any] = {"first": max(listed.period_start, clock.today()), "last": listed.period_end}
    if position.shifts:
        last = position.shifts[-1]
        usual |= {"starts": clock.local(last.starts_at).time(), "ends": clock.local(last.ends_at).time()}
    return usual


def _preview(position: Position, timetable: TimetableForm) -> dict[str, Any]:
    """What would be made, a row each; nothing as long as nothing was asked."""
    if not request.args or not timetable.validate():
        return {"rows": [], "warnings": [], "asked": False}
    try:
        spans, warnings = _spans(position, timetable)
    except RuleBroken as refusal:
        timetable.refuse(refusal)
        return {"rows": [], "warnings": [], "asked": False}
    kept = {(span.starts_at, span.ends_at) for span in _ticked()} if request.method == "POST" else None
    return {"rows": _rows(position, spans, kept), "warnings": warnings, "asked": True}


def _spans(position: Position, timetable: TimetableForm) -> tuple[list[Span], list[str]]:
    if timetable.days.data:
        listed = position.opportunity_list
        first = min(max(listed.period_start, clock.today()), listed.period_end)
        days = schedule.chosen_days(timetable.days.data, period=(first, listed.period_end))
    else:
        weekdays = [int(text) for text in timetable.weekdays.data or ()]
        days = schedule.days_between(timetable.first.data, timetable.last.data, weekdays)
    calendar = workdays.calendar_for(days)
    warnings = calendar.warnings(days)
    if timetable.skip_holidays.data:
        days = [day for day in days if not calendar.is_holiday(day)]
    return [schedule.span(day, timetable.starts.data, timetable.ends.data) for day in days], warnings


def _rows(
    position: Position, spans: list[Span], kept: set[tuple[datetime, datetime]] | None
) -> list[dict[str, Any]]:
    there = {(s.starts_at, s.ends_at) for s in position.shifts if s.cancelled_at is None}
    calendar = workdays.calendar_of(*(span.starts_at for span in spans))
    now = clock.now()
    rows = []
    for span in spans:
        why = (
            "已经排过"
            if (span.starts_at, span.ends_at) in there
            else "已经过去"
            if span.starts_at <= now
            else ""
        )
        day = clock.local(span.starts_at).date()
        rows.append({
            "span": span, "value": f"{span.starts_at.isoformat()}/{span.ends_at.isoformat()}", "why": why,
            "ticked": not why and (kept is None or (span.starts_at, span.ends_at) in kept),
            "holiday": calendar.is_holiday(day),
        })  # fmt: skip
    return rows


def _ticked() -> list[Span]:
    """The shifts left ticked; anything that is no time from one instant to another is dropped."""
    spans = []
    for text in request.form.getlist("span")[:MOST_SPANS]:
        starts, _, ends = text.partition("/")
        try:
            span = Span(_instant(starts), _instant(ends))
        except ValueError:
            raise NotFound from None
        if not timedelta(0) < span.ends_at - span.starts_at <= schedule.LONGEST:
            raise schedule.TooLong
        spans.append(span)
    return spans


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or not 2000 < found.year < 2200:
        raise ValueError(text)
    return found.astimezone(UTC)


@blueprint.route("/desk/shifts/<int:shift_id>/edit", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_edit_shift(shift_id: int) -> tuple[str, int] | Response:
    shift = queries.fetch_shift(current_user.person, shift_id, Role.editor)
    starts, ends = clock.local(shift.starts_at), clock.local(shift.ends_at)
    form = ShiftForm(
        data={"day": starts.date(), "starts": starts.time(), "ends": ends.time(),
              "quota": shift.quota, "minimum": shift.minimum}
    )  # fmt: skip
    if form.validate_on_submit():
        span = schedule.span(form.day.data, form.starts.data, form.ends.data)
        shifting.change_shift(
            shift, span, quota=form.quota.data or 1, minimum=form.minimum.data, by=current_user.person
        )
        session.commit()
        return done("这一班改好了。", f"/desk/positions/{shift.position.number}")
    return page("positions/desk_edit_shift.html", form=form, shift=shift, position=shift.position)


@blueprint.post("/desk/shifts/<int:shift_id>/drop")
@act
@requires(Role.editor)
def desk_remove_shift(shift_id: int) -> Response:
    shift = queries.fetch_shift(current_user.person, shift_id, Role.editor)
    number = shift.position.number
    shifting.remove_shift(shift, by=current_user.person)
    session.commit()
    return done("这一班去掉了。", f"/desk/positions/{number}")
