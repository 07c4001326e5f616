"""The desk: objections that wait for an answer, and the answer."""

from typing import Any, Final

from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from board import clock, dates
from board.accounts.models import Person
from board.attendance.views.showing import volunteer
from board.db import session
from board.objections import answering, answers, phoning, queries
from board.objections.answering import ANSWERERS
from board.objections.answers import Answer
from board.objections.forms import AnswerForm, PhoneForm
from board.objections.models import Kind, Objection, ObjectionStep, Outcome
from board.objections.views import blueprint, showing
from board.objections.words import KIND_WORDS, STATE_TONES
from board.records.ledger import Line
from board.records.models import State as RecordState
from board.records.queries import READERS
from board.records.views import showing as records
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page
from board.web.paging import key_before

Shown = dict[str, Any]


@blueprint.get("/desk/objections")
@requires(*READERS)
def objections() -> tuple[str, int]:
    person, before = current_user.person, key_before()
    running = queries.running(person) if before is None else []
    mine = queries.whose_turn_it_is(person, running)
    over = queries.answered(person, before)
    return page(
        "objections/desk.html",
        mine=[_row(one) for one in mine],
        others=[_row(one) for one in running if one not in mine],
        over=[_row(one) for one in over.rows],
        rushes=queries.rushes(running, clock.now()),
        can_open=bool(answering.places_of(person)),
        older=f"/desk/objections?before={over.next_key}" if over.next_key else None,
    )


def _row(one: Objection) -> Shown:
    is_late = one.is_live and one.due_on < clock.today()
    until = f"{dates.day(one.due_on)} 前答复" + ("，已经逾期" if is_late else "")
    named = f"{one.shift.position.title}，{one.area.name}，{dates.day(one.shift.starts_at)}"
    return {
        "what": f"{KIND_WORDS[one.kind]}：{_who(one)}",
        "detail": f"{named}。{until if one.is_live else ''}",
        "state": "risk" if is_late else STATE_TONES[one.state],
        "state_word": showing.state_word(one),
        "address": f"/desk/objections/{one.id}",
        "button": "去答复",
    }


def _who(one: Objection) -> str:
    return one.person.name or one.person.volunteer_no


def at_the_desk(person: Person) -> list[Shown]:
    """What the page of hours shows of it (records.views.told)."""
    return [_row(one) for one in queries.waiting_for(person)]


def of_record(line: Line) -> list[tuple[str, str]]:
    running = queries.running_about(line.record.id)
    return [(f"/desk/objections/{running.id}", "答复异议")] if running else []


@blueprint.route("/desk/objections/<int:objection_id>", methods=["GET", "POST"])
@act
@requires(*ANSWERERS)
def answer(objection_id: int) -> tuple[str, int] | Response:
    person = current_user.person
    one = queries.fetch(person, objection_id)
    line = queries.line_of(one)
    form = AnswerForm(came=_usual(one, line, "came"), went=_usual(one, line, "went"))
    form.offer([(outcome, _choice(outcome, one, line)) for outcome in answers.possible(one, line, person)])
    if form.validate_on_submit():
        given = Answer(
            outcome=Outcome(form.outcome.data),
            words=form.words.data,
            came=form.came.data,
            went=form.went.data,
        )
        answers.answer(objection_id, given, by=person)
        session.commit()
        return done("答复了，已经告诉本人。", "/desk/objections")
    steps = queries.steps_of([one])[one.id]
    return page(
        "objections/answer.html", form,
        said=showing.said(one, steps, _names(steps)),
        may_correct=Outcome.corrected in {value for value, _, *_ in form.outcome.iter_choices()},
        why_not=str(answers.why_not(one, person) or "") if one.is_live else "",
        **_about(one, line),
    )  # fmt: skip


def _usual(one: Objection, line: Line | None, which: str) -> Any:  # a time, as the form's fields take it
    """What the volunteer remembers, else what the record says."""
    if line is None:
        return None
    at = line.starts_at if which == "came" else line.ends_at
    return getattr(one, which) or clock.local(at).time().replace(second=0, microsecond=0)


def _choice(outcome: Outcome, one: Objection, line: Line | None) -> str:
    if outcome == Outcome.stands:
        if line is not None and line.state == RecordState.held and one.kind == Kind.notice:
            return "核对过，没有错：恢复，照记"
        return "核对过，还是作废" if one.kind == Kind.appeal else "核对过，没有错：不改"
    if outcome == Outcome.changed:
        return "说得对：已经改过了" if line is not None else "说得对：去补记"
    return _CHOICES[outcome]


_CHOICES: Final = {
    Outcome.corrected: "时间不对：改成下面的时间，等第二个人确认",
    Outcome.voided: "这一条不算：作废",
    Outcome.reinstated: "不该作废：恢复，等第二个人确认",
    Outcome.questioned: "说得对：退回发布员重新核对",
}


def _about(one: Objection, line: Line | None) -> Shown:
    shift = one.shift
    return {
        "one": one,
        "name": _who(one),
        "about": volunteer(one.person.volunteer_no),
        "title": shift.position.title,
        "when": dates.when(shift.starts_at, shift.ends_at),
        "line": line,
        "worth": f"{records.times(line)}，{records.worth(line)}" if line else "还没有记",
        "source": records.source(line) if line else "",
        "record": records.state(line) | {"address": f"/desk/records/{line.record.id}"} if line else None,
        "settle": f"/desk/shifts/{shift.id}/settle" if line is None else None,
        "by_whom": _by_whom(one),
        "can_phone": one.may_be_phoned and bool(one.contact_mobile),
    }


def _by_whom(one: Objection) -> str:
    """Who objected is nobody's business: only whether they are told, and may be asked."""
    if one.is_own:
        return "本人"
    if one.made_by is not None:
        return "登录了的居民，答复会进他的消息"
    if not one.contact_mobile:
        return "没有登录，没有留电话，自己来看答复"
    return "没有登录，留了手机号，答复用短信告诉他"


def _names(steps: list[ObjectionStep]) -> dict[int, str]:
    """Colleagues by name, as they sign everywhere at the desk; the volunteer signs nothing here."""
    ids = {step.by_id for step in steps if step.outcome} - {None}
    found = session.execute(select(Person.id, Person.name, Person.volunteer_no).where(Person.id.in_(ids)))
    return {number: name or volunteer_no for number, name, volunteer_no in found}


@blueprint.route("/desk/objections/<int:objection_id>/phone", methods=["GET", "POST"])
@act
@requires(*ANSWERERS)
def phone(objection_id: int) -> tuple[str, int]:
    one = phoning.fetch(current_user.person, objection_id)
    form, contact = PhoneForm(), None
    if form.validate_on_submit():
        contact = phoning.reveal(objection_id, current_user.person)
        session.commit()
    return page("objections/phone.html", form, one=one, title=one.shift.position.title, contact=contact)
