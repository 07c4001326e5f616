"""Closing an account: what is ahead is given up first, then the person is forgotten."""

from flask import redirect
from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts import services as accounts
from board.accounts.forms import CloseForm
from board.db import session
from board.signups import services
from board.signups.views import blueprint
from board.web.access import signed_in
from board.web.act import act
from board.web.forms import page


@blueprint.route("/me/close", methods=["GET", "POST"])
@act
@signed_in
def close_account() -> tuple[str, int] | Response:
    form = CloseForm()
    if form.validate_on_submit():
        accounts.confirm_password(current_user, form.password.data)
        services.close_account(current_user.account)
        session.commit()
        return redirect("/signed-out", 303)
    return page("signups/close_account.html", form=form)
