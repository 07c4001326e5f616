"""What somebody sees and changes about themselves."""

import json

from flask import Response as FlaskResponse
from flask import g, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts import codes, export, queries, services
from board.accounts.forms import BirthMonthForm, ChangeMobileForm, CodeForm, ProfileForm
from board.accounts.models import Kind, Purpose
from board.accounts.services import Details
from board.accounts.views import blueprint
from board.accounts.views.choices import communities, units
from board.accounts.web import visitor
from board.db import session
from board.web.access import signed_in
from board.web.act import act, done
from board.web.addresses import next_or
from board.web.forms import page

Answer = tuple[str, int] | Response


@blueprint.route("/me/profile", methods=["GET", "POST"])
@act
@signed_in
def profile() -> Answer:
    me = current_user.person
    form = ProfileForm(obj=me)
    form.offer(communities(), units())
    if form.validate_on_submit():
        services.change_profile(me, _details(form))
        session.commit()
        return done("资料改好了。", "/me/profile")
    return page("accounts/profile.html", form=form, me=me, account=current_user.account)


def _details(form: ProfileForm) -> Details:
    return Details(
        name=form.name.data,
        area_id=form.area_id.data,
        kind=Kind(form.kind.data),
        unit_id=form.unit_id.data,
    )


@blueprint.route("/me/birth-month", methods=["GET", "POST"])
@act
@signed_in
def birth_month() -> Answer:
    known = current_user.person.birth_month
    form = BirthMonthForm(year=str(known.year) if known else "", month=known.month if known else None)
    if form.validate_on_submit():
        services.tell_birth_month(current_user.person, form.first_day)
        session.commit()
        return done("出生年月记下了。", next_or("/me/profile"))
    return page("accounts/birth_month.html", form=form, asked="next" in request.args)


@blueprint.route("/me/mobile", methods=["GET", "POST"])
@act
@signed_in
def change_mobile() -> Answer:
    form = ChangeMobileForm()
    me = current_user._get_current_object()
    if form.validate_on_submit():
        services.confirm_password(me, form.password.data)
        codes.ask_for_change(me.account, form.mobile.data, visitor().browser, g.settings)
        session.commit()
        return redirect("/me/mobile/code", 303)
    return page("accounts/change_mobile.html", form=form, mobile=me.account.mobile)


@blueprint.route("/me/mobile/code", methods=["GET", "POST"])
@act
@signed_in
def change_mobile_code() -> Answer:
    here = visitor()
    asked = codes.current(here.browser)
    if asked is None or asked.purpose != Purpose.change_mobile:
        return redirect("/me/mobile", 303)
    form = CodeForm()
    mobile = asked.mobile
    if form.validate_on_submit():
        codes.prove(here.browser, form.code.data, purposes=(Purpose.change_mobile,))
        services.change_mobile(current_user._get_current_object(), here)
        session.commit()
        return done("手机号改好了，下次用新手机号登录。", "/me/profile")
    return page("accounts/change_mobile_code.html", form=form, mobile=mobile)


@blueprint.get("/me/sign-ins")
@signed_in
def sign_ins() -> Answer:
    running = queries.running_sign_ins(current_user.account)
    return page("accounts/sign_ins.html", sign_ins=running, this=current_user.id)


@blueprint.post("/me/sign-ins/<int:number>/end")
@act
@signed_in
def end_sign_in(number: int) -> Response:
    services.end_sign_in(current_user.person, number)
    session.commit()
    return done("那台设备已经退出登录。", "/me/sign-ins")


@blueprint.get("/me/data")
@signed_in
def data() -> Answer:
    return page("accounts/data.html", me=current_user.person, account=current_user.account)


@blueprint.get("/me/data.json")
@signed_in
def data_file() -> Response:
    everything = export.everything_about(current_user.account)
    text = json.dumps(everything, ensure_ascii=False, indent=2, default=str)
    answer = FlaskResponse(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{current_user.person.volunteer_no}.json"'
    return answer
