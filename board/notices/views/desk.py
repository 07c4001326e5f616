"""The desk's view of what people were told, and of whom nothing reached."""

from urllib.parse import urlencode

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.db import session
from board.notices import fates, phoning, services
from board.notices.fates import READERS
from board.notices.views import blueprint
from board.notices.views.fate_rows import row_of
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import Form, page
from board.web.paging import key_before, row_number


@blueprint.get("/desk/messages")
@requires(*READERS)
def messages() -> tuple[str, int]:
    shift_id = row_number(request.args.get("shift"))
    everything = request.args.get("show", "all" if shift_id else "lost") == "all"
    shown = fates.told(
        current_user.person, undelivered=not everything, shift_id=shift_id, before=key_before()
    )
    now = clock.now()
    return page(
        "notices/desk_messages.html",
        rows=[row_of(told, now) for told in shown.rows],
        everything=everything,
        shift_id=shift_id,
        of_shift=f"&shift={shift_id}" if shift_id else "",
        older=_older(shown.next_key),
    )


def _older(key: str | None) -> str | None:
    kept = {name: value for name, value in request.args.items() if name in {"show", "shift"}}
    return f"/desk/messages?{urlencode(kept | {'before': key})}" if key else None


@blueprint.post("/desk/messages/<int:notice_id>/again")
@act
@requires(*READERS)
def send_again(notice_id: int) -> Response:
    services.send_again(fates.fetch_notice(current_user.person, notice_id))
    session.commit()
    return done("已经排好，马上再发一次。", "/desk/messages")


@blueprint.get("/desk/calls")
@requires(*READERS)
def calls() -> tuple[str, int]:
    shown = fates.calls(current_user.person, key_before())
    more = f"/desk/calls?before={shown.next_key}" if shown.next_key else None
    return page("notices/desk_calls.html", calls=shown.rows, more=more)


@blueprint.route("/desk/calls/<int:call_id>/phone", methods=["GET", "POST"])
@act
@requires(*READERS)
def phone(call_id: int) -> tuple[str, int]:
    call = fates.fetch_call(current_user.person, call_id)
    form, number = Form(), None
    if form.validate_on_submit():
        number = phoning.reveal(call, current_user.person)
        session.commit()
    return page("notices/desk_call_phone.html", form, call=call, who=call.notice.person, number=number)


@blueprint.post("/desk/calls/<int:call_id>/done")
@act
@requires(*READERS)
def has_been_told(call_id: int) -> Response:
    services.has_been_told(fates.fetch_call(current_user.person, call_id), current_user.person)
    session.commit()
    return done("记下了：已经告诉了。", "/desk/calls")
