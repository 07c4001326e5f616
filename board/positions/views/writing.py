"""One position: what it says, what it still needs, and the form."""

from typing import Any

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts import scope
from board.accounts.models import Role
from board.db import session
from board.positions import completeness, deciders, queries, reviewing, schedule, services, standing
from board.positions.completeness import Need
from board.positions.forms import NO_RISK, PositionForm
from board.positions.models import OpportunityList, Position
from board.positions.views import blueprint
from board.positions.views.review_rows import labels_of_fields
from board.positions.words import (
    APPROVAL_WORDS,
    AUDIENCE_WORDS,
    CATEGORY_WORDS,
    GUARANTEE_WORDS,
    NOT_COUNTED_WORDS,
    STATE_WORDS,
    TARGET_WORDS,
    State,
)
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import Form, page


@blueprint.get("/desk/positions/<number>")
@requires(Role.editor, Role.reviewer)
def desk_position(number: str) -> tuple[str, int]:
    position = queries.fetch_managed(current_user.person, number, *queries.READERS)
    change = queries.last_change(position)
    return page(
        "positions/desk_position.html",
        position=position,
        needs=_needs(position),
        times=schedule.times_in_words([shift for shift in position.shifts if shift.cancelled_at is None]),
        change=change if change and change.decision in {"waiting", "returned"} else None,
        saw=reviewing.seen(position),
        now=clock.now(),
        guessed_labels=_guessed(position),
        **in_words(position),
        **acts_on(position),
    )


def _needs(position: Position) -> list[Need]:
    """What a draft still lacks; nothing is asked of what has been handed in."""
    return completeness.missing(position, clock.now()) if position.state in services.OPEN_TO_WRITING else []


def _guessed(position: Position) -> str:
    labels = labels_of_fields()
    return "、".join(labels[name] for name in position.guessed if name in labels)


def in_words(position: Position) -> dict[str, Any]:
    """The position's codes as people read them."""
    return {
        "state_words": STATE_WORDS[State(position.state)],
        "audience": AUDIENCE_WORDS[position.audience],
        "categories": "、".join(CATEGORY_WORDS[code] for code in position.categories),
        "targets": "、".join(TARGET_WORDS[code] for code in position.targets),
        "guarantees": "、".join(GUARANTEE_WORDS[code] for code in position.guarantees),
        "not_counted": "；".join(NOT_COUNTED_WORDS[code] for code in position.not_counted_for),
        "rules": rules_in_words(position),
    }


def rules_in_words(position: Position) -> tuple[str, str]:
    """Until when one signs up, and until when one gives up, in words."""
    closing = rule_in_words(position.closes_rule, position.closes_hours, f"{position.closes_time:%H:%M}")
    leaving = rule_in_words(
        position.withdraw_rule, position.withdraw_hours, f"{position.withdraw_time:%H:%M}"
    )
    return f"{APPROVAL_WORDS[position.approval]}；报名到{closing}", f"{leaving}前可以自己取消"


def rule_in_words(rule: str, hours: int, wall: str) -> str:
    return {"at_start": "开始的时候", "hours_before": f"开始前 {hours} 小时"}.get(rule, f"服务前一天 {wall}")


def acts_on(position: Position) -> dict[str, Any]:
    """What the person looking may do with it now."""
    person = current_user.person
    roles = scope.roles_in(person, position.area)
    hands = queries.hands_on(position)
    in_review = position.state == State.in_review
    place = deciders.reviewing_area(position.area, hands) if not position.is_public else None
    decides = in_review and Role.reviewer in roles and deciders.decides_for(person, position.area)
    return {
        "can_edit": Role.editor in roles,
        "can_write": Role.editor in roles and position.state in services.OPEN_TO_WRITING,
        "can_review": decides and person.id not in hands,
        "is_own_work": decides and person.id in hands,
        "is_decided_above": in_review and Role.reviewer in roles and not decides,
        "reviewed_by": f"{place.name}的审核员会审" if place else "",
    }


