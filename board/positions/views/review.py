"""The reviewers' queue, a list under review on one page, and the decision."""

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts.models import Role
from board.db import session
from board.positions import deciders, queries, reasons, review_queries, reviewing
from board.positions.models import OpportunityList, Position
from board.positions.return_form import ReturnForm
from board.positions.views import blueprint
from board.positions.views.review_rows import rows_of, unknown_years
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import choices, page
from board.web.paging import key_before, row_number, row_numbers

MOST_AT_ONCE = 500


@blueprint.get("/desk/review")
@requires(Role.reviewer)
def desk_review() -> tuple[str, int]:
    person = current_user.person
    shown = review_queries.lists_to_review(person, key_before())
    return page(
        "positions/desk_review.html",
        lists=shown.rows,
        waiting=review_queries.waiting_on(person, shown.rows),
        next_key=shown.next_key,
        changes=review_queries.changes_to_review(person),
    )


@blueprint.get("/desk/review/<number>")
@requires(Role.reviewer)
def desk_review_list(number: str) -> tuple[str, int]:
    person = current_user.person
    found = queries.fetch_list(person, number, Role.reviewer)
    shown = review_queries.page_to_review(person, found, request.args.get("after", ""))
    return page(
        "positions/desk_review_list.html",
        list=found,
        rows=rows_of(shown.rows),
        warnings=unknown_years(shown.rows),
        next_key=shown.next_key,
        own=review_queries.count_of_own(person, found),
        decides=deciders.decides_for(person, found.area),
        others=deciders.reviewing_area(found.area, {person.id}),
    )


@blueprint.post("/desk/lists/<number>/approve")
@act
@requires(Role.reviewer)
def desk_approve_list(number: str) -> Response:
    found = queries.fetch_list(current_user.person, number, Role.reviewer)
    count = reviewing.approve_list(found, _named(), by=current_user.person)
    session.commit()
    # When nothing waits any more: the list itself, where the act can be taken back for ten minutes.
    return done(f"{count} 个岗位公布了。", _next_page(found, otherwise=f"/desk/lists/{number}"))


def _named() -> dict[int, str]:
    """What the reviewer had in front of them, `<id>:<what it was>` a position: all of it, or what is ticked."""
    pairs = (text.partition(":") for text in request.form.getlist("saw")[:MOST_AT_ONCE])
    saw = {number: what for text, _, what in pairs if (number := row_number(text)) is not None}
    if request.form.get("which") != "ticked":
        return saw
    return {number: saw[number] for number in row_numbers(request.form.getlist("chosen")) if number in saw}


@blueprint.post("/desk/positions/<number>/approve")
@act
@requires(Role.reviewer)
def desk_approve(number: str) -> Response:
    position = queries.fetch_managed(current_user.person, number, Role.reviewer)
    reviewing.approve(position, saw=request.form.get("saw", ""), by=current_user.person)
    session.commit()
    return done(f"“{position.title}”公布了。", _next_page(position.opportunity_list))


def _next_page(on: OpportunityList, *, otherwise: str = "/desk/review") -> str:
    """Back to the list's review while more of it waits."""
    waits = review_queries.waiting_on(current_user.person, [on])
    return f"/desk/review/{on.number}" if waits else otherwise


@blueprint.route("/desk/positions/<number>/return", methods=["GET", "POST"])
@act
@requires(Role.reviewer)
def desk_return(number: str) -> tuple[str, int] | Response:
    position = queries.fetch_managed(current_user.person, number, Role.reviewer)
    form = _return_form(position)
    saw = request.values.get("saw", "") or reviewing.seen(position)
    if form.validate_on_submit():
        reviewing.send_back(position, saw=saw, reason=form.why, more=form.more, by=current_user.person)
        session.commit()
        to = _next_page(position.opportunity_list)
        return done(f"“{position.title}”退回了，编辑会看到原因。", to)
    return page("positions/desk_return.html", form=form, position=position, saw=saw)


def _return_form(position: Position) -> ReturnForm:
    form = ReturnForm()
    form.offer(choices((str(kept.id), kept.reason) for kept in reasons.offered(position.area)))
    return form
