"""The page behind a reminder's link: still coming, or not; one tap, without signing in."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import redirect
from werkzeug.wrappers import Response

from board import audit, clock
from board.db import session
from board.positions import in_words
from board.signups import queries, reminding, services
from board.signups.message_forms import COMING, GONE, ComingForm
from board.signups.models import Signup, State
from board.signups.views import blueprint, showing
from board.web.access import open_to_all
from board.web.act import act
from board.web.forms import page

REASONS = ("生病了", "家里有事", "工作走不开")


@blueprint.route("/r/<token>", methods=["GET", "POST"])
@act
@open_to_all
def coming(token: str) -> tuple[str, int] | Response:
    signup = queries.fetch_by_link("coming", token)
    form = ComingForm()
    if form.validate_on_submit():
        _act_by_link()
        _answer(signup, form)
        session.commit()
        return redirect(f"/r/{token}", 303)  # no flash: whoever is signed out is shown none
    return page("signups/coming.html", form=form, here_path=f"/r/{token}", **_shown(signup, clock.now()))


def _act_by_link() -> None:
    """The log says that a link acted, when nobody is signed in."""
    trail = audit.trail()
    if trail.actor_id is None:
        audit.follow(replace(trail, role="link"))


def _answer(signup: Signup, form: ComingForm) -> None:
    if form.answer.data == COMING:
        reminding.say_still_coming(signup)
    else:
        services.withdraw(signup, reason=form.reason.data or "")


def _shown(signup: Signup, now: datetime) -> dict[str, Any]:
    shift, position = signup.shift, signup.shift.position
    late = signup.needs_reason_at(now)
    can_leave = signup.is_live and shift.is_ahead_at(now)
    can_come = can_leave and signup.state == State.accepted
    return {
        "heading": "还来吗？" if can_come else "你的报名",
        "whose": signup.person.masked_name,
        "ticket": showing.mine(signup, queries.places_in_line([signup]), now) | {"actions": []},
        "rows": [
            {"icon": "phone", "label": "联系", "value": _contact(signup)},
            {"icon": "undo", "label": "去不了", "value": "" if late else in_words.withdrawing(position)[0]},
        ] if can_leave else [],
        "can_come": can_come,
        "can_leave": can_leave,
        "coming": COMING,
        "gone": GONE,
        "has_said_so": can_come and reminding.has_said_so(signup),
        "needs_reason": late,
        "reasons": REASONS,
        "leave_words": "不能去了" if signup.holds_place else "不等了",
        "became": None if can_leave else _became(signup, now),
    }  # fmt: skip


def _contact(signup: Signup) -> str:
    return in_words.contact(signup.shift.position, has_place=signup.holds_place)


def _became(signup: Signup, now: datetime) -> str:
    """What became of it: everybody who still has the link reads an answer."""
    shift = signup.shift
    if shift.cancelled_at is not None:
        because = f"：{shift.cancel_reason}" if shift.cancel_reason else ""
        return f"这一班取消了{because}。不用去了。"
    if signup.is_live:
        if now >= shift.ends_at:
            return "这一班已经结束了。"
        return f"这一班已经开始了。去不了请直接打电话：{_contact(signup)}。"
    return showing.how_it_ended(signup)
