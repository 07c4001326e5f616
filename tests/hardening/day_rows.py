"""Rows of the world on the day itself: a shift that is about to begin or over, and whoever leads it."""

from datetime import timedelta

from sqlalchemy import select

from board import clock
from board.db import session
from board.signups.models import ShiftLeader, Signup
from tests import factories
from tests.hardening.world import kind, make_public


def _today(world, side, minutes=10):
    """Begins in so many minutes; the resident and a neighbour come, and somebody leads it."""
    position = make_public(world, side, phone_for="phone")
    starts_in = timedelta(minutes=minutes)
    shift = factories.make_shift(position=position, starts_in=starts_in, quota=5)
    whose = world.people["resident"] if side == "own" else world.somebody(side)
    factories.make_signup(shift=shift, person=whose)
    factories.make_signup(shift=shift, person=world.somebody(side))
    leader = world.people["leader"] if side == "own" else world.somebody(side)
    with factories.committed():
        session.add(
            ShiftLeader(shift_id=shift.id, person_id=leader.id, named_by=leader.id, named_at=clock.now())
        )
    return shift


@kind("987654321")
def led_shift(world, side):
    return _today(world, side).id


@kind("987654321")
def rostered(world, side):
    """A shift in an address that also names somebody with a place on it."""
    shift = _today(world, side)
    world.queries[str(shift.id)] = f"?person={_first_on(shift).volunteer_no}"
    return shift.id


def _first_on(shift):
    """Who signed up first."""
    first = select(Signup).where(Signup.shift_id == shift.id).order_by(Signup.id).limit(1)
    return session.scalars(first).one().person


@kind("987654321")
def queued_shift(world, side):
    """Somebody waits, and a place is free."""
    shift = _today(world, side)
    factories.make_signup(shift=shift, person=world.somebody(side), state="waiting")
    return shift.id


@kind("987654321")
def arrived_shift(world, side):
    """The resident has arrived, and not left."""
    shift = _today(world, side, minutes=-60)
    factories.make_attendance("arrived", shift=shift, person=_first_on(shift), at=shift.starts_at)
    return shift.id


@kind("987654321")
def finished_shift(world, side):
    """Over; nobody was seen to come."""
    return _today(world, side, minutes=-300).id
