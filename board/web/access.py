"""Who may use a view: every view wears exactly one of these marks, or the app does not start."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlencode

from flask import Flask, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from board.errors import NotAllowed, NotFound

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[P, R]

# Set by create_app(): does this signed-in person hold one of these roles anywhere?
_holds_any: Callable[[frozenset[str]], bool]


class UnmarkedView(RuntimeError):  # noqa: N818 - named for what is wrong
    """A route does not state who may use it."""


def ask_roles_with(holds_any: Callable[[frozenset[str]], bool]) -> None:
    """Tell the marks how to learn a person's roles, since this package knows no feature."""
    global _holds_any
    _holds_any = holds_any


def open_to_all(view: View[P, R]) -> View[P, R]:
    """Anybody, signed in or not."""
    return _marked(view, "all")


def signed_in(view: View[P, R]) -> View[P, R | Response]:
    """Somebody with an account; others sign in first and come back."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if not current_user.is_authenticated:
            return _to_sign_in()
        return view(*args, **kwargs)

    return _marked(guarded, "signed in")


def requires(*roles: StrEnum) -> Callable[[View[P, R]], View[P, R | Response]]:
    """Somebody appointed to one of these roles somewhere. Which rows, the view's query decides.

    Whoever is appointed to nothing at all is told that the page does not exist.
    """
    wanted = frozenset(str(role) for role in roles)

    def mark(view: View[P, R]) -> View[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            if not current_user.is_authenticated:
                return _to_sign_in()
            if not _holds_any(wanted):
                raise NotAllowed if _holds_any(frozenset()) else NotFound
            return view(*args, **kwargs)

        return _marked(guarded, ", ".join(sorted(wanted)))

    return mark


def _marked(view: Callable[P, R], mark: str) -> Callable[P, R]:
    if getattr(view, "access", None):
        raise UnmarkedView(f"{view.__name__} states its access twice")
    view.access = mark  # type: ignore[attr-defined]  # read by check_every_route and the tests
    return view


def _to_sign_in() -> Response:
    # A POST cannot be repeated by a redirect: come back to the page it was sent from.
    target = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return redirect(f"/sign-in?{urlencode({'next': target})}", 303)


def check_every_route(app: Flask) -> None:
    """Stop the start if any route does not state who may use it."""
    unmarked = [
        r.endpoint for r in app.url_map.iter_rules() if not hasattr(app.view_functions[r.endpoint], "access")
    ]
    if unmarked:
        raise UnmarkedView(f"state who may use: {', '.join(sorted(unmarked))}")
