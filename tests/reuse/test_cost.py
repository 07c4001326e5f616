"""Two hundred positions at once: what it costs hardly grows with their number.

On PostgreSQL, where every statement is a way over the network; SQLite inserts row by row.
"""

from datetime import timedelta

import pytest

from board import clock
from board.db import begin_writing, session
from board.positions import drafting, reviewing
from board.positions.drafting import Draft
from board.positions.models import OpportunityList
from board.positions.schedule import Span
from board.positions.snapshot import KeptShift
from board.reuse import changing, copying, undoing
from board.reuse.changing import Change
from board.reuse.copying import Way
from board.reuse.moving import By
from tests import factories
from tests.queries import counted

pytestmark = pytest.mark.on("postgresql")
VALUES = {
    "title": "看书岗", "content": "陪老人看书", "categories": ("culture",), "targets": ("11",), "guarantees": ("05",),
    "address": "图书角", "contact_name": "张姐", "contact_phone": "82720001", "risk_note": "无特殊风险", "quota": 3,
}  # fmt: skip


def of(count, community, editor):
    on = factories.make_list(area=community)
    first = clock.now() + timedelta(days=5)
    days = [Span(first + timedelta(days=7 * n), first + timedelta(days=7 * n, hours=2)) for n in range(4)]
    begin_writing()
    drafting.add_drafts(
        on, [Draft(values=dict(VALUES), shifts=[KeptShift(day, 3, None) for day in days])] * count, by=editor
    )
    session.commit()
    return on


def cost_of(engine, act):
    with counted(engine) as statements:
        done = act()
        session.commit()
    return done, len(statements)


def cost_of_each(engine, on, editor):
    """Copying a list, changing all of the copy, handing it in; then taking each back."""
    ids = [position.id for position in on.positions]
    created, copied = cost_of(engine, lambda: copying.copy_list(on, ids, Way(1, By.date), by=editor))
    its = [position.id for position in created.positions]
    asked = Change(days=7, quota=5, contact_name="李姐")
    _, changed = cost_of(engine, lambda: changing.change(created, its, asked, by=editor))
    _, submitted = cost_of(engine, lambda: reviewing.submit_list(created, by=editor))
    number = created.id
    undone = [
        cost_of(engine, lambda: undoing.undo(session.get_one(OpportunityList, number), by=editor))[1]
        for _ in range(3)
    ]
    return [copied, changed, submitted, *undone]


def test_copying_changing_and_taking_back_cost_about_the_same_for_two_and_two_hundred(
    engine, community, editor
):
    few = cost_of_each(engine, of(2, community, editor), editor)
    many = cost_of_each(engine, of(200, community, editor), editor)

    assert all(much <= little + 30 for little, much in zip(few, many, strict=True)), (few, many)
