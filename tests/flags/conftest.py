"""A shift of the community that was served this morning, and somebody else who checks."""

from datetime import timedelta

import pytest

from board.accounts.models import Role
from tests.factories import appoint, make_account, make_list, make_person, make_position, make_shift


@pytest.fixture
def position(community, editor):
    return make_position(opportunity_list=make_list(area=community), written_by=editor)


@pytest.fixture
def shift(position):
    """07:00 to 09:00 today; it is 10:00."""
    return make_shift(position=position, quota=200, starts_in=timedelta(hours=-3), length=timedelta(hours=2))


@pytest.fixture
def checker(community):
    """Another reviewer of the community, who has no hand in anything."""
    person = make_account(person=make_person(area=community, name="何秀英")).person
    appoint(person, Role.reviewer, community)
    return person
