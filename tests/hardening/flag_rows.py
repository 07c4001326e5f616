"""Rows of the world that those who check look at: something that looks wrong, and a record drawn by lot."""

from board.db import session
from board.positions.models import Shift
from board.records import ledger, proposing, stepping
from board.records.models import Kind, ServiceRecord
from tests import factories
from tests.flags.making import make_flag, make_recheck
from tests.hardening.backfill_rows import served_shift
from tests.hardening.world import kind
from tests.records.served import serve


def _proposed(world, side):
    """Somebody who serves nowhere else served this morning."""
    shift = session.get_one(Shift, served_shift(world, side))
    serve(shift, world.somebody(side))
    proposing.propose()
    return ledger.lines(ServiceRecord.shift_id == shift.id)[0]


@kind("987654321")
def flag(world, side):
    return make_flag(_proposed(world, side).record, world.somebody(side)).id


@kind("987654321")
def recheck(world, side):
    """Somebody of the area confirmed it, and the lot fell on it."""
    line, by = _proposed(world, side), world.somebody(side)
    with factories.committed():
        stepping.take(line, Kind.confirmed, by=by)
    return make_recheck(line.record).id
