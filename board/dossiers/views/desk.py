"""The desk's page of somebody's record, and what staff write into it."""

from collections.abc import Callable
from typing import Any, Final

from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts import scope
from board.accounts.models import Person, Role
from board.db import session
from board.dossiers import queries, services, telling
from board.dossiers.forms import CommendationForm, EvaluationForm, ReasonForm, TrainingForm
from board.dossiers.models import Entry, Kind, Mark
from board.dossiers.views import blueprint, showing
from board.dossiers.words import KIND_WORDS
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import Form, page

Answer = tuple[str, int] | Response
_SECTIONS: Final = {
    Kind.training: "trainings",
    Kind.commendation: "commendations",
    Kind.evaluation: "evaluations",
}


@blueprint.get("/desk/people/<volunteer_no>/record")
@requires(*queries.READERS)
def person(volunteer_no: str) -> Answer:
    me = current_user.person
    found = queries.fetch_person(me, volunteer_no, *queries.READERS)
    can_write = Role.editor in scope.roles_of(me) and found.id != me.id and found.closed_at is None
    return page(
        "dossiers/person.html",
        person=found,
        total=queries.total_for(me, found, *queries.READERS),
        groups=[_group(me, found, kind, can_write=can_write) for kind in Kind],
        can_write=can_write,
    )


def _group(me: Person, person: Person, kind: Kind, *, can_write: bool) -> dict[str, Any]:
    found = queries.of_person_for(me, person, kind, None)
    return {
        "word": KIND_WORDS[kind],
        "add": f"/desk/people/{person.volunteer_no}/{_SECTIONS[kind]}/new",
        "rows": [_row(me, entry, can_write=can_write) for entry in found.rows],
        "cut": found.next_key is not None,
    }


def _row(me: Person, entry: Entry, *, can_write: bool) -> dict[str, Any]:
    roles = scope.roles_in(me, entry.area)
    second = me.id not in (entry.written_by, entry.person_id)
    return showing.at_the_desk(
        entry, can_write=can_write and Role.editor in roles, can_decide=second and Role.reviewer in roles
    )


@blueprint.route("/desk/people/<volunteer_no>/trainings/new", methods=["GET", "POST"])
@act
@requires(Role.editor)
def add_training(volunteer_no: str) -> Answer:
    form = TrainingForm(day=clock.today())

    def write() -> None:
        services.add_training(
            volunteer_no, day=form.day.data, name=form.name.data, organiser=form.organiser.data,
            content=form.content.data, minutes=form.minutes, by=current_user.person,
        )  # fmt: skip

    return _written(volunteer_no, form, write, "记一次培训", "培训记下了，已经告诉本人。")


@blueprint.route("/desk/people/<volunteer_no>/commendations/new", methods=["GET", "POST"])
@act
@requires(Role.editor)
def add_commendation(volunteer_no: str) -> Answer:
    form = CommendationForm(day=clock.today())

    def write() -> None:
        services.add_commendation(
            volunteer_no, day=form.day.data, name=form.name.data, organiser=form.organiser.data,
            from_above=form.from_above.data, proof=form.proof.data or "", by=current_user.person,
        )  # fmt: skip

    said = "记下了，等第二个人核对证明。" if form.proof.data else "表彰记下了，已经告诉本人。"
    return _written(volunteer_no, form, write, "记一次表彰", said)


@blueprint.route("/desk/people/<volunteer_no>/evaluations/new", methods=["GET", "POST"])
@act
@requires(Role.editor)
def evaluate(volunteer_no: str) -> Answer:
    form = EvaluationForm(day=clock.today())

    def write() -> None:
        services.evaluate(
            volunteer_no,
            day=form.day.data,
            mark=Mark(form.mark.data),
            word=form.word.data,
            by=current_user.person,
        )

    return _written(volunteer_no, form, write, "写评价", "评价写好了，已经告诉本人，他可以回一句。")


def _written(volunteer_no: str, form: Form, write: Callable[[], None], heading: str, said: str) -> Answer:
    found = queries.fetch_person(current_user.person, volunteer_no, Role.editor)
    back = f"/desk/people/{found.volunteer_no}/record"
    if form.validate_on_submit():
        write()
        session.commit()
        return done(said, back)
    return _asked(form, heading, heading, f"{found.masked_name}（{found.volunteer_no}）", back)


def _asked(form: Form, heading: str, button: str, about: str, back: str, meaning: str = "") -> Answer:
    return page(
        "dossiers/write.html",
        form,
        heading=heading,
        button=button,
        about=about,
        back=back,
        meaning=meaning,
        fields=[field for field in form if field.name != "csrf_token"],
    )


@blueprint.route("/desk/entries/<int:entry_id>/withdraw", methods=["GET", "POST"])
@act
@requires(Role.editor)
def withdraw(entry_id: int) -> Answer:
    entry = queries.fetch(current_user.person, entry_id, Role.editor)
    form, back = ReasonForm(), _address(entry)
    if form.validate_on_submit():
        services.withdraw(entry, reason=form.reason.data, by=current_user.person)
        session.commit()
        return done("撤回了，记录里写着原因。", back)
    return _asked(
        form, "撤回这一条", "撤回", _about(entry), back, "这一条留着，写明撤回和原因，本人会收到消息。"
    )


@blueprint.post("/desk/entries/<int:entry_id>/approve")
@act
@requires(Role.reviewer)
def approve(entry_id: int) -> Response:
    entry = queries.fetch(current_user.person, entry_id, Role.reviewer)
    back = _address(entry)
    services.approve(entry, by=current_user.person)
    session.commit()
    return done("核对过了，记入本人的记录，已经告诉本人。", back)


@blueprint.route("/desk/entries/<int:entry_id>/refuse", methods=["GET", "POST"])
@act
@requires(Role.reviewer)
def refuse(entry_id: int) -> Answer:
    entry = queries.fetch(current_user.person, entry_id, Role.reviewer)
    form, back = ReasonForm(), _address(entry)
    if form.validate_on_submit():
        services.refuse(entry, reason=form.reason.data, by=current_user.person)
        session.commit()
        return done("没有记入，写的人会看到原因。", back)
    return _asked(form, "不记入", "不记入", _about(entry), back, f"看了什么证明：{entry.proof}")


def _address(entry: Entry) -> str:
    return f"/desk/people/{entry.person.volunteer_no}/record"


def _about(entry: Entry) -> str:
    return f"{entry.person.masked_name}（{entry.person.volunteer_no}），{telling.named(entry)}"
