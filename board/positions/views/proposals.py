"""Proposed changes of published positions: propose, compare, decide."""

from collections.abc import Mapping
from typing import Any

from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts import scope
from board.accounts.models import Role
from board.db import session
from board.errors import NotFound
from board.positions import proposals, queries
from board.positions.forms import PositionForm, ReturnForm
from board.positions.history import ProposedChange
from board.positions.models import Position
from board.positions.views import blueprint
from board.positions.words import (
    APPROVAL_WORDS,
    AUDIENCE_WORDS,
    CATEGORY_WORDS,
    GUARANTEE_WORDS,
    NOT_COUNTED_WORDS,
    RULE_WORDS,
    TARGET_WORDS,
)
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page

_WORDS: Mapping[str, Mapping[Any, str]] = {
    "categories": CATEGORY_WORDS, "targets": TARGET_WORDS, "guarantees": GUARANTEE_WORDS,
    "not_counted_for": NOT_COUNTED_WORDS, "audience": AUDIENCE_WORDS, "closes_rule": RULE_WORDS,
    "withdraw_rule": RULE_WORDS, "approval": APPROVAL_WORDS,
}  # fmt: skip


@blueprint.route("/desk/positions/<number>/propose", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_propose(number: str) -> tuple[str, int] | Response:
    position = queries.fetch_managed(current_user.person, number, Role.editor)
    form = PositionForm.of(position)
    if form.validate_on_submit():
        proposals.propose(position, form.answers(), by=current_user.person)
        session.commit()
        return done("修改提交审核了。审核通过以前，公开页面不变。", f"/desk/positions/{number}/proposal")
    return page("positions/desk_propose.html", form=form, position=position)


def _waiting(position: Position) -> ProposedChange:
    change = queries.waiting_change(position)
    if change is None:
        raise proposals.Decided(way_on=(f"/desk/positions/{position.number}", "看岗位"))
    return change


@blueprint.get("/desk/positions/<number>/proposal")
@requires(Role.editor, Role.reviewer)
def desk_proposal(number: str) -> tuple[str, int]:
    position = queries.fetch_managed(current_user.person, number, *queries.READERS)
    change = queries.last_change(position)
    if change is None or change.decision not in {"waiting", "returned"}:
        raise NotFound
    roles = scope.roles_in(current_user.person, position.area)
    waiting = change.decision == "waiting"
    return page(
        "positions/desk_proposal.html",
        position=position,
        change=change,
        rows=_compared(change),
        can_decide=waiting and Role.reviewer in roles and change.proposed_by != current_user.person.id,
        can_take_back=waiting and Role.editor in roles,
    )


def _compared(change: ProposedChange) -> list[tuple[str, str, str]]:
    form = PositionForm()
    return [
        (form[row.field].label.text, _shown(row.field, row.old), _shown(row.field, row.new))
        for row in proposals.differences(change)
    ]


def _shown(field: str, value: Any) -> str:
    words = _WORDS.get(field)
    if isinstance(value, tuple):
        return "、".join(words[code] for code in value) if words else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if hasattr(value, "hour"):
        return f"{value:%H:%M}"
    return words[value] if words else ("" if value is None else str(value))


@blueprint.post("/desk/positions/<number>/proposal/approve")
@act
@requires(Role.reviewer)
def desk_approve_change(number: str) -> Response:
    position = queries.fetch_managed(current_user.person, number, Role.reviewer)
    proposals.approve(_waiting(position), by=current_user.person)
    session.commit()
    return done("新的内容公布了。", "/desk/review")


@blueprint.route("/desk/positions/<number>/proposal/return", methods=["GET", "POST"])
@act
@requires(Role.reviewer)
def desk_return_change(number: str) -> tuple[str, int] | Response:
    position = queries.fetch_managed(current_user.person, number, Role.reviewer)
    form = ReturnForm()
    if form.validate_on_submit():
        proposals.send_back(_waiting(position), reason=form.reason.data, by=current_user.person)
        session.commit()
        return done("修改退回了，公开页面不变。", "/desk/review")
    return page("positions/desk_return.html", form=form, position=position, saw=None)


@blueprint.post("/desk/positions/<number>/proposal/take-back")
@act
@requires(Role.editor)
def desk_take_back_change(number: str) -> Response:
    position = queries.fetch_managed(current_user.person, number, Role.editor)
    proposals.take_back(_waiting(position), by=current_user.person)
    session.commit()
    return done("修改撤回了，公开页面不变。", f"/desk/positions/{number}")
