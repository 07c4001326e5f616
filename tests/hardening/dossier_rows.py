"""Rows of the world in somebody's record: entries in every state, and somebody whose hours are confirmed."""

from datetime import timedelta

from board import clock
from board.db import session
from board.dossiers.models import Entry, State
from tests import factories
from tests.hardening.world import kind, make_public
from tests.records.served import recorded


def _served(world, side):
    """Somebody (the resident on the own side) whose service this morning is confirmed."""
    whose = world.people["resident"] if side == "own" else world.somebody(side)
    shift = factories.make_shift(
        position=make_public(world, side, phone_for="phone"), starts_in=timedelta(hours=-5), quota=5
    )
    recorded(shift, whose, confirmed_by=world.somebody(side))
    return whose


@kind("WJ000000")
def served_person(world, side):
    """Whose community may say how it found their service."""
    whose = world.somebody(side)
    shift = factories.make_shift(
        position=make_public(world, side, phone_for="phone"), starts_in=timedelta(hours=-5), quota=5
    )
    recorded(shift, whose, confirmed_by=world.somebody(side))
    return whose.volunteer_no


def _entry(world, side, **values):
    whose = _served(world, side)
    told = {
        "kind": "training", "name": world.text(side, "phone"), "organiser": "区红十字会", "content": world.text(side, "phone"),
        "minutes": 120, "state": State.standing, "day": clock.today(),
    }  # fmt: skip
    with factories.committed():
        entry = Entry(
            person_id=whose.id, area_id=world.areas[side].id, written_by=world.somebody(side).id,
            written_at=clock.now(), **(told | values),
        )  # fmt: skip
        session.add(entry)
    return entry.id


@kind("987654321")
def entry(world, side):
    return _entry(world, side)


@kind("987654321")
def waiting_entry(world, side):
    """A commendation of a higher body that nobody has checked yet."""
    return _entry(
        world, side, kind="commendation", minutes=None, content="", proof="证书 12 号", state=State.waiting
    )


@kind("987654321")
def evaluation(world, side):
    """One's own, or a neighbour's."""
    return _entry(world, side, kind="evaluation", name="", organiser="", minutes=None, mark="good")
