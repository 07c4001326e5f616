"""Error pages: plain Chinese, a request id, a way on, and nothing internal."""

from typing import Final

import structlog
from flask import Flask, g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError

from board import audit
from board.db import begin_writing, session
from board.errors import NotAllowed, NotFound, RuleBroken
from board.typesetting import Busy

SHOWN: Final = {400, 403, 404, 405, 413, 422, 429, 500, 503}
log = structlog.get_logger()

Answer = tuple[str, int, dict[str, str]]


def register(app: Flask) -> None:
    app.register_error_handler(NotFound, lambda _: _page(404))
    app.register_error_handler(NotAllowed, lambda _: _page(403))
    app.register_error_handler(RuleBroken, lambda refusal: _page(422, refusal=str(refusal)))
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(PoolTimeout, lambda _: _page(503))
    app.register_error_handler(Busy, lambda _: _page(503))
    app.register_error_handler(Exception, _bug)


def _http(problem: HTTPException) -> Answer | HTTPException:
    code = problem.code or 500
    if code < 400:
        return problem
    if isinstance(problem, InternalServerError) and isinstance(problem.original_exception, Exception):
        return _bug(problem.original_exception)  # raised while an answer was made of another error
    answer = _page(code if code in SHOWN else (500 if code >= 500 else 400))
    if code == 405:
        answer[2].update({k: v for k, v in problem.get_headers() if k == "Allow"})
    return answer


def _csrf(_: CSRFError) -> Answer:
    """A form token that is not this sign-in's: an attack, or a page left open over a sign-out."""
    try:
        session.rollback()
        begin_writing()
        audit.record_refusal(request.endpoint or "unknown", rule="CSRF")
        session.commit()
    except DBAPIError as problem:
        return _database(problem)
    return _page(400, stale_form=True)


def _database(problem: DBAPIError) -> Answer:
    """Out of reach or overloaded is 503; anything else the database says is our bug."""
    gone = problem.connection_invalidated or type(problem).__name__ in {"OperationalError", "InterfaceError"}
    return _page(503) if gone else _bug(problem)


def _bug(problem: Exception) -> Answer:
    log.error("bug", request_id=g.get("request_id"), endpoint=request.endpoint, kind=type(problem).__name__,
              exc_info=problem)  # fmt: skip
    return _page(500)


def _page(code: int, **shown: object) -> Answer:
    try:
        session.rollback()
        body = render_template(f"errors/{code}.html", code=code, request_id=g.get("request_id", ""), **shown)
    except Exception:  # noqa: BLE001 - the error page must not need what has just failed
        g.has_sign_in_cookie = False  # the page frame asks nothing about anybody then
        body = render_template(f"errors/{code}.html", code=code, request_id=g.get("request_id", ""), **shown)
    headers = {"Cache-Control": "no-store"}
    if code == 503:
        headers["Retry-After"] = "5"
    return body, code, headers
