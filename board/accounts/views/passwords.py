"""New passwords: by a code, from the desk, or changed by somebody signed in."""

from flask import flash, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts import codes, services
from board.accounts.forms import ChangePasswordForm, DeskCodeForm, NewPasswordForm
from board.accounts.models import Purpose
from board.accounts.views import blueprint
from board.accounts.views.choices import onward
from board.accounts.web import enter, visitor
from board.db import session
from board.web.access import open_to_all, signed_in
from board.web.act import act
from board.web.addresses import next_or
from board.web.forms import page

Answer = tuple[str, int] | Response


@blueprint.route("/forgot/desk", methods=["GET", "POST"])
@act
@open_to_all
def forgot_desk() -> Answer:
    form = DeskCodeForm()
    browser = visitor().browser
    if form.validate_on_submit():
        codes.prove_handed_out(form.mobile.data, form.code.data, browser)
        return redirect(onward("/forgot/password"), 303)
    return page("accounts/forgot_desk.html", form=form, onward=onward)


@blueprint.route("/forgot/password", methods=["GET", "POST"])
@act
@open_to_all
def new_password() -> Answer:
    form = NewPasswordForm()
    if form.validate_on_submit():
        token = services.reset_password(form.password.data, visitor())
        session.commit()
        return enter(token, next_or("/"))
    code = codes.proven(visitor().browser, Purpose.reset)
    if code is None and not form.is_submitted():
        return redirect(onward("/forgot"), 303)
    return page("accounts/new_password.html", form=form, onward=onward)


@blueprint.route("/me/password", methods=["GET", "POST"])
@act
@signed_in
def change_password() -> Answer:
    form = ChangePasswordForm()
    me = current_user._get_current_object()
    if form.validate_on_submit():
        here = visitor()
        token = services.change_password(me, form.current.data, form.password.data, here)
        session.commit()
        answer = enter(token, next_or("/me/profile"), here)
        flash("密码改好了，别的地方都已退出登录。", "notice")
        return answer
    return page(
        "accounts/change_password.html",
        form=form,
        at_least=services.shortest_for(me.person),
        asked_by_desk=me.account.short_password and "next" in request.args,
    )
