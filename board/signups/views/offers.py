"""Taking or declining a place that is kept: from the text message, or from 我的报名."""

from typing import Any

from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock, dates
from board.db import session
from board.positions import in_words
from board.positions.models import Position
from board.signups import links, offers, queries
from board.signups.models import Signup, State
from board.signups.views import blueprint, showing
from board.web.access import open_to_all, signed_in
from board.web.act import act, done
from board.web.forms import page

_TAKEN, _DECLINED = "名额是你的了。去不了请早点说。", "好，这次不去。名额给了下一位。"


def _by(token: str) -> Signup:
    return queries.fetch_by_link("offer", token)


@blueprint.get("/o/<token>")
@open_to_all
def offer(token: str) -> tuple[str, int]:
    return page("signups/offer.html", **_shown(_by(token), token))


@blueprint.post("/o/<token>/accept")
@act
@open_to_all
def accept_offer(token: str) -> Response:
    offers.accept(_by(token))
    session.commit()
    return done(_TAKEN, f"/o/{token}")


@blueprint.post("/o/<token>/decline")
@act
@open_to_all
def decline_offer(token: str) -> Response:
    offers.decline(_by(token))
    session.commit()
    return done(_DECLINED, f"/o/{token}")


@blueprint.post("/me/signups/<int:signup_id>/accept")
@act
@signed_in
def accept_mine(signup_id: int) -> Response:
    offers.accept(queries.fetch_mine(current_user.person, signup_id))
    session.commit()
    return done(_TAKEN, "/me/signups")


@blueprint.post("/me/signups/<int:signup_id>/decline")
@act
@signed_in
def decline_mine(signup_id: int) -> Response:
    offers.decline(queries.fetch_mine(current_user.person, signup_id))
    session.commit()
    return done(_DECLINED, "/me/signups")


def _shown(signup: Signup, token: str) -> dict[str, Any]:
    shift, position = signup.shift, signup.shift.position
    return {
        "here_path": f"/o/{token}",
        "heading": _heading(signup),
        "is_open": _is_open(signup),
        "is_mine": signup.state == State.accepted,
        "ended": showing.how_it_ended(signup),
        "until": dates.near_moment(signup.offered_until) if signup.offered_until else None,
        "whose": signup.person.masked_name,
        "when": dates.when(shift.starts_at, shift.ends_at),
        "lines": [dates.near_day(shift.starts_at), dates.time_range(shift.starts_at, shift.ends_at)],
        "position": position,
        "place": in_words.place(position.area.name, position.address),
        "rows": _facts(position),
        "withdraw_address": links.coming(signup.id),
    }


def _facts(position: Position) -> list[dict[str, str]]:
    return [
        {"icon": "list", "label": "做什么", "value": position.content},
        {"icon": "phone", "label": "联系", "value": in_words.contact(position, has_place=True)},
    ]


def _is_open(signup: Signup) -> bool:
    return signup.offered_until is not None and clock.now() < signup.offered_until


def _heading(signup: Signup) -> str:
    if signup.state == State.accepted:
        return "名额是你的了"
    return "轮到你了" if _is_open(signup) else "这个名额已经不在了"
