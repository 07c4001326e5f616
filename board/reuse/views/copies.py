"""A list copied to another month, one position copied, and taking many things back."""

from typing import Any

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts.models import Role
from board.db import session
from board.positions import queries as positions
from board.positions import schedule
from board.positions.models import OpportunityList
from board.positions.words import STATE_WORDS, State
from board.reuse import copying, queries, undoing
from board.reuse.forms import CopyForm, ToListForm
from board.reuse.moving import Month
from board.reuse.views import blueprint
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import Form, choices, page
from board.web.paging import row_numbers

EARLY = 10  # up to this day of a month somebody who copies means this month, afterwards the next


@blueprint.route("/desk/lists/<number>/copy", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_copy_list(number: str) -> tuple[str, int] | Response:
    """The month and the way are asked by GET and shown as a list; a POST makes what was left ticked."""
    on = positions.fetch_list(current_user.person, number, Role.editor)
    asked, form = _asked(on), Form()
    if form.validate_on_submit() and asked.validate():
        way, ticked = asked.way(Month.of(on.period_start)), row_numbers(request.form.getlist("p"))
        if request.form.get("then") == "submit":
            created, handed_in = copying.copy_and_submit(on, ticked, way, by=current_user.person)
        else:
            created, handed_in = copying.copy_list(on, ticked, way, by=current_user.person), 0
        address, words = f"/desk/lists/{created.number}", _made(len(created.positions), handed_in)
        session.commit()
        return done(words, address)
    return page("reuse/desk_copy_list.html", form=form, asked=asked, list=on, **_preview(on, asked))


def _made(count: int, handed_in: int) -> str:
    if not handed_in:
        return f"复制了 {count} 个岗位，存成草稿了。"
    left = f"，{count - handed_in} 个还缺东西，留着当草稿" if handed_in < count else ""
    return f"复制了 {count} 个岗位，{handed_in} 个提交审核了{left}。"


def _asked(on: OpportunityList) -> CopyForm:
    today = clock.today()
    soonest = Month.of(today).after(0 if today.day <= EARLY else 1)
    usual = max(Month.of(on.period_start).after(1), soonest, key=lambda month: month.first)
    form = CopyForm(request.args or None, data={"month": f"{usual.year}-{usual.number:02d}"})
    form.offer(min(Month.of(today), usual, key=lambda month: month.first))
    return form


def _preview(on: OpportunityList, asked: CopyForm) -> dict[str, Any]:
    """The list as it would be; nothing while it is not clear for when."""
    if request.args and not asked.validate():
        return {"rows": []}
    way = asked.way(Month.of(on.period_start))
    said = copying.list_text(on, way.months)
    rows = copying.preview(positions.with_shifts(on), way, clock.now())
    ticked = set(row_numbers(request.form.getlist("p"))) if request.method == "POST" else None
    return {
        "said": said,
        "rows": [(row, schedule.times_in_words(row.spans), _is_ticked(row, ticked)) for row in rows],
        "warnings": copying.unknown_years(rows),
        "already": queries.lists_within(on.area_id, said.period_start, said.period_end),
        "state_words": STATE_WORDS,
    }


def _is_ticked(row: copying.Copied, ticked: set[int] | None) -> bool:
    return row.source.state != State.cancelled if ticked is None else row.source.id in ticked


@blueprint.route("/desk/positions/<number>/copy", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_copy_position(number: str) -> tuple[str, int] | Response:
    position = positions.fetch_managed(current_user.person, number, Role.editor)
    onto = {row.number: row for row in queries.open_lists_of(position.area_id, clock.today())}
    form = ToListForm(data={"to": position.opportunity_list.number})
    form.to.choices = choices((row.number, f"{row.title}（{row.number}）") for row in onto.values())
    if form.validate_on_submit():
        made = copying.copy_position(position, onto[form.to.data], by=current_user.person)
        session.commit()
        return done("复制好了，是一份草稿。改要改的地方。", f"/desk/positions/{made.number}/edit")
    return page("reuse/desk_copy_position.html", form=form, position=position, lists=onto)


@blueprint.post("/desk/lists/<number>/undo")
@act
@requires(Role.editor, Role.reviewer)
def desk_undo(number: str) -> Response:
    on = positions.fetch_list(current_user.person, number, *positions.READERS)
    undone = undoing.undo(on, by=current_user.person)
    session.commit()
    return done(undone.sentence, "/desk/lists" if undone.list_is_gone else f"/desk/lists/{number}")
