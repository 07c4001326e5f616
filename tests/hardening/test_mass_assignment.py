"""No field that a form does not list changes anything: every column of every table is sent along."""

import pytest
from flask import redirect, request
from sqlalchemy import Boolean, Date, DateTime, Integer, Time, select

from board import create_app
from board.accounts.models import Role
from board.db import Base, begin_writing, session
from board.positions.models import OpportunityList
from board.web.access import requires
from board.web.act import act
from tests.engines import settings
from tests.hardening.rewinding import differences, keep, put_back, rows_now
from tests.hardening.sending import send, twin
from tests.hardening.submissions import WAYS, fill_in

# What a guess would be, for columns whose values are words.
GUESSES = {
    "state": "published", "role": "manager", "kind": "official", "decision": "approved", "made_as": "staff",
    "approval": "auto", "audience": "both", "fate": "sent", "channel": "sms", "outcome": "done",
}  # fmt: skip
# Listed by the form, shown only when giving up is late.
NOT_SHOWN = {
    "/me/helped/<int:signup_id>/withdraw": {"reason"},
    "/desk/signups/<int:signup_id>/withdraw": {"reason"},
}
BY_TYPE = (
    (Boolean, "y"),
    (Integer, "2"),
    (DateTime, "2030-01-01T00:00"),
    (Date, "2030-01-01"),
    (Time, "00:00"),
)


def unlisted_fields(names):
    """A value for every column that the form has no control for."""
    columns = {column.name: column for table in Base.metadata.sorted_tables for column in table.columns}
    return {name: _guess(name, column) for name, column in columns.items() if name not in names}


def _guess(name, column):
    fitting = (value for kind, value in BY_TYPE if isinstance(column.type, kind))
    return GUESSES.get(name) or next(fitting, "2")


def what_more_changes(engine, filling, but=()):
    """The form is sent as it is; then, from where it began, with every column besides. What differs."""
    start = keep(engine)
    extra = unlisted_fields(filling.names | set(but))
    for name in _refused_among(engine, filling, start, extra):
        del extra[name]
    plain, plainly = send(filling, twin(filling.browser)), rows_now()
    put_back(engine, start)
    loaded, loadedly = send(filling, **extra), rows_now()
    return differences(plainly | {"answer": [plain]}, loadedly | {"answer": [loaded]})


def _refused_among(engine, filling, start, extra):
    """Fields of the form that this page does not show may be refused: which, so that the rest is tried."""
    put_back(engine, start)
    if send(filling, twin(filling.browser), **extra)[0] != 422:
        return put_back(engine, start) or []
    if len(extra) == 1:
        return list(extra)
    names = list(extra)
    halves = names[: len(names) // 2], names[len(names) // 2 :]
    return [n for half in halves for n in _refused_among(engine, filling, start, {n: extra[n] for n in half})]


@pytest.mark.parametrize("rule", WAYS)
@pytest.mark.dealt
def test_nothing_but_what_the_form_lists_changes(app, engine, world, rule):
    assert what_more_changes(engine, fill_in(app, world, rule), NOT_SHOWN.get(rule, ())) == {}


# A planted hole: a view that fills the row with whatever came


def test_a_view_that_takes_whatever_comes_is_found(engine, world):
    app = create_app(settings(engine.url))
    app.extensions["engine"].dispose()
    engine.bind()

    @app.post("/desk/lists/<number>/greedy")
    @act
    @requires(Role.editor)
    def greedy(number):
        begin_writing()
        found = session.scalars(select(OpportunityList).where(OpportunityList.number == number)).one()
        for name, value in request.form.items():
            if name in {"title", "introduction", "number"}:
                setattr(found, name, value)
        session.commit()
        return redirect("/desk/lists", 303)

    filling = fill_in(app, world, "/desk/lists/<number>/edit")
    filling.address = filling.page.path.replace("/edit", "/greedy")

    assert set(what_more_changes(engine, filling)) == {"lists"}
