"""My certificates: which I have, what a new one would say, and the file itself."""

from flask import g, request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.areas.models import Area
from board.certificates import asking, batches, contents, keys, paper, queries, services
from board.certificates.contents import Period
from board.certificates.forms import AgreeForm, AskForm, PeriodForm
from board.certificates.models import Answer
from board.certificates.services import Site
from board.certificates.views import blueprint, showing
from board.db import session
from board.errors import NotFound
from board.identity import queries as identity
from board.web.access import signed_in
from board.web.act import act, done
from board.web.forms import page


def site() -> Site:
    return Site(g.settings.origin.rstrip("/"), g.settings.demo)


@blueprint.get("/me/certificates")
@signed_in
def mine() -> tuple[str, int]:
    person, now = current_user.person, clock.now()
    found = [contents.of(person, area, Period(), now) for area in queries.recording_areas(person)]
    return page(
        "certificates/mine.html",
        rows=[showing.row(standing) for standing in queries.of_person(person)],
        communities=[showing.offered(one) for one in found],
        can_issue=bool(keys.ring()),
        asked=batches.unanswered(person),
    )


@blueprint.route("/me/certificates/new/<code>", methods=["GET", "POST"])
@act
@signed_in
def new(code: str) -> tuple[str, int] | Response:
    area = _recording_area(code)
    asked, form = PeriodForm(request.args), AskForm()
    period = asked.period if asked.validate() else None
    if period is not None and form.validate_on_submit():
        certificate = services.issue(current_user.person, area, period, site=site())
        number = certificate.number
        session.commit()
        return done("证明在这里了，可以下载、打印，去社区盖章。", f"/me/certificates/{number}")
    found = contents.of(current_user.person, area, period, clock.now()) if period else None
    masked = identity.masked_of([current_user.person.id]).get(current_user.person.id)
    return page("certificates/new.html", form, area=area, masked=masked, asked=asked, found=found and showing.contents(found),
                here_path=request.full_path.rstrip("?"), can_issue=bool(keys.ring()))  # fmt: skip


def _recording_area(code: str) -> Area:
    """One that has a record of mine."""
    found = next((area for area in queries.recording_areas(current_user.person) if area.code == code), None)
    if found is None:
        raise NotFound
    return found


@blueprint.get("/me/certificates/<number>")
@signed_in
def one(number: str) -> tuple[str, int]:
    found = queries.fetch_mine(current_user.person, number)
    return page("certificates/mine_one.html", **showing.own(found))


@blueprint.get("/me/certificates/<number>/certificate.pdf")
@signed_in
def my_paper(number: str) -> Response:
    found = queries.fetch_mine(current_user.person, number)
    return showing.file(found.certificate, paper.pdf(found.certificate))


@blueprint.route("/me/certificates/asked/<int:request_id>", methods=["GET", "POST"])
@act
@signed_in
def asked(request_id: int) -> tuple[str, int] | Response:
    found = batches.fetch_request(current_user.person, request_id)
    form = AgreeForm()
    if form.validate_on_submit():
        said = Answer(form.answer.data)
        asking.answer(found, said)
        session.commit()
        sentence = "告诉他们了：同意。" if said == Answer.yes else "记下了：不同意。这不影响你别的事。"
        return done(sentence, f"/me/certificates/asked/{request_id}")
    return page("certificates/asked.html", form, **showing.request(found))
