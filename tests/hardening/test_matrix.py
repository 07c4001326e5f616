"""Route × role × own, foreign or missing row × method, generated from the URL map."""

import pytest
from flask import abort, redirect
from flask_login import current_user
from sqlalchemy import select

from board import create_app
from board.accounts import scope
from board.accounts.models import Role
from board.db import session
from board.positions.models import Position
from board.web.access import open_to_all, requires
from tests.engines import settings
from tests.hardening.expectations import CAST, DEMO_ROUTES, ROUTES, R
from tests.hardening.matrix import OTHER_METHODS, Asker, address_of, who_may_try_other_methods
from tests.hardening.world import SIDES


def rules_of(app):
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def access_of(app, rule):
    return app.view_functions[rule.endpoint].access


@pytest.mark.no_database
@pytest.mark.parametrize("demo", [False, True])
def test_every_route_has_a_line_and_every_line_a_route(demo):
    app = create_app(settings("sqlite://", demo=demo))
    expected = ROUTES | (DEMO_ROUTES if demo else {})

    there = {rule.rule for rule in rules_of(app)}

    assert sorted(there - set(expected)) == [], "write a line for these in expectations.py"
    assert sorted(set(expected) - there) == [], "these routes are gone: remove their lines"


@pytest.mark.dealt
@pytest.mark.parametrize("who", CAST)
def test_everybody_gets_what_the_table_says(app, full_world, who):
    asker = Asker(app, full_world, who)

    problems = [
        p for rule in rules_of(app) for p in asker.problems(rule, ROUTES[rule.rule], access_of(app, rule))
    ]

    assert problems == [], "\n" + "\n".join(problems)


@pytest.mark.dealt
def test_other_methods_are_405(app, full_world):
    askers, problems = {}, []
    for rule in rules_of(app):
        who = who_may_try_other_methods(access_of(app, rule))
        asker = askers.setdefault(who, Asker(app, full_world, who))
        path, value = address_of(rule, full_world, ROUTES[rule.rule], "own")
        taken = set().union(*(same.methods for same in rules_of(app) if same.rule == rule.rule))
        for method in (*OTHER_METHODS, *{"GET", "POST"} - taken):
            status = asker.ask(method, path, value).status
            if status != 405:
                problems.append(f"{who} {method} {path}: {status}")
        if "GET" in rule.methods:
            head, get = (asker.ask(method, path, value).status for method in ("HEAD", "GET"))
            if head != get:
                problems.append(f"{who} HEAD {path}: {head}, but GET: {get}")

    assert problems == [], "\n" + "\n".join(problems)


# Planted holes that the matrix must catch


@pytest.fixture
def leaky(engine):
    """The application with three more views, each with one thing forgotten."""
    app = create_app(settings(engine.url))
    app.extensions["engine"].dispose()
    app.extensions["engine"] = engine.sa
    engine.bind()

    @app.get("/planted/unscoped/<number>")
    @requires(Role.editor)
    def unscoped(number):
        return session.scalars(
            select(Position.content).where(Position.number == number)
        ).one_or_none() or abort(404)

    @app.get("/planted/talkative/<number>")
    @requires(Role.editor)
    def talkative(number):
        position = session.scalars(select(Position).where(Position.number == number)).one_or_none()
        if position is None or not scope.may(current_user.person, Role.editor, position.area):
            return (position.title if position else ""), 404
        return "ok"

    @app.post("/planted/open/<number>")
    @open_to_all
    def opened(number):
        return redirect("/", 303)

    return app


@pytest.mark.dealt
@pytest.mark.parametrize(
    ("name", "row", "found"),
    [
        ("unscoped", R("draft"), ["(own): 200, not 404", "tells '密语"]),
        ("talkative", R("draft"), ["tells '密语", "longer than for a missing one"]),
        ("opened", R("draft", whose="community"), ["(own): 303, not 404", "(missing): 303, not 404"]),
    ],
)
def test_a_planted_hole_is_found(leaky, world, name, row, found):
    rule = next(rule for rule in rules_of(leaky) if rule.endpoint == name)
    for side in SIDES:
        world.value("draft", side)

    problems = list(Asker(leaky, world, "outsider").problems(rule, row, access_of(leaky, rule)))

    assert problems
    assert all(any(words in problem for problem in problems) for words in found), problems
