"""The same change to many positions of a list."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts.models import Role
from board.db import session
from board.positions import queries as positions
from board.positions.models import Position
from board.positions.words import STATE_WORDS
from board.reuse import changing
from board.reuse.forms import ChangeForm
from board.reuse.views import blueprint
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import Form, page
from board.web.paging import row_numbers


@blueprint.route("/desk/lists/<number>/change", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_change(number: str) -> tuple[str, int] | Response:
    """What is to be different is asked by GET and shown, before and after; a POST writes it."""
    on = positions.fetch_list(current_user.person, number, Role.editor)
    asked, form = ChangeForm(request.args), Form()
    if form.validate_on_submit() and asked.validate():
        ticked = row_numbers(request.form.getlist("p"))
        count = changing.change(on, ticked, asked.change(), by=current_user.person)
        session.commit()
        return done(f"{count} 个岗位改好了。", f"/desk/lists/{number}")
    shown = positions.with_shifts(on)
    return page(
        "reuse/desk_change.html",
        form=form,
        asked=asked,
        list=on,
        positions=shown,
        state_words=STATE_WORDS,
        **_preview(shown, asked),
    )


def _preview(shown: Sequence[Position], asked: ChangeForm) -> dict[str, Any]:
    """What would become of the ticked ones, once it is said what; all of them when none was ticked."""
    named = set(row_numbers(request.args.getlist("p")))
    ticked = named & {position.id for position in shown} or {position.id for position in shown}
    is_clear = asked.validate() and not asked.change().asks_for_nothing
    chosen = [position for position in shown if position.id in ticked]
    rows = changing.preview(chosen, asked.change(), clock.now()) if is_clear else []
    return {
        "ticked": ticked,
        "rows": rows,
        "count": sum(bool(row.lines) for row in rows),
        "public": sum(bool(row.lines) and row.position.is_public for row in rows),
    }
