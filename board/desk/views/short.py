"""A shift that lacks people: sending it round once more, and asking those who came before."""

from flask import g
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts.models import Role
from board.db import session
from board.desk import asking
from board.desk.views import blueprint
from board.errors import NotFound
from board.positions import queries as positions
from board.positions.models import Shift
from board.signups import rules
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page


def _shift(shift_id: int) -> Shift:
    shift = positions.fetch_shift(current_user.person, shift_id, Role.editor)
    if not shift.position.is_public:
        raise NotFound
    return shift


@blueprint.get("/desk/shifts/<int:shift_id>/short")
@requires(Role.editor)
def short(shift_id: int) -> tuple[str, int]:
    shift = _shift(shift_id)
    closed = rules.why_closed(shift, clock.now())
    asked = asking.asked_today(shift)
    can_ask = not (closed or asked) and shift.lacking > 0
    return page(
        "desk/short.html",
        shift=shift,
        position=shift.position,
        closed=closed,
        words=asking.words_for_a_group(shift, g.settings.origin),
        asked=asked,
        can_ask=can_ask,
        would_ask=asking.how_many_to_ask(shift) if can_ask else 0,
        here_path=f"/desk/shifts/{shift_id}",
    )


@blueprint.post("/desk/shifts/<int:shift_id>/ask")
@act
@requires(Role.editor)
def ask(shift_id: int) -> Response:
    number = asking.ask(_shift(shift_id))
    session.commit()
    return done(f"问了 {number} 个人，他们在消息里能看到。", f"/desk/shifts/{shift_id}/short")
