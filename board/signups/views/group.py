"""A family or a group in one go, and what somebody made for those they brought along."""

from datetime import datetime
from typing import Any

from flask import g, redirect
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts import added, privacy
from board.db import session
from board.positions import queries as positions
from board.signups import links, queries, services, together
from board.signups.behalf_forms import GroupForm, group_form
from board.signups.forms import WithdrawForm
from board.signups.models import Signup, State
from board.signups.views import blueprint, showing
from board.signups.views.sign_up import chosen_ids, chosen_in_address
from board.web.access import signed_in
from board.web.act import act, done
from board.web.forms import page

Answer = tuple[str, int] | Response


@blueprint.route("/positions/<number>/sign-up/group", methods=["GET", "POST"])
@act
@signed_in
def sign_up_group(number: str) -> Answer:
    position = positions.fetch_public(number)
    chosen = positions.shifts_of(position, chosen_ids())
    if not chosen:
        return redirect(f"/positions/{number}", 303)
    form: GroupForm = group_form(g.settings.group_most)()
    form.offer(added.companions(current_user.person))
    if form.validate_on_submit():
        group = form.group(g.settings.group_most)
        signups = together.sign_up_group(
            current_user.person, [shift.id for shift in chosen], group, consent_version=privacy.VERSION
        )
        sentence = _became(signups)
        session.commit()
        return done(sentence, "/me/signups#helped")
    waiting = queries.waiting_counts(shift.id for shift in chosen)
    return page(
        "signups/group.html",
        form=form,
        position=position,
        tickets=[_ticket(shift, waiting) for shift in chosen],
        back_path=f"/positions/{number}/sign-up?{chosen_in_address(chosen)}",
        asks_month=position.min_age is not None,
        most=g.settings.group_most,
        privacy_version=privacy.VERSION_WORDS,
    )


def _ticket(shift: Any, waiting: dict[int, int]) -> dict[str, Any]:
    shown = {"starts": shift.starts_at, "ends": shift.ends_at}
    if shift.position.needs_staff:
        return shown | {"state": "waiting", "state_word": "社区看过再定"}
    if shift.left and shift.id not in waiting:
        return shown | {"state": "mine", "state_word": f"还有 {shift.left} 个名额"}
    return shown | {"state": "waiting", "state_word": "没有名额了"}


def _became(signups: list[Signup]) -> str:
    many = len({signup.person_id for signup in signups})
    if any(signup.state == State.pending for signup in signups):
        return f"{many} 个人都交给社区了，社区看过以后告诉你们。"
    return f"{many} 个人都报上了，每个人都有自己的名额和志愿者编号。"


def helped_row(signup: Signup, places: dict[int, int], now: datetime) -> dict[str, Any]:
    """Under 我帮着报的: whose it is, and the one thing that can be done."""
    shown = showing.mine(signup, places, now) | {"place": None}
    shown["title"] = f"{signup.person.name}，{signup.shift.position.title}"
    shown["note"] = f"志愿者编号 {signup.person.volunteer_no}"
    shown["actions"] = _actions(signup) if signup.shift.is_ahead_at(now) else []
    return shown


def _actions(signup: Signup) -> list[dict[str, str]]:
    if signup.state == State.offered:
        return [{"text": "去不去，答一声", "href": links.offer(signup.id)}]
    return [{"text": showing.leaving_words(signup), "href": f"/me/helped/{signup.id}/withdraw"}]


@blueprint.route("/me/helped/<int:signup_id>/withdraw", methods=["GET", "POST"])
@act
@signed_in
def withdraw_helped(signup_id: int) -> Answer:
    signup = queries.fetch_helped(current_user.person, signup_id)
    form = WithdrawForm()
    name = signup.person.name
    if form.validate_on_submit():
        services.withdraw(signup, reason=form.reason.data or "")
        session.commit()
        return done(f"{name}的报名撤下了。", "/me/signups#helped")
    now = clock.now()
    shown = helped_row(signup, queries.places_in_line([signup]), now)
    return page(
        "signups/withdraw.html",
        form=form,
        ticket=shown | {"actions": []},
        needs_reason=signup.needs_reason_at(now),
        heading=f"{name}不能去了吗？",
        verb="撤销报名",
        sentence="名额会马上给候补的人。",
        stay="还是去",
    )
