"""An editor tells everybody on a shift, or on a position, something."""

from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock, dates
from board.accounts.models import Role
from board.db import session
from board.positions import queries as positions
from board.positions.models import Position, Shift
from board.signups import announcing
from board.signups.message_forms import AnnounceForm
from board.signups.views import blueprint
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page


@blueprint.route("/desk/shifts/<int:shift_id>/announce", methods=["GET", "POST"])
@act
@requires(Role.editor)
def announce_to_shift(shift_id: int) -> tuple[str, int] | Response:
    shift = positions.fetch_shift(current_user.person, shift_id, Role.editor)
    return _announce(shift.position, shift, f"/desk/shifts/{shift_id}")


@blueprint.route("/desk/positions/<number>/announce", methods=["GET", "POST"])
@act
@requires(Role.editor)
def announce_to_position(number: str) -> tuple[str, int] | Response:
    position = positions.fetch_managed(current_user.person, number, Role.editor)
    return _announce(position, None, f"/desk/positions/{number}")


def _announce(position: Position, shift: Shift | None, back: str) -> tuple[str, int] | Response:
    form = AnnounceForm()
    here_path = f"{back}/announce"
    if form.validate_on_submit():
        sent = announcing.announce(
            position, shift, form.text.data, by=current_user.person, by_sms=form.by_sms.data
        )
        session.commit()
        return done(f"已告诉 {sent.told} 个人。", here_path)
    return page(
        "signups/announce.html",
        form=form,
        about=_about(position, shift),
        back=(back, "这一班" if shift else position.title),
        crowd=announcing.crowd(position, shift),
        is_over=shift is not None and (shift.cancelled_at is not None or shift.ends_at <= clock.now()),
        said=announcing.kept_on(position, shift),
    )


def _about(position: Position, shift: Shift | None) -> str:
    when = dates.when(shift.starts_at, shift.ends_at) if shift else "后面的每一班"
    return f"{position.title}，{when}"
