"""The desk's way to one person: exact number in, one masked row out."""

from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts import claiming, people
from board.accounts.forms import DisableForm, GiveClaimCodeForm, HandOutForm, LookUpForm
from board.accounts.models import ROLE_WORDS, Role
from board.accounts.views import blueprint
from board.db import session
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page

Answer = tuple[str, int] | Response


@blueprint.route("/desk/people", methods=["GET", "POST"])
@act
@requires(Role.editor, Role.manager)
def find_person() -> Answer:
    form = LookUpForm()
    if not form.validate_on_submit():
        return page("accounts/find_person.html", form=form, searched=False)
    found = people.look_up(current_user.person, form.typed.data)
    session.commit()
    opens = found is not None and people.can_open(current_user.person, found)
    return page("accounts/find_person.html", form=form, searched=True, found=found, opens=opens)


@blueprint.get("/desk/people/<volunteer_no>")
@requires(Role.editor, Role.manager)
def open_person(volunteer_no: str) -> Answer:
    shown = people.open_person(current_user.person, volunteer_no)
    session.commit()
    return page("accounts/person.html", shown=shown, person=shown.person, role_words=ROLE_WORDS)


@blueprint.route("/desk/people/<volunteer_no>/code", methods=["GET", "POST"])
@act
@requires(Role.editor, Role.manager)
def hand_out_code(volunteer_no: str) -> Answer:
    person = people.fetch(current_user.person, volunteer_no)
    form = HandOutForm()
    code = None
    if form.validate_on_submit():
        code = people.hand_out_code(
            current_user.person, volunteer_no, reason=form.reason.data, once=form.once.data
        )
        session.commit()
    return page("accounts/hand_out_code.html", form=form, person=person, code=code)


@blueprint.route("/desk/people/<volunteer_no>/claim-code", methods=["GET", "POST"])
@act
@requires(Role.editor)
def give_claim_code(volunteer_no: str) -> Answer:
    person = people.fetch(current_user.person, volunteer_no)
    form = GiveClaimCodeForm()
    code = None
    if form.validate_on_submit():
        code = claiming.give(current_user.person, volunteer_no, once=form.once.data)
        session.commit()
    return page("accounts/give_claim_code.html", form=form, person=person, code=code)


@blueprint.route("/desk/people/<volunteer_no>/disable", methods=["GET", "POST"])
@act
@requires(Role.manager)
def disable(volunteer_no: str) -> Answer:
    person = people.fetch(current_user.person, volunteer_no)
    form = DisableForm()
    if form.validate_on_submit():
        people.disable(current_user.person, volunteer_no, form.reason.data)
        session.commit()
        return done("账号停用了，所有登录都已退出。", f"/desk/people/{volunteer_no}")
    return page("accounts/disable.html", form=form, person=person)


@blueprint.post("/desk/people/<volunteer_no>/enable")
@act
@requires(Role.manager)
def enable(volunteer_no: str) -> Response:
    people.enable(current_user.person, volunteer_no)
    session.commit()
    return done("账号又可以登录了。", f"/desk/people/{volunteer_no}")
