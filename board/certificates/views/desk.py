"""Certificates at the desk: what was issued, the paper to be sealed, taking one back, and who issues."""

from typing import Any

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import audit
from board.accounts import scope
from board.accounts.models import Role
from board.areas.models import Area
from board.certificates import endings, issuers, numbers, paper, queries
from board.certificates.forms import IssuerForm, NumberForm, RevokeForm
from board.certificates.issuers import Issuer
from board.certificates.views import blueprint, showing
from board.certificates.words import CAUSE_WORDS, Cause
from board.db import begin_writing, session
from board.positions import standing
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page


@blueprint.get("/desk/certificates")
@requires(Role.editor)
def issued() -> tuple[str, int]:
    person, form = current_user.person, NumberForm(request.args)
    asked = form.number.data or ""
    number = numbers.read_number(asked)
    rows = queries.issued_in(person, number=number) if number or not asked else []
    return page(
        "certificates/desk.html",
        form,
        rows=[showing.issued(row) for row in rows],
        looked_for=asked,
        issuers=[_issuer(area) for area in scope.areas_of(person, Role.editor)],
    )


def _issuer(area: Area) -> dict[str, Any]:
    found = issuers.of(area)
    people = (("负责人", found.head), ("经办人", found.handler), ("电话", found.phone))
    told = "，".join(f"{label}{words}" for label, words in people if words)
    return {"name": found.name, "code": area.code, "told": told, "is_kept": issuers.kept_of(area) is not None}


@blueprint.route("/desk/certificates/issuer/<code>", methods=["GET", "POST"])
@act
@requires(Role.editor, Role.manager)
def issuer(code: str) -> tuple[str, int] | Response:
    area = queries.fetch_area(current_user.person, code, Role.editor, Role.manager)
    form = IssuerForm(data=_answers(area))
    if form.validate_on_submit():
        told = Issuer(
            name=form.name.data, head=form.head.data, handler=form.handler.data, phone=form.phone.data
        )
        issuers.keep(area, told, by=current_user.person)
        session.commit()
        return done("记下了，以后开的证明这样写。", f"/desk/certificates/issuer/{code}")
    return page(
        "certificates/issuer.html",
        form,
        area=area,
        lists_issued=scope.may(current_user.person, Role.editor, area),
    )


def _answers(area: Area) -> dict[str, str]:
    """What is kept, else, for whoever writes positions there, what those say of whom to ask."""
    found = issuers.of(area)
    is_new = issuers.kept_of(area) is None and scope.may(current_user.person, Role.editor, area)
    usual = standing.answers_for(area.id) if is_new else {}
    return {
        "name": found.name,
        "head": found.head,
        "handler": found.handler or usual.get("contact_name", ""),
        "phone": found.phone or usual.get("contact_phone", ""),
    }


@blueprint.get("/desk/certificates/<number>")
@requires(Role.editor)
def issued_one(number: str) -> tuple[str, int]:
    found = queries.fetch_issued(current_user.person, number)
    return page("certificates/desk_one.html", **showing.at_the_desk(found))


@blueprint.get("/desk/certificates/<number>/certificate.pdf")
@requires(Role.editor)
def paper_to_seal(number: str) -> Response:
    certificate = queries.fetch_issued(current_user.person, number).certificate
    answer = showing.file(certificate, paper.pdf(certificate))
    begin_writing()
    audit.record("certificates.open", certificate, person=certificate.person_id)
    session.commit()
    return answer


@blueprint.route("/desk/certificates/<number>/revoke", methods=["GET", "POST"])
@act
@requires(Role.editor)
def revoke(number: str) -> tuple[str, int] | Response:
    found = queries.fetch_issued(current_user.person, number)
    form = RevokeForm()
    if form.validate_on_submit():
        endings.revoke(found.certificate, reason=CAUSE_WORDS[Cause(form.cause.data)], by=current_user.person)
        session.commit()
        return done("收回了，告诉了本人。谁查都会看到已作废。", f"/desk/certificates/{number}")
    return page("certificates/revoke.html", form, **showing.at_the_desk(found))
