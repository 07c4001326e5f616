"""The reviewers' queue, a list under review, and the decision."""

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts.models import Role
from board.db import session
from board.positions import queries, reviewing, schedule
from board.positions.forms import ReturnForm
from board.positions.models import Position
from board.positions.views import blueprint
from board.positions.words import AUDIENCE_WORDS, CATEGORY_WORDS
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page
from board.web.paging import key_before


@blueprint.get("/desk/review")
@requires(Role.reviewer)
def desk_review() -> tuple[str, int]:
    person = current_user.person
    shown = queries.lists_to_review(person, key_before())
    waiting: dict[int, list[Position]] = {}
    for position in queries.positions_to_review(person, shown.rows):
        waiting.setdefault(position.list_id, []).append(position)
    return page(
        "positions/desk_review.html",
        lists=shown.rows,
        waiting=waiting,
        next_key=shown.next_key,
        changes=queries.changes_to_review(person),
    )


@blueprint.get("/desk/review/<number>")
@requires(Role.reviewer)
def desk_review_list(number: str) -> tuple[str, int]:
    found = queries.fetch_list(current_user.person, number, Role.reviewer)
    positions = queries.positions_to_review(current_user.person, [found])
    return page(
        "positions/desk_review_list.html",
        list=found,
        positions=positions,
        saw={position.id: reviewing.seen(position) for position in positions},
        times={position.id: schedule.times_in_words(position.shifts) for position in positions},
        audience_words=AUDIENCE_WORDS,
        category_words=CATEGORY_WORDS,
    )


@blueprint.post("/desk/lists/<number>/approve")
@act
@requires(Role.reviewer)
def desk_approve_list(number: str) -> Response:
    found = queries.fetch_list(current_user.person, number, Role.reviewer)
    count = reviewing.approve_list(found, _all_seen(), by=current_user.person)
    session.commit()
    return done(f"{count} 个岗位公布了。", "/desk/review")


def _all_seen() -> dict[int, str]:
    """What the reviewer had in front of them: `<id>:<what it was>`, a position each."""
    pairs = (text.partition(":") for text in request.form.getlist("saw")[:500])
    return {int(number): what for number, _, what in pairs if number.isascii() and number.isdigit()}


@blueprint.post("/desk/positions/<number>/approve")
@act
@requires(Role.reviewer)
def desk_approve(number: str) -> Response:
    position = queries.fetch_managed(current_user.person, number, Role.reviewer)
    reviewing.approve(position, saw=request.form.get("saw", ""), by=current_user.person)
    session.commit()
    return done(f"“{position.title}”公布了。", _next_page(position))


def _next_page(position: Position) -> str:
    """Back to the list while more of it waits."""
    on_list = queries.positions_to_review(current_user.person, [position.opportunity_list])
    return f"/desk/review/{position.opportunity_list.number}" if on_list else "/desk/review"


@blueprint.route("/desk/positions/<number>/return", methods=["GET", "POST"])
@act
@requires(Role.reviewer)
def desk_return(number: str) -> tuple[str, int] | Response:
    position = queries.fetch_managed(current_user.person, number, Role.reviewer)
    form = ReturnForm()
    saw = request.values.get("saw", "") or reviewing.seen(position)
    if form.validate_on_submit():
        reviewing.send_back(position, saw=saw, reason=form.reason.data, by=current_user.person)
        session.commit()
        return done(f"“{position.title}”退回了，编辑会看到原因。", _next_page(position))
    return page("positions/desk_return.html", form=form, position=position, saw=saw)
