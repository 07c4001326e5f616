"""Signing in and out."""

from dataclasses import replace

from flask import redirect
from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts import services, signing
from board.accounts.forms import SignInForm
from board.accounts.views import blueprint
from board.accounts.views.choices import is_for_signing_up, onward
from board.accounts.web import enter, leave, visitor
from board.db import session
from board.web.access import open_to_all
from board.web.act import act
from board.web.addresses import next_or
from board.web.forms import page
from board.web.visitors import cached_for_visitors


@blueprint.route("/sign-in", methods=["GET", "POST"])
@act
@open_to_all
def sign_in() -> tuple[str, int] | Response:
    form = SignInForm()
    here = visitor()
    if form.validate_on_submit():
        earlier = current_user._get_current_object() if current_user.is_authenticated else None
        here = replace(here, shared=form.shared.data)
        token = services.sign_in(form.mobile.data, form.password.data, here, earlier=earlier)
        session.commit()
        return enter(token, next_or("/"), here)
    if current_user.is_authenticated and not form.is_submitted():
        return redirect(next_or("/"), 303)
    return page("accounts/sign_in.html", form=form, onward=onward, for_sign_up=is_for_signing_up())


@blueprint.post("/sign-out")
@act
@open_to_all
def sign_out() -> Response:
    if current_user.is_authenticated:
        signing.sign_out(current_user._get_current_object())
        session.commit()
    return leave("/signed-out")


@blueprint.get("/signed-out")
@open_to_all
@cached_for_visitors
def signed_out() -> tuple[str, int]:
    return page("accounts/signed_out.html")
