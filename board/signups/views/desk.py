"""The desk's page of one shift, and an editor's direct changes to what is published."""

from datetime import timedelta

from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock, dates
from board.accounts.models import Role
from board.db import session
from board.positions import queries as positions
from board.positions.models import Position, Shift
from board.positions.words import PHASE_WORDS
from board.signups import announcing, editing, queries, services
from board.signups.forms import ContactForm, PlaceForm, QuotaForm, ReasonForm, TimeForm
from board.signups.models import State
from board.signups.views import blueprint, showing
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import Form, page


def _shift(shift_id: int) -> Shift:
    return positions.fetch_shift(current_user.person, shift_id, Role.editor)


def _position(number: str) -> Position:
    return positions.fetch_managed(current_user.person, number, Role.editor)


def _address(shift: Shift) -> str:
    return f"/desk/shifts/{shift.id}"


def _change(
    form: Form, heading: str, verb: str, about: Shift | Position, meaning: str = ""
) -> tuple[str, int]:
    """The page of one change: what it is about, what it means, its fields, its verb."""
    if isinstance(about, Shift):
        words = f"{about.position.title}，{dates.when(about.starts_at, about.ends_at)}"
        back = (_address(about), "这一班")
    else:
        words = f"{about.title}，编号 {about.number}"
        back = (f"/desk/positions/{about.number}", about.title)
    asked = [field for field in form if field.name != "csrf_token"]
    fields = sorted(asked, key=lambda field: field.name == "reason")  # why comes last
    return page("signups/desk_change.html", form=form, heading=heading, verb=verb, about=words, back=back,
                meaning=meaning, fields=fields)  # fmt: skip


@blueprint.get("/desk/shifts/<int:shift_id>")
@requires(Role.editor, Role.reviewer)
def shift(shift_id: int) -> tuple[str, int]:
    found = positions.fetch_shift(current_user.person, shift_id, Role.editor, Role.reviewer)
    people = queries.on_shift(found)
    places = queries.places_in_line(people)
    now = clock.now()
    may_edit = positions.may_edit(current_user.person, found.position)
    return page(
        "signups/desk_shift.html",
        shift=found,
        position=found.position,
        holders=[signup for signup in people if signup.holds_place],
        line=[signup for signup in people if signup.state == State.waiting],
        undecided=[signup for signup in people if signup.state == State.pending],
        rows=[showing.at_the_desk(signup, places) for signup in people],
        phase=found.phase_at(now),
        phase_word=PHASE_WORDS[found.phase_at(now)],
        here_path=_address(found),
        can_change=found.is_ahead_at(now) and may_edit,
        can_announce=may_edit and bool(people) and found.cancelled_at is None and now < found.ends_at,
        said=announcing.kept_on(found.position, found),
    )


@blueprint.route("/desk/shifts/<int:shift_id>/quota", methods=["GET", "POST"])
@act
@requires(Role.editor)
def change_quota(shift_id: int) -> tuple[str, int] | Response:
    found = _shift(shift_id)
    form = QuotaForm(obj=found)
    if form.validate_on_submit():
        editing.change_quota(found, form.quota.data or 0, by=current_user.person)
        session.commit()
        return done(f"现在要 {form.quota.data} 个人。", _address(found))
    return _change(form, "改人数", "改成这么多", found)


@blueprint.route("/desk/shifts/<int:shift_id>/time", methods=["GET", "POST"])
@act
@requires(Role.editor)
def change_time(shift_id: int) -> tuple[str, int] | Response:
    found = _shift(shift_id)
    starts, ends = clock.local(found.starts_at), clock.local(found.ends_at)
    form = TimeForm(data={"day": starts.date(), "starts": starts.time(), "ends": ends.time()})
    if form.validate_on_submit():
        starts_at = clock.at(form.day.data, form.starts.data)
        crosses = form.ends.data <= form.starts.data
        ends_at = clock.at(form.day.data + timedelta(days=crosses), form.ends.data)
        editing.change_time(found, starts_at, ends_at, reason=form.reason.data, by=current_user.person)
        session.commit()
        return done(f"改到 {dates.when(starts_at, ends_at)}，已告诉报名的人。", _address(found))
    return _change(
        form,
        "改时间",
        "改时间并告诉大家",
        found,
        f"报了名的 {found.taken} 个人都会收到消息，两天内的再发短信。",
    )


@blueprint.route("/desk/shifts/<int:shift_id>/cancel", methods=["GET", "POST"])
@act
@requires(Role.editor)
def cancel_shift(shift_id: int) -> tuple[str, int] | Response:
    found = _shift(shift_id)
    form = ReasonForm(data={"reason": "雨天取消"})
    if form.validate_on_submit():
        editing.cancel_shift(found, reason=form.reason.data)
        session.commit()
        return done("这一班取消了，已告诉报名的人。", _address(found))
    return _change(
        form, "取消这一班", "取消并告诉大家", found, f"报了名的 {found.taken} 个人和候补的人会收到短信。"
    )


@blueprint.route("/desk/positions/<number>/cancel", methods=["GET", "POST"])
@act
@requires(Role.editor)
def cancel_position(number: str) -> tuple[str, int] | Response:
    position = _position(number)
    form = ReasonForm()
    if form.validate_on_submit():
        editing.cancel_position(position, reason=form.reason.data)
        session.commit()
        return done("岗位取消了，已告诉所有报名的人。", f"/desk/positions/{number}")
    return _change(
        form,
        "取消整个岗位",
        "取消并告诉大家",
        position,
        "还没开始的班次都会取消，报了名和候补的人会收到短信。",
    )


@blueprint.route("/desk/positions/<number>/place", methods=["GET", "POST"])
@act
@requires(Role.editor)
def change_place(number: str) -> tuple[str, int] | Response:
    position = _position(number)
    form = PlaceForm(obj=position)
    if form.validate_on_submit():
        editing.change_place(position, form.address.data, reason=form.reason.data, by=current_user.person)
        session.commit()
        return done("地点改好了，已告诉报名的人。", f"/desk/positions/{number}")
    return _change(
        form, "改地点", "改地点并告诉大家", position, "后面各班报了名的人都会收到消息，两天内的再发短信。"
    )


@blueprint.route("/desk/positions/<number>/contact", methods=["GET", "POST"])
@act
@requires(Role.editor)
def change_contact(number: str) -> tuple[str, int] | Response:
    position = _position(number)
    form = ContactForm(obj=position)
    if form.validate_on_submit():
        editing.change_contact(
            position,
            form.contact_name.data,
            form.contact_phone.data,
            phone_public=form.phone_public.data,
            by=current_user.person,
        )
        session.commit()
        return done("联系人改好了。", f"/desk/positions/{number}")
    return _change(form, "换联系人", "换联系人", position)


@blueprint.route("/desk/signups/<int:signup_id>/remove", methods=["GET", "POST"])
@act
@requires(Role.editor)
def remove(signup_id: int) -> tuple[str, int] | Response:
    signup = queries.fetch_managed(current_user.person, signup_id, Role.editor)
    form = ReasonForm()
    if form.validate_on_submit():
        services.remove(signup, reason=form.reason.data)
        session.commit()
        return done("已撤下，并告诉了本人。", _address(signup.shift))
    return _change(form, f"撤下{signup.person.masked_name}", "撤下并告诉本人", signup.shift)
