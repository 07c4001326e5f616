"""Somebody who served this morning, confirmed; and a second community that did not see it."""

from datetime import timedelta

import pytest

from tests.factories import make_list, make_position, make_shift
from tests.records.served import recorded


@pytest.fixture
def shift(community):
    """07:00 to 09:00 today, of the community."""
    position = make_position(opportunity_list=make_list(area=community))
    return make_shift(position=position, quota=20, starts_in=timedelta(hours=-3), length=timedelta(hours=2))


@pytest.fixture
def served(shift, resident, reviewer):
    """The resident served it for two hours and three minutes, and it is confirmed."""
    recorded(shift, resident, minutes=123, confirmed_by=reviewer)
    return resident
