"""What the tests of faults share: something to look at, and the board as it is shipped."""

import pytest

from tests import factories
from tests.faults.shipped import shipped


@pytest.fixture
def position(community):
    """A public position with a shift that has room for many."""
    position = factories.make_position(opportunity_list=factories.make_list(area=community))
    factories.make_shift(position=position, quota=500)
    return position


@pytest.fixture
def board(engine, real_time, tmp_path, position):
    """(nginx, its instances), with deploy/ as it is; two instances on PostgreSQL, one on SQLite."""
    with shipped(engine.url, tmp_path) as running:
        yield running
