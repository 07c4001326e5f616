"""Desk pages of back-fills: writing one down, and the second person's look at reason and proof."""

from typing import Any, Final

from flask import Blueprint, g
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from board import clock, dates, rounding
from board.accounts import scope
from board.accounts.models import Person, Role
from board.attendance import noting
from board.attendance.views.showing import volunteer
from board.attendance.words import KIND_WORDS
from board.audit import queries as seen
from board.backfills import limits, proving, queries, services
from board.backfills.forms import BackfillForm
from board.backfills.models import Proof, ProofKind
from board.db import session
from board.positions.models import Shift
from board.records import ledger, second
from board.records import queries as records
from board.records.forms import ConfirmForm
from board.records.ledger import Line
from board.records.models import ServiceRecord, State
from board.records.views import showing
from board.web.access import requires
from board.web.act import act, done
from board.web.downloads import attachment
from board.web.forms import page
from board.web.requests import takes_up_to

blueprint = Blueprint("backfills", __name__)

_AROUND_IT: Final = 256 * 1024  # the other fields of the form, and what separates them
_KIND_WORDS: Final = {ProofKind.pdf: "PDF", ProofKind.jpeg: "照片"}
_MIMETYPES: Final = {ProofKind.pdf: "application/pdf", ProofKind.jpeg: "image/jpeg"}


@blueprint.route("/desk/shifts/<int:shift_id>/hours/back-fill", methods=["GET", "POST"])
@act
@requires(Role.editor)
@takes_up_to(proving.LARGEST + _AROUND_IT)
def enter(shift_id: int) -> tuple[str, int] | Response:
    shift = records.fetch_shift(current_user.person, shift_id, Role.editor)
    form = BackfillForm(
        came=clock.local(shift.starts_at).time().replace(second=0, microsecond=0),
        went=clock.local(shift.ends_at).time().replace(second=0, microsecond=0),
    )
    if form.validate_on_submit():
        record = services.enter(shift, _told(form), by=current_user.person)
        sentence = _sentence(record)
        session.commit()
        return done(sentence, f"/desk/shifts/{shift_id}/hours")
    return _form_page(shift, form)


def _told(form: BackfillForm) -> services.Backfill:
    return services.Backfill(
        typed=form.typed.data, came=form.came.data, went=form.went.data, reason=form.reason.data,
        proof=proving.check(form.content()),
    )  # fmt: skip


def _sentence(record: ServiceRecord) -> str:
    worth = rounding.words(record.minutes) if record.counts else "只记参加"
    rest = "时间有疑问，先核对，再由第二个人确认" if record.doubts else "等第二个人确认"
    return (
        f"补录了 {record.person.masked_name}（{record.person.volunteer_no}）{worth}，{rest}，已经告诉本人。"
    )


def _form_page(shift: Shift, form: BackfillForm) -> tuple[str, int]:
    refusal = g.get("refusal")
    return page(
        "backfills/enter.html",
        form,
        shift=shift,
        position=shift.position,
        is_over=services.is_over(shift),
        most=limits.most(),
        way_on=refusal.way_on if refusal else None,
        choose_again=bool(form.errors and form.proof.data),
    )


@blueprint.get("/desk/backfills/<int:record_id>")
@requires(*records.READERS)
def backfill(record_id: int) -> tuple[str, int]:
    line = queries.fetch_backfill(current_user.person, record_id, *records.READERS)
    return _page(line, ConfirmForm())


@blueprint.post("/desk/backfills/<int:record_id>/confirm")
@act
@requires(Role.reviewer)
def confirm(record_id: int) -> tuple[str, int] | Response:
    line = queries.fetch_backfill(current_user.person, record_id, Role.reviewer)
    form = ConfirmForm()
    if form.validate_on_submit():
        line = services.confirm(record_id, step=form.seen.data or "", by=current_user.person)
        back = f"/desk/shifts/{line.record.shift_id}/hours"
        session.commit()
        return done(f"确认了，已经告诉本人，公示 {ledger.notice_days()} 天。", back)
    return _page(line, form)


@blueprint.get("/desk/proofs/<token>")
@requires(Role.editor, Role.reviewer)
def proof(token: str) -> Response:
    found = queries.fetch_proof(current_user.person, token)
    content = services.note_opening(found)
    kind, name = ProofKind(found.kind), f"补录证明-{found.record_id}"
    session.commit()
    return attachment(content, _MIMETYPES[kind], f"{name}.{kind}")


def _page(line: Line, form: ConfirmForm) -> tuple[str, int]:
    record, me = line.record, current_user.person
    roles = scope.roles_in(me, record.area)
    found = queries.proof_of(record)
    form.seen.data = str(line.step)
    has_hand = me.id in second.hands_of(ServiceRecord.id == record.id)[record.id]
    waits = line.state == State.proposed and Role.reviewer in roles
    return page(
        "backfills/backfill.html",
        form,
        **_head(line),
        proof=_proof(found) if roles & {Role.editor, Role.reviewer} else None,
        opened=seen.has_done(me.id, services.OPEN_PROOF, found),
        can_confirm=waits and not has_hand and found.is_there,
        not_yours=waits and has_hand,
        is_gone=not found.is_there,
    )


def _head(line: Line) -> dict[str, Any]:
    record, shift = line.record, line.record.shift
    return {
        "record": record,
        "shift": shift,
        "name": record.person.name or record.person.volunteer_no,
        "about": volunteer(record.person.volunteer_no),
        "title": shift.position.title,
        "when": dates.when(shift.starts_at, shift.ends_at),
        "times": showing.times(line),
        "worth": showing.worth(line),
        "why": showing.why(line),
        "entered": f"{_name_of(record.entered_by)}，{dates.moment(record.entered_at)}",
        "attendance": _seen_there(record),
        "in_month": limits.in_month_of(record.person, line.starts_at),
        "most": limits.most(),
        "declaration": services.DECLARATION,
    } | showing.state(line)


def _seen_there(record: ServiceRecord) -> str:
    """What the roster of the day says of them, as far as it says anything."""
    there = noting.standing(record.shift_id, record.person_id)
    said = [f"{KIND_WORDS[kind]}（{dates.clock_time(row.at)}）" for kind, row in there.items()]
    return "，".join(said) or "签到表上没有这个人"


def _name_of(person_id: int | None) -> str:
    name, number = session.execute(
        select(Person.name, Person.volunteer_no).where(Person.id == person_id)
    ).one()
    return name or number


def _proof(found: Proof) -> dict[str, str]:
    return {
        "address": f"/desk/proofs/{found.token}",
        "words": f"{_KIND_WORDS[ProofKind(found.kind)]}，{max(found.size // 1024, 1)} KB",
    }
