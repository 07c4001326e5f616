"""Rows of the world in the ledger: a shift of this morning, and its records in every state."""

from datetime import timedelta

from board.db import begin_writing, session
from board.records import ledger, proposing, stepping
from board.records.models import Kind, ServiceRecord
from tests import factories
from tests.hardening.world import kind, make_public
from tests.records.served import serve


def _served(world, side, minutes=None):
    """This morning's shift; the resident (or somebody foreign) served it, by the code."""
    position = make_public(world, side, phone_for="phone")
    shift = factories.make_shift(
        position=position, starts_in=timedelta(hours=-5), length=timedelta(hours=2), quota=5
    )
    serve(shift, world.people["resident"] if side == "own" else world.somebody(side), minutes=minutes)
    proposing.propose()
    return shift


def _record(world, side, minutes=None):
    shift = _served(world, side, minutes)
    return ledger.lines(ServiceRecord.shift_id == shift.id)[0]


@kind("987654321")
def proposed_shift(world, side):
    return _served(world, side).id


@kind("987654321")
def proposed_record(world, side):
    return _record(world, side).record.id


@kind("987654321")
def doubtful_record(world, side):
    """Stayed for an hour longer than it was planned."""
    return _record(world, side, minutes=180).record.id


@kind("987654321")
def voided_record(world, side):
    line = _record(world, side)
    begin_writing()
    stepping.take(line, Kind.voided, by=None, reason="记错了")
    session.commit()
    return line.record.id
