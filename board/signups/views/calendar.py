"""Shifts in one's own calendar: one at a time, or all of them under a private address."""

import hashlib
from dataclasses import dataclass

from flask import Response as Answer
from flask import g, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from board.db import session
from board.signups import calendar, feeds, links, queries
from board.signups.views import blueprint
from board.web.access import open_to_all, signed_in
from board.web.act import act, done
from board.web.forms import page


@blueprint.get("/me/signups/<int:signup_id>/calendar.ics")
@signed_in
def one(signup_id: int) -> Answer | Response | tuple[str, int]:
    signup = queries.fetch_mine(current_user.person, signup_id)
    if _in_wechat():
        # The phone's own browser, which is opened next, is not signed in: it needs an address that works.
        return redirect(f"{links.coming(signup.id)}/calendar.ics", 303)
    return _file(calendar.of_signup(signup, g.settings.origin), f"gongyi-{signup.id}")


@blueprint.get("/r/<token>/calendar.ics")
@open_to_all
def one_by_link(token: str) -> Answer | tuple[str, int]:
    signup = queries.fetch_by_link("coming", token)
    if _in_wechat():
        return page("signups/in_wechat.html")
    return _file(calendar.of_signup(signup, g.settings.origin), f"gongyi-{signup.id}")


@blueprint.get("/feeds/<token>.ics")
@open_to_all
def feed(token: str) -> Response | tuple[str, int]:
    owner = feeds.owner_of(token)
    if _in_wechat():
        return page("signups/in_wechat.html")
    answer = _file(calendar.of_person(owner, g.settings.origin), "gongyi")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    return answer.make_conditional(request)


def _file(body: bytes, name: str) -> Answer:
    answer = Answer(body, content_type="text/calendar; charset=utf-8")
    # Inline: an iPhone then asks at once whether to add it; others save a file of this name.
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return answer


def _in_wechat() -> bool:
    return "MicroMessenger" in request.user_agent.string


@dataclass(frozen=True)
class _Address:
    """Where the feed is read: by a click, and by copying."""

    click: str
    copy: str


@blueprint.get("/me/calendar")
@signed_in
def my_calendar() -> tuple[str, int]:
    running = feeds.of(current_user.person)
    path = feeds.path(running) if running else None
    return page(
        "signups/my_calendar.html",
        running=running,
        address=_address(path) if path else None,
        in_wechat=_in_wechat(),
    )


def _address(path: str) -> _Address:
    origin = g.settings.origin
    return _Address(f"webcal://{origin.partition('://')[2]}{path}", f"{origin}{path}")


@blueprint.post("/me/calendar/start")
@act
@signed_in
def start_calendar() -> Response:
    feeds.start(current_user.person)
    session.commit()
    return done("日历订阅开好了。", "/me/calendar")


@blueprint.post("/me/calendar/renew")
@act
@signed_in
def renew_calendar() -> Response:
    feeds.renew(current_user.person)
    session.commit()
    return done("换好了。原来的地址已经没用了，手机日历里要重新订阅一次。", "/me/calendar")


@blueprint.post("/me/calendar/stop")
@act
@signed_in
def stop_calendar() -> Response:
    feeds.stop(current_user.person)
    session.commit()
    return done("停了。原来的地址已经没用了。", "/me/calendar")
