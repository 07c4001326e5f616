"""The desk acts for somebody present: signs them up, prints their slip, withdraws and answers for them."""

from datetime import datetime
from typing import Any

from flask import redirect
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock, dates
from board.accounts import added, privacy
from board.accounts.models import Person, Role
from board.db import session
from board.identity import needing as identity_needing
from board.positions import in_words
from board.positions import queries as positions
from board.positions.models import Shift
from board.signups import behalf, queries
from board.signups.behalf_forms import DeskSignUpForm
from board.signups.forms import WithdrawForm
from board.signups.models import Signup, State
from board.signups.views import blueprint, showing
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import Form, page
from board.web.paging import key_before

Answer = tuple[str, int] | Response


@blueprint.route("/desk/shifts/<int:shift_id>/sign-up", methods=["GET", "POST"])
@act
@requires(Role.editor)
def sign_up_present(shift_id: int) -> Answer:
    shift = positions.fetch_shift(current_user.person, shift_id, Role.editor)
    form = DeskSignUpForm()
    form.ask_kind_of(shift.position)
    form.ask_which(_namesakes(form, shift))
    if form.validate_on_submit():
        signup = behalf.sign_up_present(
            shift, form.present, by=current_user.person, consent_version=privacy.VERSION
        )
        slip = _slip(signup)
        session.commit()
        return redirect(slip, 303)
    return page(
        "signups/desk_sign_up.html",
        form=form,
        shift=shift,
        position=shift.position,
        asks_which=bool(form.which.errors or form.which.data),
    )


def _namesakes(form: DeskSignUpForm, shift: Shift) -> list[Person]:
    by_name = form.is_submitted() and form.name.data and not form.typed.data
    return added.namesakes(form.name.data, shift.position.area_id) if by_name else []


def _slip(signup: Signup) -> str:
    return f"/desk/signups/{signup.id}/slip"


@blueprint.get("/desk/signups/<int:signup_id>/slip")
@requires(Role.editor)
def slip(signup_id: int) -> Answer:
    signup = queries.fetch_managed(current_user.person, signup_id, Role.editor)
    places = queries.places_in_line([signup])
    position = signup.shift.position
    return page(
        "signups/desk_slip.html",
        signup=signup,
        person=signup.person,
        shift=signup.shift,
        position=position,
        state_word=showing.state_words(signup, places),
        tells=_TELLS.get(State(signup.state), ""),
        where=in_words.place(position.area.name, position.address),
        more_path=f"/desk/people/{signup.person.volunteer_no}/signups",
    )


_TELLS = {
    State.accepted: "名额是你的。去不了，请早点打这个电话，或者到社区说一声。",
    State.pending: "社区看过以后告诉你行不行。",
    State.waiting: "有人取消就按顺序补上，轮到了会告诉你。",
    State.offered: "名额给你留着，去不去请尽快说一声。",
}


@blueprint.get("/desk/people/<volunteer_no>/signups")
@requires(Role.editor)
def person_signups(volunteer_no: str) -> Answer:
    person = queries.fetch_for_desk(current_user.person, volunteer_no)
    shown = queries.of_person_for(current_user.person, person, key_before())
    places, now = queries.places_in_line(shown.rows), clock.now()
    here = f"/desk/people/{volunteer_no}/signups"
    return page(
        "signups/desk_person.html",
        person=person,
        rows=[_row(signup, places) | {"acts": _acts(signup, now)} for signup in shown.rows],
        older=f"{here}?before={shown.next_key}" if shown.next_key else None,
        opens=queries.opens_person(current_user.person, person),
        sees_identity=bool(identity_needing.needs_of(current_user.person, person)),
    )


def _row(signup: Signup, places: dict[int, int]) -> dict[str, Any]:
    shift = signup.shift
    return {
        "id": signup.id,
        "title": shift.position.title,
        "when": dates.when(shift.starts_at, shift.ends_at),
        "state": "cancelled" if shift.cancelled_at else str(signup.state),
        "state_word": "已取消" if shift.cancelled_at else showing.state_words(signup, places),
        "shift_path": f"/desk/shifts/{shift.id}",
    }


def _acts(signup: Signup, now: datetime) -> list[dict[str, Any]]:
    """What can be done for the person about this sign-up now."""
    if not signup.is_live or not signup.shift.is_ahead_at(now):
        return []
    here = f"/desk/signups/{signup.id}"
    if signup.state == State.offered:
        return [
            {"text": "接受名额", "href": f"{here}/accept", "post": True, "kind": "strong"},
            {"text": "这次不去", "href": f"{here}/decline", "post": True, "kind": "secondary"},
        ]
    return [
        {"text": "打小票", "href": f"{here}/slip"},
        {"text": showing.leaving_words(signup), "href": f"{here}/withdraw", "kind": "secondary"},
    ]


def _theirs(signup: Signup) -> str:
    return f"/desk/people/{signup.person.volunteer_no}/signups"


@blueprint.route("/desk/signups/<int:signup_id>/withdraw", methods=["GET", "POST"])
@act
@requires(Role.editor)
def withdraw_for(signup_id: int) -> Answer:
    signup = queries.fetch_managed(current_user.person, signup_id, Role.editor)
    form = WithdrawForm()
    back = _theirs(signup)
    if form.validate_on_submit():
        behalf.withdraw_for(signup, reason=form.reason.data or "")
        session.commit()
        return done("替本人撤下了，名额会给候补的人。", back)
    shift = signup.shift
    return page(
        "signups/desk_change.html",
        form=form,
        heading=f"{signup.person.name or signup.person.volunteer_no}不能去了吗？",
        verb="替本人撤下",
        about=f"{shift.position.title}，{dates.when(shift.starts_at, shift.ends_at)}",
        back=(back, "本人的报名"),
        meaning="本人当面或打电话说了，再替他撤。名额会马上给候补的人。",
        fields=[form.reason] if signup.needs_reason_at(clock.now()) else [],
    )


@blueprint.post("/desk/signups/<int:signup_id>/accept")
@act
@requires(Role.editor)
def accept_for(signup_id: int) -> Response:
    signup = queries.fetch_managed(current_user.person, signup_id, Role.editor)
    back = _theirs(signup)
    behalf.accept_for(signup)
    session.commit()
    return done("替本人接受了，名额是他的了。", back)


@blueprint.post("/desk/signups/<int:signup_id>/decline")
@act
@requires(Role.editor)
def decline_for(signup_id: int) -> Response:
    signup = queries.fetch_managed(current_user.person, signup_id, Role.editor)
    back = _theirs(signup)
    behalf.decline_for(signup)
    session.commit()
    return done("替本人回绝了，名额给了下一位。", back)


@blueprint.route("/desk/people/<volunteer_no>/forget", methods=["GET", "POST"])
@act
@requires(Role.editor)
def forget_person(volunteer_no: str) -> Answer:
    person = queries.fetch_resident(current_user.person, volunteer_no)
    form = Form()
    back = f"/desk/people/{volunteer_no}"
    if form.validate_on_submit():
        behalf.forget(person)
        session.commit()
        return done("删掉了，只留志愿者编号。", back)
    return page(
        "signups/desk_change.html",
        form=form,
        heading="删掉姓名和手机号",
        verb="删掉",
        about=f"{person.name or '已经删掉'}，志愿者编号 {volunteer_no}",
        back=(back, person.masked_name),
        meaning="本人要求才删。还没开始的报名都会撤下，去过的记录只留志愿者编号，以后不能再认领。",
        fields=[],
    )
