"""What looks wrong: the list, and one with its evidence, to be looked at by somebody who had no hand in it."""

from typing import Any

from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock, dates
from board.accounts import scope
from board.accounts.models import Role
from board.db import session
from board.flags import queries, services
from board.flags.forms import CloseForm
from board.flags.models import Kind, RecordFlag, State
from board.flags.queries import CHECKERS
from board.flags.views import blueprint, evidence
from board.flags.views.rechecks import recheck_row
from board.flags.words import HINTS, KIND_WORDS, STATE_TONES, STATE_WORDS
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page
from board.web.paging import key_before

SHOWN = 50


@blueprint.get("/desk/flags")
@requires(*CHECKERS)
def flags() -> tuple[str, int]:
    person, before = current_user.person, key_before()
    first = before is None
    found = queries.running(person, limit=SHOWN) if first else []
    drawn = queries.rechecks(person, *CHECKERS, limit=SHOWN) if first else []
    over = queries.looked_at(person, before)
    names = evidence.Names.of([*found, *over.rows])
    mine = queries.for_them(person, found)
    checking = queries.rechecks_for_them(person, drawn)
    return page(
        "flags/flags.html",
        mine=[_row(flag, names) for flag in found if flag.id in mine],
        others=[_row(flag, names) for flag in found if flag.id not in mine],
        over=[_row(flag, names) for flag in over.rows],
        rechecks=[recheck_row(one, one.id in checking) for one in drawn],
        can_recheck=Role.reviewer in scope.roles_of(person),
        late=[
            (late.area.name, f"{late.count} 条抽查没做", f"最早的 {dates.day(late.due_on)} 到期")
            for late in (queries.late(person, clock.today()) if first else [])
        ],
        older=f"/desk/flags?before={over.next_key}" if over.next_key else None,
    )


def _row(flag: RecordFlag, names: evidence.Names) -> dict[str, Any]:
    return {
        "what": KIND_WORDS[Kind(flag.kind)],
        "detail": f"{flag.area.name}。{evidence.sentence(flag, names)}",
        "state": STATE_TONES[State(flag.state)],
        "state_word": STATE_WORDS[State(flag.state)],
        "address": f"/desk/flags/{flag.id}",
    }


@blueprint.route("/desk/flags/<int:flag_id>", methods=["GET", "POST"])
@act
@requires(*CHECKERS)
def flag(flag_id: int) -> tuple[str, int] | Response:
    found = queries.fetch(current_user.person, flag_id)
    form = CloseForm()
    if form.validate_on_submit():
        services.close(flag_id, State(form.outcome.data), note=form.note.data, by=current_user.person)
        session.commit()
        return done("记下了。", "/desk/flags")
    return _page(found, form)


def _page(found: RecordFlag, form: CloseForm) -> tuple[str, int]:
    person, names = current_user.person, evidence.Names.of([found])
    shown = evidence.rows(found, person)
    is_open = found.state == State.found
    return page(
        "flags/flag.html",
        form,
        flag=found,
        heading=KIND_WORDS[Kind(found.kind)],
        hint=HINTS[Kind(found.kind)],
        sentence=evidence.sentence(found, names),
        rows=shown.rows,
        more=shown.more,
        state=STATE_TONES[State(found.state)],
        state_word=STATE_WORDS[State(found.state)],
        looked=f"{names[found.looked_by]}，{dates.moment(found.looked_at)}" if found.looked_at else "",
        can_close=is_open and not queries.is_involved(found, person),
        is_open=is_open,
    )
