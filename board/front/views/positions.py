"""One position: what to know before coming, and its shifts to choose from."""

from collections.abc import Sequence

from flask import g, request

from board import clock
from board.front import facts, looking, queries, shift_rows
from board.front.views import blueprint
from board.positions.models import Position, Shift
from board.positions.words import CATEGORY_WORDS, PHASE_WORDS, Category, Phase, State
from board.signups import announcing
from board.web.access import open_to_all
from board.web.forms import page
from board.web.paging import row_numbers
from board.web.visitors import cached_for_visitors

SHOWN_SHIFTS = 30


@blueprint.get("/positions/<number>")
@open_to_all
@cached_for_visitors
def position(number: str) -> tuple[str, int]:
    now, found = clock.now(), queries.fetch_position(number)
    ahead = queries.shifts_ahead(found, now)
    listed = ahead if "all" in request.args else ahead[:SHOWN_SHIFTS]
    rows = shift_rows.rows(found, listed, looking.person(), now)
    shift_rows.choose(rows, _wanted())
    phase = _phase(found, ahead)
    return page(
        "front/position.html",
        position=found,
        phase=phase,
        phase_word=PHASE_WORDS[phase],
        source=_source(found),
        tags=[CATEGORY_WORDS[Category(c)] for c in found.categories],
        rows=rows,
        more=len(ahead) - len(listed),
        can_choose=any(row.choosable for row in rows),
        chosen=shift_rows.in_words(rows),
        facts=facts.of(found, ahead),
        said=announcing.kept_for_person(looking.person(), found),
        changes=[facts.change_words(value) for value in queries.earlier_values(found, now)],
        address=f"{g.settings.origin}/positions/{number}",
        next_shift=ahead[0] if ahead else None,
        organiser=found.area.name,
    )


def _wanted() -> set[int]:
    return set(row_numbers(request.args.getlist("shift")[:SHOWN_SHIFTS]))


def _phase(found: Position, ahead: Sequence[Shift]) -> Phase:
    """The best of its shifts to come; cancelled as a whole, or finished when none is left."""
    if found.state == State.cancelled:
        return Phase.cancelled
    phases = {shift.phase_at(clock.now()) for shift in ahead}
    return next((phase for phase in Phase if phase in phases), Phase.finished)


def _source(found: Position) -> dict[str, str]:
    issued = found.opportunity_list
    return {
        "place": f"{queries.above(found.area)}{found.area.name}",
        "list": issued.title,
        "list_url": f"/lists/{issued.number}",
        "item": f"第 {found.item} 项，编号 {found.number}",
    }