@blueprint.route("/desk/lists/<number>/positions/new", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_new_position(number: str) -> tuple[str, int] | Response:
    on = queries.fetch_list(current_user.person, number, Role.editor)
    form = PositionForm(data=defaults(on))
    if form.validate_on_submit():
        created = services.create_position(on, form.answers(), by=current_user.person)
        _remember_if_asked(form, created)
        address = f"/desk/positions/{created.number}/shifts/new"
        session.commit()
        return done("草稿存好了。接着排班次。", address)
    return _form_page(form, on, None)


def defaults(on: OpportunityList) -> dict[str, Any]:
    """What the form of a new position starts with: the community's standing answers."""
    start: dict[str, Any] = {"counts_hours": not on.is_task_list, "closes_hours": 2, "withdraw_hours": 24}
    answers = standing.answers_for(on.area_id)
    return start | answers | {"no_risk": answers.get("risk_note") == NO_RISK}


def _remember_if_asked(form: PositionForm, position: Position) -> None:
    if form.keep_answers.data:
        standing.remember(position, by=current_user.person)


@blueprint.route("/desk/positions/<number>/edit", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_edit_position(number: str) -> tuple[str, int] | Response:
    position = queries.fetch_managed(current_user.person, number, Role.editor)
    form = PositionForm.of(position)
    if form.validate_on_submit():
        if request.form.get("then") == "submit":
            return _written_and_submitted(position, form)
        services.write_position(position, form.answers(), by=current_user.person)
        _remember_if_asked(form, position)
        session.commit()
        has_shifts = bool(position.shifts)
        address = f"/desk/positions/{number}" + ("" if has_shifts else "/shifts/new")
        return done("存好了。" if has_shifts else "草稿存好了。接着排班次。", address)
    return _form_page(form, position.opportunity_list, position)


def _written_and_submitted(position: Position, form: PositionForm) -> Response:
    reviewing.write_and_submit(position, form.answers(), by=current_user.person)
    _remember_if_asked(form, position)
    session.commit()
    return done("改好了，又提交审核了。", f"/desk/lists/{position.opportunity_list.number}")


def _form_page(form: PositionForm, on: OpportunityList, position: Position | None) -> tuple[str, int]:
    closing = rule_in_words(form.closes_rule.data, form.closes_hours.data or 0, _hour(form.closes_time.data))
    leaving = rule_in_words(
        form.withdraw_rule.data, form.withdraw_hours.data or 0, _hour(form.withdraw_time.data)
    )
    return page(
        "positions/desk_position_form.html",
        form=form,
        list=on,
        position=position,
        starts_with="" if position else _starts_with(on),
        rules=f"报名到{closing}；{leaving}前可以自己取消",
    )


def _starts_with(on: OpportunityList) -> str:
    """Where the answers come from that are filled in already."""
    if standing.of(on.area_id) is not None:
        return f"{on.area.name}的常用回答"
    last = queries.last_of(on.area_id)
    return f"“{last.title or last.number}”" if last else ""


def _hour(wall: Any) -> str:
    return f"{wall:%H:%M}" if wall else "18:00"


@blueprint.post("/desk/positions/<number>/submit")
@act
@requires(Role.editor)
def desk_submit_position(number: str) -> Response:
    position = queries.fetch_managed(current_user.person, number, Role.editor)
    reviewing.submit(position)
    session.commit()
    return done("提交审核了。", f"/desk/positions/{number}")


@blueprint.post("/desk/positions/<number>/take-back")
@act
@requires(Role.editor)
def desk_take_back(number: str) -> Response:
    position = queries.fetch_managed(current_user.person, number, Role.editor)
    reviewing.take_back(position)
    session.commit()
    return done("撤回来了，可以改了再提交。", f"/desk/positions/{number}")


@blueprint.route("/desk/positions/<number>/remove", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_remove_position(number: str) -> tuple[str, int] | Response:
    position = queries.fetch_managed(current_user.person, number, Role.editor)
    form = Form()
    if form.validate_on_submit():
        list_number = position.opportunity_list.number
        services.remove_draft(position)
        session.commit()
        return done("草稿删掉了。", f"/desk/lists/{list_number}")
    return page("positions/desk_remove_position.html", form=form, position=position)
