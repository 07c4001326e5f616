"""My sign-ups: what I go to, what I wait for, what is over; giving up; closing the account."""

from datetime import datetime
from typing import Any

from flask import redirect
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.db import session
from board.signups import announcing, queries, services
from board.signups.forms import WithdrawForm
from board.signups.models import State
from board.signups.views import blueprint, day, group, showing
from board.web.access import signed_in
from board.web.act import act, done
from board.web.forms import page
from board.web.paging import key_before


@blueprint.get("/me")
@signed_in
def me() -> Response:
    return redirect("/me/signups", 302)


@blueprint.get("/me/signups")
@signed_in
def mine() -> tuple[str, int]:
    now = clock.now()
    ahead = queries.coming_up(current_user.person, now)
    places = queries.places_in_line(ahead)
    past = queries.past(current_user.person, now, key_before())
    in_line = [signup for signup in ahead if signup.state in {State.waiting, State.pending}]
    offered = [signup for signup in ahead if signup.offered_until and now < signup.offered_until]
    coming = [signup for signup in ahead if signup not in in_line and signup not in offered]
    said = announcing.kept_for(ahead)
    tickets = {s.id: showing.mine(s, places, now) | {"said": said[s.id]} for s in ahead}
    for signup in ahead:
        tickets[signup.id]["actions"] = day.check_in(signup, now) + tickets[signup.id]["actions"]
    return page(
        "signups/mine.html",
        offers=[showing.offer(signup) for signup in offered],
        coming=[tickets[signup.id] for signup in coming],
        waiting=[tickets[signup.id] for signup in in_line],
        helped=_helped(now),
        past=day.past(current_user.person, past.rows),
        day=day.beside(current_user.person, ahead, now),
        older=f"/me/signups?before={past.next_key}#past" if past.next_key else None,
        volunteer_no=current_user.person.volunteer_no,
    )


def _helped(now: datetime) -> list[dict[str, Any]]:
    """What I made for those I brought along."""
    signups = queries.helped_by(current_user.person, now)
    places = queries.places_in_line(signups)
    return [group.helped_row(signup, places, now) for signup in signups]


@blueprint.route("/me/signups/<int:signup_id>/withdraw", methods=["GET", "POST"])
@act
@signed_in
def withdraw(signup_id: int) -> tuple[str, int] | Response:
    signup = queries.fetch_mine(current_user.person, signup_id)
    form = WithdrawForm()
    if form.validate_on_submit():
        was = State(signup.state)
        services.withdraw(signup, reason=form.reason.data or "")
        session.commit()
        return done(_WORDS.get(was, _WORDS[State.accepted])["done"], "/me/signups")
    now = clock.now()
    shown = showing.mine(signup, queries.places_in_line([signup]), now)
    return page(
        "signups/withdraw.html",
        form=form,
        ticket=shown | {"actions": []},
        needs_reason=signup.needs_reason_at(now),
        **_WORDS.get(State(signup.state), _WORDS[State.accepted]),
    )


_WORDS = {
    State.waiting: {
        "done": "不再候补了。",
        "heading": "不等了吗？",
        "verb": "不等了",
        "sentence": "你会离开候补，后面的人往前进一位。",
        "stay": "还是等",
    },
    State.pending: {
        "done": "报名撤回了。",
        "heading": "撤回报名吗？",
        "verb": "撤回报名",
        "sentence": "社区就不用再看了，想来可以再报。",
        "stay": "还是等",
    },
    State.accepted: {
        "done": "已撤下，名额会给候补的人。",
        "heading": "不能去了吗？",
        "verb": "撤销报名",
        "sentence": "名额会马上给候补的人。",
        "stay": "还是去",
    },
}
