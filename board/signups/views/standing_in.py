"""Naming somebody who goes instead, and their answer from the text message."""

from typing import Any

from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock, dates
from board.accounts.tokens import row_of
from board.db import session
from board.positions import in_words
from board.signups import links, queries, standing_in
from board.signups.forms import StandInForm
from board.signups.models import Answer, StandIn, State
from board.signups.views import blueprint, showing
from board.web.access import open_to_all, signed_in
from board.web.act import act, done
from board.web.forms import page


@blueprint.route("/me/signups/<int:signup_id>/stand-in", methods=["GET", "POST"])
@act
@signed_in
def ask_stand_in(signup_id: int) -> tuple[str, int] | Response:
    signup = queries.fetch_mine(current_user.person, signup_id)
    form = StandInForm()
    if form.validate_on_submit():
        standing_in.ask(signup, name=form.name.data, mobile=form.mobile.data)
        session.commit()
        return done(f"发短信问{form.name.data}了。答应以前，名额还是你的。", "/me/signups")
    return page(
        "signups/ask_stand_in.html",
        form=form,
        ticket=showing.mine(signup, {}, clock.now()) | {"actions": []},
        asked=standing_in.running_of([signup]).get(signup.id),
        here_path=f"/me/signups/{signup_id}/stand-in",
        withdraw_address=f"/me/signups/{signup_id}/withdraw",
    )


@blueprint.post("/me/signups/<int:signup_id>/stand-in/take-back")
@act
@signed_in
def take_back_stand_in(signup_id: int) -> Response:
    signup = queries.fetch_mine(current_user.person, signup_id)
    standing_in.take_back(signup)
    session.commit()
    return done("收回了。可以另请一位，或者自己去。", f"/me/signups/{signup_id}/stand-in")


@blueprint.get("/s/<token>")
@open_to_all
def stand_in(token: str) -> tuple[str, int]:
    return page("signups/stand_in.html", **_shown(_by(token), token))


@blueprint.post("/s/<token>/accept")
@act
@open_to_all
def accept_stand_in(token: str) -> Response:
    standing_in.accept(_by(token))
    session.commit()
    return done("说好了，你替对方去。", f"/s/{token}")


@blueprint.post("/s/<token>/decline")
@act
@open_to_all
def decline_stand_in(token: str) -> Response:
    standing_in.decline(_by(token))
    session.commit()
    return done("好，这次不去。已经告诉对方。", f"/s/{token}")


def _by(token: str) -> StandIn:
    return standing_in.fetch(row_of("stand_in", token))


def _shown(asked: StandIn, token: str) -> dict[str, Any]:
    shift, position = asked.signup.shift, asked.signup.shift.position
    still = asked.answer == Answer.asked and asked.signup.state == State.accepted
    is_open = still and clock.now() < shift.starts_at
    taken = asked.answer == Answer.accepted
    return {
        "here_path": f"/s/{token}",
        "heading": "你来替班" if taken else "能替一次班吗？" if is_open else "不用替了",
        "is_open": is_open,
        "is_taken": taken,
        "over": standing_in.why_over(asked),
        "holder": asked.signup.person.masked_name,
        "ticket": {
            "starts": shift.starts_at, "ends": shift.ends_at, "near": True, "title": position.title,
            "state": "mine" if taken else "waiting", "state_word": "你去" if taken else "想请你去",
            "url": f"/positions/{position.number}",
            "place": in_words.place(position.area.name, position.address),
        },
        "lines": [dates.near_day(shift.starts_at), dates.time_range(shift.starts_at, shift.ends_at)],
        "position": position,
        "rows": [
            {"icon": "list", "label": "做什么", "value": position.content},
            {"icon": "user", "label": "谁可以去", "value": in_words.who_may_come(position.audience, position.min_age)},
            {"icon": "phone", "label": "联系", "value": in_words.contact(position, has_place=taken)},
        ],
        "withdraw_address": links.coming(asked.led_to) if asked.led_to else None,
    }  # fmt: skip
