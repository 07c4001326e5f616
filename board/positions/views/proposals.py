"""Proposed changes of published positions: propose, compare, decide."""

from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts import scope
from board.accounts.models import Role
from board.db import session
from board.errors import NotFound
from board.positions import comparing, deciders, proposals, queries
from board.positions.forms import PositionForm
from board.positions.history import ProposedChange
from board.positions.models import Position
from board.positions.return_form import ReturnForm
from board.positions.views import blueprint
from board.positions.views.review_rows import labels_of_fields
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page


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
    decides = deciders.decides_for(current_user.person, position.area)
    return page(
        "positions/desk_proposal.html",
        position=position,
        change=change,
        rows=_compared(change),
        can_decide=waiting and decides and change.proposed_by != current_user.person.id,
        can_take_back=waiting and Role.editor in roles,
    )


def _compared(change: ProposedChange) -> list[tuple[str, str, str]]:
    labels = labels_of_fields()
    return [
        (labels[row.field], comparing.in_words(row.field, row.old), comparing.in_words(row.field, row.new))
        for row in proposals.differences(change)
    ]


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
