"""Registering: the mobile, the code, then name and community."""

from flask import g, redirect
from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts import codes, privacy, services
from board.accounts.forms import CodeForm, MobileForm, RegisterForm
from board.accounts.models import Kind, Purpose
from board.accounts.services import Details
from board.accounts.views import blueprint
from board.accounts.views.choices import communities, is_for_signing_up, onward, units
from board.accounts.web import enter, visitor
from board.db import session
from board.web.access import open_to_all
from board.web.act import act
from board.web.addresses import next_or
from board.web.forms import page

Answer = tuple[str, int] | Response


@blueprint.route("/register", methods=["GET", "POST"])
@act
@open_to_all
def register() -> Answer:
    if current_user.is_authenticated:
        return redirect(next_or("/"), 303)
    return _ask_mobile("accounts/register.html", "/register/code")


@blueprint.route("/forgot", methods=["GET", "POST"])
@act
@open_to_all
def forgot() -> Answer:
    return _ask_mobile("accounts/forgot.html", "/forgot/code")


def _ask_mobile(template: str, code_page: str) -> Answer:
    browser = visitor().browser
    asked = codes.current(browser)
    form = MobileForm(mobile=asked.mobile if asked and not asked.used_at else "")
    if form.validate_on_submit():
        codes.ask(form.mobile.data, browser, g.settings)
        session.commit()
        return redirect(onward(code_page), 303)
    return page(template, form=form, onward=onward, for_sign_up=is_for_signing_up())


@blueprint.route("/register/code", methods=["GET", "POST"])
@act
@open_to_all
def register_code() -> Answer:
    return _ask_code("accounts/register_code.html", "/register")


@blueprint.route("/forgot/code", methods=["GET", "POST"])
@act
@open_to_all
def forgot_code() -> Answer:
    return _ask_code("accounts/forgot_code.html", "/forgot")


def _ask_code(template: str, mobile_page: str) -> Answer:
    browser = visitor().browser
    asked = codes.current(browser)
    if asked is None or asked.used_at or asked.purpose == Purpose.change_mobile:
        return redirect(onward(mobile_page), 303)
    form = CodeForm()
    if form.validate_on_submit():
        purpose = codes.prove(browser, form.code.data, purposes=(Purpose.register, Purpose.reset))
        return redirect(onward("/forgot/password" if purpose == Purpose.reset else "/register/details"), 303)
    return page(template, form=form, mobile=asked.mobile, onward=onward, again=onward(mobile_page))


@blueprint.route("/register/details", methods=["GET", "POST"])
@act
@open_to_all
def register_details() -> Answer:
    form = RegisterForm()
    form.offer(communities(), units())
    if form.validate_on_submit():
        token = services.register(details_of(form), form.password.data, visitor())
        session.commit()
        return enter(token, next_or("/"))
    if not form.is_submitted() and codes.proven(visitor().browser, Purpose.register) is None:
        return redirect(onward("/register"), 303)
    return page(
        "accounts/register_details.html",
        form=form,
        for_sign_up=is_for_signing_up(),
        privacy_version=privacy.VERSION_WORDS,
    )


def details_of(form: RegisterForm) -> Details:
    return Details(
        name=form.name.data,
        area_id=form.area_id.data,
        kind=Kind(form.kind.data),
        unit_id=form.unit_id.data,
    )
