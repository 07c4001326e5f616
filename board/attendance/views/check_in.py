"""The volunteer's own phone: what will happen, and then it happens."""

from dataclasses import dataclass

from flask import redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock, dates
from board.accounts.web import visitor
from board.attendance import by_code, own, queries
from board.attendance.by_code import Sent
from board.attendance.forms import CheckInForm, ChosenCheckInForm
from board.attendance.models import Attendance, Kind
from board.attendance.services import why_wrong_day
from board.attendance.views import asked, blueprint
from board.attendance.words import KIND_WORDS, REVIEW_WORDS
from board.db import session
from board.positions.models import Shift
from board.web.access import signed_in
from board.web.act import act
from board.web.forms import digits, page


@blueprint.route("/check-in", methods=["GET", "POST"])
@act
@signed_in
def enter_digits() -> tuple[str, int] | Response:
    form = ChosenCheckInForm()
    mine = own.around(current_user.person, clock.now(), asked.window())
    form.offer([(f"{shift.id}-{kind}", _choice(shift, kind)) for shift, kind in mine])
    if form.validate_on_submit() and form.shift_id:
        answer = _check(form.shift_id, form)
        if answer:
            return answer
    return page("attendance/enter_digits.html", form, mine=mine, one=_one(mine))


def _choice(shift: Shift, kind: Kind) -> str:
    return f"{shift.position.title}，{dates.time_range(shift.starts_at, shift.ends_at)}，{KIND_WORDS[kind]}"


def _one(mine: list[tuple[Shift, Kind]]) -> dict[str, object] | None:
    """The shift, when there is nothing to choose."""
    if len(mine) != 1:
        return None
    shift, kind = mine[0]
    return {"shift": shift, "verb": KIND_WORDS[kind]}


@blueprint.route("/check-in/<int:shift_id>", methods=["GET", "POST"])
@act
@signed_in
def check_in(shift_id: int) -> tuple[str, int] | Response:
    form = CheckInForm()
    if form.validate_on_submit():
        answer = _check(shift_id, form)
        if answer:
            return answer
    shift = queries.fetch_public_shift(shift_id)
    there = queries.standing(shift_id, current_user.person)
    if request.method == "GET":
        form.code.data = (digits(request.args.get("code")) or "")[:6]
    step = own.next_step(there)
    form.what.data = str(step or "")
    return page(
        "attendance/check_in.html",
        form,
        shift=shift,
        position=shift.position,
        closed=why_wrong_day(shift),
        verb=KIND_WORDS[step] if step else None,
        scanned=bool(form.code.data),
        **_so_far(there, shift),
    )


def _check(shift_id: int, form: CheckInForm) -> Response | None:
    """Where it leads once it is done; None when the digits were wrong, which then stands on the form."""
    sent = Sent(form.kind, form.code.data, visitor().browser)
    seen = by_code.check(current_user.person, shift_id, sent, asked.window())
    session.commit()
    if seen is None:
        form.refuse(by_code.WrongDigits())
        return None
    return redirect(f"/check-in/{shift_id}", 303)


@dataclass(frozen=True)
class _Done:
    """What has been noted, in words."""

    title: str
    line: str
    review: str


def _so_far(there: dict[Kind, Attendance], shift: Shift) -> dict[str, object]:
    came, left = there.get(Kind.arrived), there.get(Kind.left)
    missed = there.get(Kind.absent) or there.get(Kind.excused)
    if came is None:
        return {"done": None, "missed": KIND_WORDS[Kind(missed.kind)] if missed else None}
    words = f"{dates.clock_time(came.at)} 到"
    title = "签到好了"
    if left is not None:
        title, words = "签退好了，辛苦了", f"{words}，{dates.clock_time(left.at)} 走"
    open_rows = (row.review for row in (came, left) if row and row.review and row.settled_at is None)
    why = "、".join(REVIEW_WORDS[review] for review in open_rows)
    review = f"{why}，先记下了，社区看过以后才算数。" if why else ""
    return {"done": _Done(title, words, review), "missed": None}
