"""Many people's certificates at once: whom to ask, who said what, and the zip."""

from typing import Any, Final

from flask import make_response, request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import audit, dates
from board.accounts.models import Role
from board.certificates import asking, batches
from board.certificates.asking import Wanted
from board.certificates.batches import Asked, Place
from board.certificates.forms import BatchForm
from board.certificates.models import Answer, CertificateBatch
from board.certificates.views import blueprint, showing
from board.certificates.words import ANSWER_WORDS
from board.db import begin_writing, session
from board.errors import NotFound
from board.jobs import queries as jobs
from board.jobs.models import State
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page
from board.web.paging import row_number

ASKERS: Final = (Role.editor, Role.liaison)
_RELOAD: Final = "2"
_LOOKS: Final = {Answer.asked: "waiting", Answer.yes: "done", Answer.no: "closed"}


def _path(batch: CertificateBatch) -> str:
    return f"/desk/certificates/batches/{batch.id}"


@blueprint.get("/desk/certificates/batches")
@requires(*ASKERS)
def batch_list() -> tuple[str, int]:
    return page(
        "certificates/batches.html", rows=[_row(batch) for batch in batches.of_asker(current_user.person)]
    )


def _row(batch: CertificateBatch) -> dict[str, Any]:
    said = batches.counts(batch)
    words = f"问了 {said.total()} 人，{said[Answer.yes]} 人同意，{said[Answer.asked]} 人还没回答"
    return {
        "path": _path(batch),
        "what": batch.purpose,
        "detail": f"{batch.asker}，{dates.day(batch.asked_at)}，{words}",
    }


@blueprint.route("/desk/certificates/batches/new", methods=["GET", "POST"])
@act
@requires(*ASKERS)
def new_batch() -> tuple[str, int] | Response:
    places = {batches.name_of(place): place for place in batches.places_of(current_user.person)}
    form = BatchForm()
    form.offer([(name, place.name) for name, place in places.items()])
    if form.validate_on_submit():
        batch = _ask(form, places[form.place.data])
        path, count = _path(batch), batches.counts(batch).total()
        session.commit()
        return done(f"问了 {count} 个人，在消息里等他们回答。", path)
    return page("certificates/batch_new.html", form, most=asking.MOST)


def _ask(form: BatchForm, place: Place) -> CertificateBatch:
    wanted = Wanted(purpose=form.purpose.data, period=form.period)
    return asking.ask(place, asking.numbers_in(form.numbers.data or ""), wanted, by=current_user.person)


@blueprint.get("/desk/certificates/batches/<int:batch_id>")
@requires(*ASKERS)
def one_batch(batch_id: int) -> Response:
    batch = batches.fetch(current_user.person, batch_id)
    job = jobs.find(asking.PACK, asking.job_key(batch))
    under_way = job is not None and job.state in (State.waiting, State.working)
    html, _ = page(
        "certificates/batch.html",
        batch=batch,
        path=_path(batch),
        period=showing.asked_days(batch),
        said=batches.counts(batch),
        rows=_people(batch),
        job=job if under_way else None,
        failed=job is not None and job.state == State.failed,
        has_file=batches.has_file(batch),
        until=dates.day(batch.packed_at + batches.KEPT) if batch.packed_at else "",
    )
    answer = make_response(html)
    if under_way:
        answer.headers["Refresh"] = _RELOAD
    return answer


def _people(batch: CertificateBatch) -> list[dict[str, Any]]:
    """By number; of a unit those who agreed, since its liaison may not know who did not."""
    found = batches.asked_in(batch)
    return [_person(one) for one in found if batch.area_id is not None or one.request.answer == Answer.yes]


def _person(one: Asked) -> dict[str, Any]:
    request_, answer = one.request, Answer(one.request.answer)
    in_person = request_.answered_by is not None and request_.answered_by != request_.person_id
    return {
        "id": request_.id,
        "who": f"{request_.person.masked_name}（{request_.person.volunteer_no}）",
        "look": _LOOKS[answer],
        "word": "当面同意" if in_person else ANSWER_WORDS[answer],
        "can_tick": not one.has_account and request_.answer != Answer.yes,
    }


@blueprint.post("/desk/certificates/batches/<int:batch_id>/agreed")
@act
@requires(*ASKERS)
def agreed_in_person(batch_id: int) -> Response:
    batch = batches.fetch(current_user.person, batch_id)
    asking.agreed_in_person(batch, row_number(request.form.get("request")) or 0, by=current_user.person)
    path = _path(batch)
    session.commit()
    return done("记下了：当面同意。", path)


@blueprint.post("/desk/certificates/batches/<int:batch_id>/pack")
@act
@requires(*ASKERS)
def pack(batch_id: int) -> Response:
    batch = batches.fetch(current_user.person, batch_id)
    asking.pack(batch)
    path = _path(batch)
    session.commit()
    return done("开始打包，好了可以下载。", path)


@blueprint.get("/desk/certificates/batches/<int:batch_id>/certificates.zip")
@requires(*ASKERS)
def zipped(batch_id: int) -> Response:
    batch = batches.fetch(current_user.person, batch_id)
    if not batches.has_file(batch):
        raise NotFound
    answer = make_response(batch.content)
    answer.content_type = "application/zip"
    answer.headers.set("Content-Disposition", "attachment", filename=f"certificates-{batch.id}.zip")
    begin_writing()
    audit.record("certificates.take_batch", batch)
    session.commit()
    return answer
