"""What a position says goes into JSON and comes back; acts on many are noted with it."""

import json
from datetime import time, timedelta

from board import clock
from board.db import begin_writing, session
from board.positions import bulk, services, snapshot
from board.positions.models import Position, Shift
from board.positions.words import Approval, Audience, Category, Guarantee, NotCounted, Rule, State, Target
from tests import factories

EVERYTHING = {
    "categories": (Category.care, Category.culture), "targets": (Target.elders,), "guarantees": (Guarantee.water,),
    "not_counted_for": (NotCounted.paid,), "audience": Audience.officials, "approval": Approval.staff,
    "min_age": 18, "minimum": 2, "hazard": True, "insurance": "社区买意外险", "closes_rule": Rule.day_before,
    "closes_time": time(17, 30), "withdraw_rule": Rule.at_start, "counts_hours": False, "phone_public": True,
}  # fmt: skip


def draft_with_shifts(**values):
    position = factories.make_position(state=State.draft, **(EVERYTHING | values))
    for days in (8, 7):
        factories.make_shift(position=position, starts_in=timedelta(days=days), quota=4, minimum=2)
    return position


def test_a_position_comes_back_from_json_as_it_was():
    position = draft_with_shifts(opens_at=clock.now() + timedelta(days=1))

    kept = json.loads(json.dumps(snapshot.fields_of(position)))

    assert snapshot.values_of(kept) == {name: getattr(position, name) for name in snapshot.FIELDS}
    assert [one.when.starts_at for one in snapshot.kept_shifts(kept)] == sorted(
        shift.starts_at for shift in position.shifts
    )


def test_every_field_of_the_form_is_kept(app):
    from board.positions.forms import PositionForm

    with app.test_request_context("/"):
        asked = set(PositionForm(meta={"csrf": False}).answers())

    assert asked | {"closes_hours", "withdraw_hours", "closes_time", "withdraw_time"} == set(snapshot.FIELDS)


def test_a_restored_draft_says_and_is_served_what_it_was():
    position = draft_with_shifts()
    kept = snapshot.fields_of(position)
    stays = {shift.id for shift in position.shifts}
    services.write_position(position, {"title": "别的名称", "categories": ()}, by=position_writer())
    session.commit()

    services.lock_draft(position)
    snapshot.restore(position, kept)
    session.commit()

    session.expire_all()
    assert snapshot.fields_of(position) == kept
    assert {shift.id for shift in position.shifts} == stays


def test_shifts_that_were_not_there_go_and_those_that_were_come_back():
    position = draft_with_shifts()
    kept = snapshot.fields_of(position)
    begin_writing()
    snapshot.put_shifts(position, snapshot.kept_shifts(kept)[1:])
    session.commit()
    factories.make_shift(position=position, starts_in=timedelta(days=20), quota=4)
    session.expire_all()

    services.lock_draft(position)
    snapshot.restore(position, kept)
    session.commit()

    session.expire_all()
    assert snapshot.shifts_of(position) == kept["shifts"]
    assert factories.count_rows(Shift) == 2


def test_a_noted_act_is_undoable_by_its_person_for_ten_minutes(clock_at, editor, reviewer):
    position = draft_with_shifts()
    on = position.opportunity_list
    begin_writing()
    act = bulk.note(on, "change", {position.id: snapshot.fields_of(position)}, by=editor)
    session.commit()

    assert bulk.latest_undoable(on, editor, clock.now()).id == act.id
    assert bulk.latest_undoable(on, reviewer, clock.now()) is None
    clock_at.move(minutes=10)
    assert bulk.latest_undoable(on, editor, clock.now()) is None


def test_a_seal_changes_with_whatever_a_position_says_or_where_it_stands():
    position = draft_with_shifts()
    sealed = bulk.seal(position)

    for name, value in (("title", "改过"), ("state", State.in_review), ("version", 2)):
        with session.no_autoflush:
            was = getattr(position, name)
            setattr(position, name, value)
            assert bulk.seal(position) != sealed
            setattr(position, name, was)
    assert bulk.seal(session.get_one(Position, position.id)) == sealed


def position_writer():
    return factories.make_person()
