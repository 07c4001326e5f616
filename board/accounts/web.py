"""What every page knows about the person looking at it."""

from dataclasses import dataclass

from flask import Flask, Request, current_app, g
from flask_login import LoginManager, current_user

from board import audit
from board.accounts import scope, signing
from board.accounts.models import ROLE_WORDS, Role, SignIn
from board.web import access


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
    Role.editor: {"lists", "people"},
    Role.reviewer: {"review", "lists"},
    Role.manager: {"areas", "appointments", "people"},
    Role.auditor: {"audit"},
}


def register(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)
    manager.request_loader(_load)
    access.ask_roles_with(_holds_any)


def _load(request: Request) -> SignIn | None:
    token = request.cookies.get(current_app.config["SIGN_IN_COOKIE"])
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


def roles() -> frozenset[Role]:
    """The roles of whoever is looking, read once a request."""
    if "roles" not in g:
        g.roles = scope.roles_of(current_user.person) if current_user.is_authenticated else frozenset()
    held: frozenset[Role] = g.roles
    return held


def viewer(unread: int) -> Viewer | None:
    """The person looking, or None; `unread` is counted by whoever knows the inbox."""
    if not g.get("has_sign_in_cookie") or not current_user.is_authenticated:
        return None
    held = roles()
    person = current_user.person
    return Viewer(
        masked_name=person.masked_name,
        unread=unread,
        is_staff=bool(held),
        role_words="、".join(ROLE_WORDS[r] for r in Role if r in held),
        desk_areas=[(a.code, a.name) for a in scope.areas_of(person)] if held else [],
        can=frozenset(page for r in held for page in _DESK_PAGES.get(r, set())),
    )
