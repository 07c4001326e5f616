"""A shift of the community that was served this morning, and a clerk who writes somebody down."""

from datetime import timedelta

import pytest

from tests.factories import make_list, make_position, make_shift


@pytest.fixture
def shift(community, editor):
    """07:00 to 09:00 today; it is 10:00."""
    position = make_position(opportunity_list=make_list(area=community), written_by=editor)
    return make_shift(position=position, quota=20, starts_in=timedelta(hours=-3), length=timedelta(hours=2))
