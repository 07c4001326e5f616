"""The ground the other tests stand on: rows, clock, cast."""

from board.positions.models import Shift
from board.signups.models import Signup
from tests import factories


def test_a_shift_and_its_signups_can_be_made(engine):
    shift = factories.make_shift(quota=2)
    factories.fill(shift)
    factories.make_signup(shift=shift, state="waiting")

    assert shift.taken == 2
    assert factories.count_rows(Signup) == 3


def test_every_test_begins_with_empty_tables(resident, editor, reviewer, manager, outsider, official):
    assert factories.count_rows(Shift) == 0
    assert resident.area.name == "清泉社区"
