"""Who gets a place where staff decide: many at once, with what is known of each."""

from datetime import datetime
from typing import Final

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import dates, rounding
from board.accounts.models import Role
from board.attendance import queries as attendance
from board.db import session
from board.desk.forms import YES, DecideForm
from board.desk.views import blueprint
from board.positions import queries as positions
from board.positions.models import Position, Shift
from board.records import ledger
from board.records.models import RecordStep
from board.signups import deciding
from board.signups import queries as signups
from board.signups.models import Signup, State
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page

MOST: Final = 200
ORDERS: Final = {"first": "先报的在前", "hours": "在这里做得多的在前", "new": "第一次来的在前"}


@blueprint.route("/desk/positions/<number>/decide", methods=["GET", "POST"])
@act
@requires(Role.editor)
def decide(number: str) -> tuple[str, int] | Response:
    position = positions.fetch_managed(current_user.person, number, Role.editor)
    form = DecideForm()
    if form.validate_on_submit():
        chosen = signups.chosen_of(position, form.chosen.data)
        said = _carry_out(form, chosen)
        session.commit()
        return done(said, f"/desk/positions/{number}/decide")
    order = request.args.get("order", "")
    order = order if order in ORDERS else "first"
    return page(
        "desk/decide.html",
        form=form,
        position=position,
        groups=_by_shift(position, order),
        orders=[(key, words, key == order) for key, words in ORDERS.items()],
        ticked=set(form.chosen.data or ()),
        most=MOST,
    )


def _carry_out(form: DecideForm, chosen: list[Signup]) -> str:
    if form.decision.data == YES:
        decided = deciding.approve(chosen)
        return _said(chosen, [str(refusal) for _, refusal in decided.refused])
    deciding.reject(chosen, reason=form.reason.data)
    return f"{sum(s.state == State.rejected for s in chosen)} 人没有通过，原因已经告诉本人。"


def _said(chosen: list[Signup], refusals: list[str]) -> str:
    counted = (
        (sum(s.state == State.accepted for s in chosen), "人通过了"),
        (sum(s.state == State.waiting for s in chosen), "人通过了，名额满了在候补"),
        (len(refusals), "人现在不能通过"),
    )
    words = "，".join(f"{count} {word}" for count, word in counted if count) or "这些人都已经有答复了"
    return "。".join([words, *dict.fromkeys(text.rstrip("。") for text in refusals)]) + "。"


def _by_shift(position: Position, order: str) -> list[tuple[Shift, str, list[dict[str, object]]]]:
    """The undecided by shift, in the order asked for, each with what is known of them here."""
    pending = signups.undecided(position, MOST)
    people = [signup.person_id for signup in pending]
    known = attendance.served_and_missed(people, position.area)
    hours = ledger.totals_by(
        RecordStep.person_id, RecordStep.person_id.in_(people), ledger.in_area(position.area)
    )
    minutes = {person: total.minutes for person, total in hours.items()}
    by_shift: dict[int, list[Signup]] = {}
    for signup in pending:
        by_shift.setdefault(signup.shift_id, []).append(signup)
    keys = {
        "first": lambda s: s.turn,
        "hours": lambda s: (-minutes.get(s.person_id, 0), s.turn),
        "new": lambda s: (known.get(s.person_id, (0, 0))[0] > 0, s.turn),
    }
    return [
        (rows[0].shift, _places(rows[0].shift), [_row(s, known, minutes) for s in sorted(rows, key=keys[order])])
        for rows in by_shift.values()
    ]  # fmt: skip


def _places(shift: Shift) -> str:
    return f"还有 {shift.left} 个名额，共 {shift.quota} 个" if shift.left else "名额满了，通过的排候补"


def _row(signup: Signup, known: dict[int, tuple[int, int]], minutes: dict[int, int]) -> dict[str, object]:
    served, missed = known.get(signup.person_id, (0, 0))
    return {
        "id": signup.id,
        "name": signup.person.name or signup.person.volunteer_no,
        "volunteer_no": signup.person.volunteer_no,
        "asked": _since(signup.created_at),
        "here": _here(served, minutes.get(signup.person_id, 0)),
        "missed": f"一年内 {missed} 次没到" if missed else "",
    }


def _since(when: datetime) -> str:
    return f"{dates.near_moment(when)} 报的"


def _here(served: int, minutes: int) -> str:
    if not served:
        return "第一次来"
    return f"来过 {served} 次，{rounding.words(minutes)}" if minutes else f"来过 {served} 次"
