"""What every page knows about the person looking at it."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from flask import Flask, Request, after_this_request, current_app, g, redirect, request, session
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from board import audit
from board.accounts import browsers, keyed, scope, signing
from board.accounts.models import ROLE_WORDS, Appointment, Role, SignIn
from board.accounts.services import Visitor
from board.accounts.signing import LONGEST
from board.web import access

TOKEN_LENGTH: Final = 40
A_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """The signed-in person as the page frame shows them."""

    masked_name: str
    unread: int
    is_staff: bool
    role_words: str
    desk_areas: list[tuple[str, str]]
    can: frozenset[str]


_DESK_PAGES = {
    Role.editor: {"lists", "hours", "people", "messages"},
    Role.reviewer: {"review", "lists", "hours", "flags", "messages"},
    Role.manager: {"areas", "appointments", "hours", "flags", "people", "messages"},
    Role.liaison: {"batches"},
    Role.auditor: {"audit"},
}


def register(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)
    manager.request_loader(_load)
    access.ask_roles_with(_holds_any)
    keyed.use(app.config["SECRET_KEY"])
    app.before_request(_ask_for_a_longer_password)


def _ask_for_a_longer_password() -> Response | None:
    """The desk is closed to a password too short for it: somebody was appointed after choosing it."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or getattr(view, "access", "all") in {"all", "signed in"}:
        return None
    if not current_user.is_authenticated or not current_user.account.short_password or not roles():
        return None
    came_from = request.full_path.rstrip("?") if request.method == "GET" else "/desk"
    return redirect(f"/me/password?{urlencode({'next': came_from})}", 303)


def _load(asked: Request) -> SignIn | None:
    token = asked.cookies.get(current_app.config["SIGN_IN_COOKIE"])
    found = signing.load(token) if token else None
    if found is not None:
        earlier = audit.trail()
        audit.follow(
            audit.Trail(actor_id=found.person.id, address=earlier.address, request_id=earlier.request_id)
        )
    return found


def _holds_any(wanted: frozenset[str]) -> bool:
    held = roles()
    return bool(held & wanted) if wanted else bool(held)


def appointments() -> list[Appointment]:
    """The running appointments of whoever is looking, read once a request."""
    if "appointments" not in g:
        g.appointments = scope.appointments_of(current_user.person) if current_user.is_authenticated else []
    held: list[Appointment] = g.appointments
    return held


def roles() -> frozenset[Role]:
    """The roles of whoever is looking."""
    return frozenset(Role(a.role) for a in appointments())


def viewer(unread: int) -> Viewer | None:
    """The person looking, or None; `unread` is counted by whoever knows the inbox."""
    if not g.get("has_sign_in_cookie") or not current_user.is_authenticated:
        return None
    held, person = roles(), current_user.person
    return Viewer(
        masked_name=person.masked_name,
        unread=unread,
        is_staff=bool(held),
        role_words="、".join(ROLE_WORDS[r] for r in Role if r in held),
        desk_areas=[(a.area.code, a.area.name) for a in appointments() if a.area],
        can=frozenset(page for r in held for page in _DESK_PAGES.get(r, set())),
    )


def visitor() -> Visitor:
    """The browser that asks, by a lasting cookie of its own: codes are bound to it, and an account
    that signed in here once knows it again. It says nothing about whoever uses it."""
    token = request.cookies.get(_browser_cookie(), "")
    if len(token) < TOKEN_LENGTH:
        token = _mark_browser()
    shared = g.has_sign_in_cookie and current_user.is_authenticated and current_user.shared
    return Visitor(browser=token, words=browsers.in_words(request.user_agent.string), shared=shared)


def _mark_browser() -> str:
    if "browser_token" not in g:
        g.browser_token = secrets.token_urlsafe(32)
        after_this_request(lambda answer: _set(answer, _browser_cookie(), g.browser_token, A_YEAR))
    token: str = g.browser_token
    return token


def _browser_cookie() -> str:
    return "__Host-browser" if g.settings.https else "browser"


def enter(token: str, to: str, here: Visitor | None = None) -> Response:
    """Go there signed in, with a new form session: none from before survives a change of rights.

    A browser that others use too (`here`) forgets the sign-in when it is closed.
    """
    session.clear()
    g.sign_in_token, g.has_sign_in_cookie = token, True
    lasting = None if here and here.shared else LONGEST
    return _set(redirect(to, 303), current_app.config["SIGN_IN_COOKIE"], token, lasting)


def leave(to: str) -> Response:
    """Go there signed out; the browser forgets what it has kept of our pages."""
    session.clear()
    answer = redirect(to, 303)
    https = g.settings.https
    answer.delete_cookie(
        current_app.config["SIGN_IN_COOKIE"], path="/", secure=https, httponly=True, samesite="Lax"
    )
    # Not "cookies": 长辈版, and that this browser is known, are kept.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _set(answer: Response, name: str, value: str, lasting: timedelta | None) -> Response:
    https = g.settings.https
    answer.set_cookie(name, value, max_age=lasting, path="/", secure=https, httponly=True, samesite="Lax")
    return answer
