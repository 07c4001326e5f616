"""My record: the five groups, files to take along, and the reply to an evaluation."""

from typing import Final

from flask import Response as FlaskResponse
from flask_login import current_user
from werkzeug.wrappers import Response

from board import rounding, typesetting
from board.accounts.models import Person
from board.db import session
from board.dossiers import dossier, paper, queries, services, stars, taking_along
from board.dossiers.forms import ReplyForm
from board.dossiers.models import Kind
from board.dossiers.views import blueprint, showing
from board.dossiers.words import KIND_WORDS, MARK_WORDS
from board.records import ledger
from board.web.access import signed_in
from board.web.act import act, done
from board.web.downloads import attachment
from board.web.forms import page
from board.web.paging import key_before

_SHOWN: Final = 5  # of each group on the page of all
_PATHS: Final = {
    Kind.training: "trainings",
    Kind.commendation: "commendations",
    Kind.evaluation: "evaluations",
}

Answer = tuple[str, int] | Response


@blueprint.get("/me/record")
@signed_in
def mine() -> Answer:
    me = current_user.person
    served = queries.services(me, most=_SHOWN)
    total = ledger.of_person(me)
    return page(
        "dossiers/mine.html",
        basic=dossier.basic(me),
        total=total,
        star=stars.reached(total.minutes),
        next_star=_next_star(total.minutes),
        served=[showing.service(line) for line in served],
        groups=[_group(me, kind) for kind in Kind],
    )


def _group(me: Person, kind: Kind) -> showing.Shown:
    found = queries.mine(me, kind, None, size=_SHOWN)
    return {
        "word": KIND_WORDS[kind],
        "rows": [showing.own(entry) for entry in found.rows],
        "more": f"/me/record/{_PATHS[kind]}" if found.next_key else None,
    }


def _next_star(minutes: int) -> str | None:
    left = stars.missing(minutes)
    return f"再服务 {rounding.exact(left[0])}，达到{left[1]}时长" if left else None


@blueprint.get("/me/record/trainings", defaults={"kind": Kind.training})
@blueprint.get("/me/record/commendations", defaults={"kind": Kind.commendation})
@blueprint.get("/me/record/evaluations", defaults={"kind": Kind.evaluation})
@signed_in
def group(kind: Kind) -> Answer:
    found = queries.mine(current_user.person, kind, key_before())
    here = f"/me/record/{_PATHS[kind]}"
    return page(
        "dossiers/group.html",
        word=KIND_WORDS[kind],
        rows=[showing.own(entry) for entry in found.rows],
        older=f"{here}?before={found.next_key}" if found.next_key else None,
    )


@blueprint.get("/me/record.json")
@signed_in
def as_json() -> FlaskResponse:
    me = current_user.person
    return _file(taking_along.as_json(dossier.of(me)).encode(), "application/json", "json")


@blueprint.get("/me/record.csv")
@signed_in
def as_csv() -> FlaskResponse:
    me = current_user.person
    return _file(taking_along.as_csv(dossier.of(me)).encode(), "text/csv", "csv")


@blueprint.get("/me/record.pdf")
@signed_in
def as_pdf() -> FlaskResponse:
    me = current_user.person
    told = paper.told(dossier.of(me, confirmed_only=True))
    return _file(typesetting.pdf("record", told), "application/pdf", "pdf")


def _file(content: bytes, mimetype: str, ending: str) -> FlaskResponse:
    return attachment(content, mimetype, f"志愿服务记录-{current_user.person.volunteer_no}.{ending}")


@blueprint.route("/me/record/<int:entry_id>/reply", methods=["GET", "POST"])
@act
@signed_in
def reply(entry_id: int) -> Answer:
    entry = queries.fetch_mine(current_user.person, entry_id)
    form = ReplyForm()
    if form.validate_on_submit():
        services.reply(entry, form.reply.data)
        session.commit()
        return done("回复记下了，社区看得到。", "/me/record")
    mark = MARK_WORDS[entry.mark] if entry.mark else ""
    return page("dossiers/reply.html", form, entry=entry, mark=mark)
