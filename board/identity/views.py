"""One's own ID number, and the desk's narrow way to somebody else's."""

from flask import Blueprint, request
from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts.models import Role
from board.db import session
from board.identity import consent, freeing, keys, queries, revealing, services
from board.identity.forms import FreeForm, GiveForm, RevealForm
from board.identity.models import SHORT_USE_WORDS
from board.identity.upkeep import KEPT
from board.web.access import requires, signed_in
from board.web.act import act, done
from board.web.addresses import next_or
from board.web.forms import page

blueprint = Blueprint("identity", __name__)

Answer = tuple[str, int] | Response


@blueprint.route("/me/identity", methods=["GET", "POST"])
@act
@signed_in
def mine() -> Answer:
    me, form = current_user.person, GiveForm()
    if form.validate_on_submit():
        services.give(current_user.account, form.number.data, form.uses.data)
        session.commit()
        return done("身份证号加密存好了。不再需要，随时可以删掉。", next_or("/me/identity"))
    row = queries.of(me)
    return page(
        "identity/mine.html",
        form,
        row=row,
        masked=queries.own_masked(row) if row else None,
        uses=[SHORT_USE_WORDS[use] for use in row.uses] if row else [],
        kept_until=row.consented_at + KEPT if row else None,
        looks=queries.looks_at(me),
        is_set_up=keys.are_set(),
        version=consent.VERSION_WORDS,
        asked="next" in request.args,
    )


@blueprint.post("/me/identity/remove")
@act
@signed_in
def remove() -> Response:
    services.withdraw(current_user.person)
    session.commit()
    return done("身份证号删掉了。以后要用，再填一次。", "/me/identity")


@blueprint.route("/desk/people/<volunteer_no>/identity", methods=["GET", "POST"])
@act
@requires(Role.editor)
def reveal(volunteer_no: str) -> Answer:
    me = current_user._get_current_object()
    subject = revealing.find(me.person, volunteer_no)
    form, number = RevealForm(), None
    form.offer(subject.needs)
    if form.validate_on_submit():
        number = revealing.reveal(me, volunteer_no, form.why.data or "", form.password.data or "")
        session.commit()
    return page("identity/reveal.html", form, subject=subject, person=subject.person, number=number)


@blueprint.route("/desk/people/<volunteer_no>/identity/free", methods=["GET", "POST"])
@act
@requires(Role.editor)
def free(volunteer_no: str) -> Answer:
    me = current_user._get_current_object()
    person = freeing.find(me.person, volunteer_no)
    form = FreeForm()
    if form.validate_on_submit():
        freeing.free(me, volunteer_no, form.number.data, form.password.data or "")
        session.commit()
        said = "这个号空出来了。请本人现在就在自己的“我的资料”里填上。"
        return done(said, f"/desk/people/{volunteer_no}")
    return page("identity/free.html", form, person=person)
