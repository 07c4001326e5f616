"""The leader's screen: a picture and six digits that change every minute."""

from typing import Any

import segno
from flask import g, make_response
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock, dates
from board.attendance import keeping, minute_code, queries
from board.attendance.keeping import Keeper
from board.attendance.models import Review
from board.attendance.services import why_wrong_day
from board.attendance.views import asked, blueprint, showing
from board.web.access import signed_in
from board.web.forms import page

RELOAD = 30  # seconds, without script


@blueprint.get("/desk/shifts/<int:shift_id>/code")
@signed_in
def code(shift_id: int) -> Response:
    keeper = keeping.fetch_kept(current_user.person, shift_id)
    shift, now = keeper.shift, clock.now()
    closed = why_wrong_day(shift)
    left = minute_code.seconds_left(now)
    shown: dict[str, Any] = {} if closed else _digits(shift_id)
    html, _ = page(
        "attendance/code.html",
        **showing.head(keeper),
        **shown,
        closed=closed,
        left=left,
        step=minute_code.STEP,
        arrived=queries.arrived_count(shift),
        last=_last(keeper),
        window_words=_window_words(keeper),
        review=asked.window().review_at(shift, now) is not None,
    )
    answer = make_response(html)
    if not closed:
        answer.headers["Refresh"] = str(min(RELOAD, left))
    return answer


def _digits(shift_id: int) -> dict[str, Any]:
    digits = minute_code.digits(shift_id, clock.now())
    address = f"{g.settings.origin}/check-in/{shift_id}?code={digits}"
    picture = segno.make(address, error="m", micro=False)
    return {
        "digits": f"{digits[:3]} {digits[3:]}",
        "picture": picture.svg_data_uri(border=0, dark="#26221d", omitsize=True),
    }


def _last(keeper: Keeper) -> str:
    last = queries.last_arrival(keeper.shift)
    if last is None:
        return ""
    just_now = (clock.now() - last.noted_at).total_seconds() < minute_code.STEP
    when = "刚刚" if just_now else dates.clock_time(last.at)
    return f"{when} {last.person.masked_name} 签到"


def _window_words(keeper: Keeper) -> str:
    window, shift = asked.window(), keeper.shift
    opens, closes = window.opens_at(shift), window.closes_at(shift)
    between = f"{dates.clock_time(opens)} 到 {dates.clock_time(closes)}"
    early = window.review_at(shift, clock.now()) == Review.early
    if window.review_at(shift, clock.now()) is None:
        return f"{between} 之间扫才算数，早了晚了要复核"
    return f"现在扫{'早了' if early else '晚了'}，会记下来，但要复核：{between} 之间扫才算数"
