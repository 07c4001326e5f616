"""What a browser without a sign-in gets: the same page for everybody, without a cookie."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from flask import Flask, Request, Response, g, make_response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

P = ParamSpec("P")
R = TypeVar("R")

PUBLIC: Final = "public, no-cache"


def sign_in_cookie(*, https: bool) -> str:
    """`__Host-` binds the cookie to this host and to https; a plain name is for loopback only."""
    return "__Host-signin" if https else "signin"


def cached_for_visitors(view: Callable[P, R]) -> Callable[P, R | Response]:
    """The page is one for all who are not signed in, and at most a second old (page_cache)."""

    @wraps(view)
    def public(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if g.has_sign_in_cookie:
            return view(*args, **kwargs)
        g.public_answer = True
        answer = make_response(view(*args, **kwargs))
        if answer.status_code == 200:
            answer.headers["Cache-Control"] = PUBLIC
            answer.vary.clear()
        return answer

    return public


class FormSession(SecureCookieSessionInterface):
    """Flask's session holds form tokens and flashes only. It is signed together with the sign-in
    cookie, so a token taken from another sign-in is worth nothing; public answers never touch it."""

    digest_method = staticmethod(hashlib.sha256)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.salt = b"form-session" + g.get("sign_in_token", "").encode()
        return serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        g.sign_in_token = request.cookies.get(app.config["SIGN_IN_COOKIE"], "")
        g.has_sign_in_cookie = bool(g.sign_in_token)
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if g.get("public_answer") or request.endpoint == "static":
            return
        super().save_session(app, session, response)


def register(app: Flask, *, https: bool) -> None:
    settings: dict[str, Any] = {
        "SIGN_IN_COOKIE": sign_in_cookie(https=https),
        "SESSION_COOKIE_NAME": "__Host-form" if https else "form",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
    }
    app.config.update(settings)
    app.session_interface = FormSession()
