"""A position of the community, and a shift of it that lacks people."""

from datetime import timedelta

import pytest

from tests.factories import make_list, make_position, make_shift


@pytest.fixture
def position(community):
    return make_position(opportunity_list=make_list(area=community))


@pytest.fixture
def shift(position):
    return make_shift(position=position, starts_in=timedelta(hours=60), quota=5, minimum=2)
