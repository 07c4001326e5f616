"""Lists: all of mine, a new one, one with its positions."""

from datetime import date, datetime

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts import scope
from board.accounts.models import Role
from board.areas import queries as areas
from board.areas.models import Area
from board.db import session
from board.errors import NotFound
from board.positions import (
    bulk,
    completeness,
    deciders,
    queries,
    review_queries,
    reviewing,
    schedule,
    services,
)
from board.positions.forms import ListForm, NewListForm, next_month
from board.positions.models import OpportunityList, Position, Shift
from board.positions.views import blueprint
from board.positions.words import LIST_KIND_WORDS, STATE_WORDS, ListKind, State
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import choices, page
from board.web.paging import key_before


@blueprint.get("/desk/lists")
@requires(Role.editor, Role.reviewer)
def desk_lists() -> tuple[str, int]:
    person = current_user.person
    area = _chosen_area()
    writes_in = queries.communities_for(person, Role.editor)
    shown = queries.lists_for(person, area, key_before())
    return page(
        "positions/desk_lists.html",
        lists=shown.rows,
        next_key=shown.next_key,
        counts=queries.counts_by_state(shown.rows),
        area=area,
        areas=queries.communities_for(person, *queries.READERS),
        can_write=bool(writes_in),
        answers_of=area if area in writes_in else writes_in[0] if len(writes_in) == 1 else None,
        kinds=LIST_KIND_WORDS,
    )


def _chosen_area() -> Area | None:
    code = request.args.get("area", "")
    try:
        return areas.area_with(code) if code else None
    except NotFound:
        return None


@blueprint.route("/desk/lists/new", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_new_list() -> tuple[str, int] | Response:
    communities = {area.code: area for area in queries.communities_for(current_user.person, Role.editor)}
    form = NewListForm(data=_next_months_list())
    form.area.choices = choices((code, area.name) for code, area in communities.items())
    if form.validate_on_submit():
        created = services.create_list(communities[form.area.data], form.said(), by=current_user.person)
        session.commit()
        return done("清单建好了。一个一个加岗位吧。", f"/desk/lists/{created.number}")
    return page("positions/desk_new_list.html", form=form)


def _next_months_list() -> dict[str, object]:
    first, last = next_month(clock.today())
    return {"title": _title(first), "period_start": first, "period_end": last, "area": request.args.get("area"),
            "kind": ListKind.opportunity}  # fmt: skip


def _title(month: date) -> str:
    return f"{month.year}年{month.month}月慈善公益岗位机会清单"


@blueprint.get("/desk/lists/<number>")
@requires(Role.editor, Role.reviewer)
def desk_list(number: str) -> tuple[str, int]:
    person = current_user.person
    found = queries.fetch_list(person, number, *queries.READERS)
    positions, now = queries.with_shifts(found), clock.now()
    needs = {position.id: completeness.missing(position, now) for position in positions if _is_open(position)}
    return page(
        "positions/desk_list.html",
        list=found,
        positions=positions,
        needs=needs,
        times={position.id: schedule.times_in_words(_taking_place(position)) for position in positions},
        state_words=STATE_WORDS,
        ready=sum(not wanting for wanting in needs.values()),
        wanting=sum(bool(wanting) for wanting in needs.values()),
        can_edit=Role.editor in _roles(found),
        is_public=any(position.is_public for position in positions),
        in_review=sum(position.state == State.in_review for position in positions),
        can_review=Role.reviewer in _roles(found) and deciders.decides_for(person, found.area),
        reviewed_by=_reviewers(found),
        undo_words=_undo_words(found, now),
    )


def _undo_words(found: OpportunityList, now: datetime) -> str:
    """What the person looking did to many of them just now, and can take back."""
    done_just_now = bulk.latest_undoable(found, current_user.person, now)
    return bulk.in_words(done_just_now) if done_just_now and bulk.is_worth_undoing(done_just_now) else ""


def _is_open(position: Position) -> bool:
    return position.state in services.OPEN_TO_WRITING


def _taking_place(position: Position) -> list[Shift]:
    return [shift for shift in position.shifts if shift.cancelled_at is None]


def _roles(found: OpportunityList) -> frozenset[Role]:
    return scope.roles_in(current_user.person, found.area)


def _reviewers(found: OpportunityList) -> str:
    hands = review_queries.hands_on_list(found) | {current_user.person.id}
    area = deciders.reviewing_area(found.area, hands)
    return f"{area.name}的审核员会审" if area else ""


@blueprint.route("/desk/lists/<number>/edit", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_edit_list(number: str) -> tuple[str, int] | Response:
    found = queries.fetch_list(current_user.person, number, Role.editor)
    form = ListForm(obj=found)
    if form.validate_on_submit():
        services.change_list(found, form.said())
        session.commit()
        return done("清单改好了。", f"/desk/lists/{number}")
    return page("positions/desk_edit_list.html", form=form, list=found)


@blueprint.post("/desk/lists/<number>/submit")
@act
@requires(Role.editor)
def desk_submit_list(number: str) -> Response:
    found = queries.fetch_list(current_user.person, number, Role.editor)
    count = reviewing.submit_list(found, by=current_user.person)
    session.commit()
    return done(f"{count} 个岗位提交审核了。", f"/desk/lists/{number}")
