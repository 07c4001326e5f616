"""For everybody: a community's notice of hours, the form to object, and what became of it."""

from typing import Any

from flask import redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock, dates, rounding
from board.accounts.models import Person
from board.accounts.tokens import row_of
from board.db import session
from board.errors import NotFound
from board.objections import limits, notice, queries, services, telling
from board.objections.forms import ObjectForm, ReasonForm
from board.objections.models import Objection
from board.objections.services import Contact, Objector
from board.objections.upkeep import CONTACTS_KEPT
from board.objections.views import blueprint, showing
from board.records import ledger
from board.records.ledger import Line
from board.records.models import State
from board.web.access import open_to_all
from board.web.act import act, done
from board.web.forms import page
from board.web.paging import key_before
from board.web.visitors import cached_for_visitors


@blueprint.get("/c/<code>/hours")
@open_to_all
@cached_for_visitors
def public_notice(code: str) -> tuple[str, int]:
    area = notice.fetch_area(code)
    found = notice.of_area(area, key_before(), clock.now())
    return page(
        "objections/notice.html",
        area=area,
        days=ledger.notice_days(),
        rows=[showing.noticed(line) for line in found.rows],
        is_first=key_before() is None,
        older=f"/c/{code}/hours?before={found.next_key}" if found.next_key else None,
        rule=rounding.RULE_WORDS[rounding.CURRENT],
    )


@blueprint.route("/hours/<int:record_id>/object", methods=["GET", "POST"])
@act
@open_to_all
def object_to(record_id: int) -> tuple[str, int] | Response:
    line = notice.fetch(record_id, clock.now())
    person = current_user.person if current_user.is_authenticated else None
    if person is not None and person.id in (line.record.person_id, line.record.person.claimed_by):
        return redirect(f"/me/hours/{record_id}/not-right", 303)  # nobody holds their own hours
    form = ReasonForm() if person else ObjectForm()
    if form.validate_on_submit():
        one = services.object_to(record_id, form.reason.data, _objector(person, form))
        session.commit()
        return done("提好了。答复以前，这一条先不算时长。", telling.receipt(one))
    return page("objections/object.html", form, **_about(line))


def _objector(person: Person | None, form: ReasonForm) -> Objector:
    if person is not None or not isinstance(form, ObjectForm):
        return Objector(person=person)
    contact = Contact(
        name=form.name.data or "", mobile=form.mobile.data or "", may_be_phoned=form.may_be_phoned.data
    )
    return Objector(address=request.remote_addr, contact=contact)


def _about(line: Line) -> dict[str, Any]:
    area = line.record.area
    return {
        "row": showing.noticed(line),
        "area": area,
        "is_held": line.state == State.held,
        "phone": limits.phone_of(line.record.shift.position),
        "notice_address": f"/c/{area.code}/hours",
    }


@blueprint.get("/objections/<token>")
@open_to_all
def receipt(token: str) -> tuple[str, int]:
    one = queries.by_id(row_of("objection", token))
    if _is_over(one):
        raise NotFound
    return page(
        "objections/receipt.html",
        said=showing.said(one, queries.steps_of([one])[one.id]),
        one=one,
        name=showing.masked(one.person),
        title=one.shift.position.title,
        when=dates.when(one.shift.starts_at, one.shift.ends_at),
        can_be_told=bool(one.made_by or one.contact_mobile),
        here_path=f"/objections/{token}",
        days=CONTACTS_KEPT.days,
    )


def _is_over(one: Objection) -> bool:
    """The link ends with the contact."""
    return one.answered_at is not None and clock.now() >= one.answered_at + CONTACTS_KEPT
