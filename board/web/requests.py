"""The life of one request: its id, its database session, its trail, its log line."""

import secrets
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import structlog
from flask import Flask, Response, abort, g, request

import config
from board import audit, clock
from board.db import scope

log = structlog.get_logger()
P = ParamSpec("P")
R = TypeVar("R")
UNLOGGED = {"static", "health.healthz", "health.readyz"}  # asked for all day, by machines


def takes_up_to(size: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """This view accepts a larger body than others do; what is larger still is 413. The innermost mark."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.takes_up_to = size  # type: ignore[attr-defined]  # read below
        return view

    return mark


def register(app: Flask, settings: config.Settings) -> None:
    @app.before_request
    def begin() -> None:
        g.settings = settings
        g.request_id = secrets.token_hex(8)
        g.began_at = clock.seconds()
        g.contexts = [
            scope(),
            audit.following(audit.Trail(address=request.remote_addr, request_id=g.request_id)),
        ]
        for context in g.contexts:
            context.__enter__()
        # Before anybody reads the form, and so before its token is looked for.
        if size := getattr(app.view_functions.get(request.endpoint or ""), "takes_up_to", None):
            request.max_content_length = request.max_form_memory_size = size
        if not _is_our_host(settings):
            abort(400)
        if "\0" in request.path:  # PostgreSQL keeps no such text, so nothing is called that
            abort(404)

    @app.after_request
    def write_log_line(answer: Response) -> Response:
        if request.endpoint not in UNLOGGED:
            log.info("request", request_id=g.get("request_id"), method=request.method, endpoint=request.endpoint,
                     status=answer.status_code, ms=round((clock.seconds() - g.began_at) * 1000))  # fmt: skip
        return answer

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        for context in reversed(g.pop("contexts", [])):
            context.__exit__(None, None, None)


def _is_our_host(settings: config.Settings) -> bool:
    host = request.host.rsplit(":", 1)[0].strip("[]").lower()
    return settings.demo or host in settings.hosts
