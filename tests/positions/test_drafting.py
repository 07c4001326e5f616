"""Many drafts at once are drafts like any other, and cost a few statements."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from board import clock
from board.audit.models import AuditRow
from board.db import begin_writing, session
from board.positions import drafting, queries
from board.positions.drafting import Draft
from board.positions.schedule import Span
from board.positions.snapshot import KeptShift
from board.positions.words import DayPart, ListKind
from tests import factories
from tests.queries import counted


def some(count, shifts=4):
    starts = clock.now() + timedelta(days=5)
    days = [Span(starts + timedelta(days=n), starts + timedelta(days=n, hours=2)) for n in range(shifts)]
    return [
        Draft(values={"title": f"岗位{n}", "quota": 3}, shifts=[KeptShift(day, 3, 1) for day in days], guessed=("quota",))
        for n in range(count)
    ]  # fmt: skip


def test_drafts_follow_what_is_there_with_shifts_hand_and_audit(community, editor):
    on = factories.make_list(area=community)
    factories.make_position(opportunity_list=on, item=7, state="draft")

    begin_writing()
    made = drafting.add_drafts(on, some(2), by=editor)
    session.commit()

    assert [(p.item, p.title, p.state, p.area_id) for p in made] == [
        (8, "岗位0", "draft", community.id), (9, "岗位1", "draft", community.id),
    ]  # fmt: skip
    assert len({position.number for position in made}) == 2
    assert {len(position.shifts) for position in made} == {4}
    assert made[0].shifts[0].day_parts == (DayPart.weekend,)
    assert made[0].shifts[0].closes_at == made[0].closing_of(made[0].shifts[0].starts_at)
    assert [queries.hands_on(position) for position in made] == [{editor.id}] * 2
    assert made[0].guessed == ["quota"]
    written = select(func.count()).where(AuditRow.action == "position.create")
    assert session.scalar(written) == 2


def test_hours_of_drafts_on_a_task_list_are_not_counted(community, editor):
    on = factories.make_list(area=community, kind=ListKind.task)

    begin_writing()
    [made] = drafting.add_drafts(on, some(1), by=editor)
    session.commit()

    assert not made.counts_hours


@pytest.mark.on("postgresql")  # where every statement is a way over the network; SQLite inserts row by row
def test_two_hundred_drafts_cost_as_many_statements_as_two(engine, community, editor):
    on = factories.make_list(area=community)
    cost = []
    for count in (2, 200):
        begin_writing()
        with counted(engine) as statements:
            drafting.add_drafts(on, some(count), by=editor)
        session.commit()
        cost.append(len(statements))

    assert cost[1] <= cost[0] + 4, cost
