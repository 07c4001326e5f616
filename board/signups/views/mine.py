"""My sign-ups: what I go to, what I wait for, what is over; giving up; closing the account."""

from flask import redirect
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts import services as accounts
from board.accounts.forms import CloseForm
from board.db import session
from board.signups import queries, services
from board.signups.forms import WithdrawForm
from board.signups.models import State
from board.signups.views import blueprint
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
    return page(
        "signups/mine.html",
        coming=[signup for signup in ahead if signup.state not in {State.waiting, State.pending}],
        waiting=[signup for signup in ahead if signup.state in {State.waiting, State.pending}],
        past=queries.past(current_user.person, now, key_before()),
        places=queries.places_in_line(ahead),
        now=now,
    )


@blueprint.route("/me/signups/<int:signup_id>/withdraw", methods=["GET", "POST"])
@act
@signed_in
def withdraw(signup_id: int) -> tuple[str, int] | Response:
    signup = queries.fetch_mine(current_user.person, signup_id)
    form = WithdrawForm()
    if form.validate_on_submit():
        was_waiting = signup.state == State.waiting
        services.withdraw(signup, reason=form.reason.data or "")
        session.commit()
        return done("不再候补了。" if was_waiting else "已撤下，名额会给候补的人。", "/me/signups")
    now = clock.now()
    return page("signups/withdraw.html", form=form, signup=signup, needs_reason=signup.needs_reason_at(now))


@blueprint.route("/me/close", methods=["GET", "POST"])
@act
@signed_in
def close_account() -> tuple[str, int] | Response:
    form = CloseForm()
    if form.validate_on_submit():
        accounts.confirm_password(current_user, form.password.data)
        services.give_up_everything(current_user.person)
        accounts.close(current_user.account)
        session.commit()
        return redirect("/signed-out", 303)
    return page("signups/close_account.html", form=form)
