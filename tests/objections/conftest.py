"""A record of the resident's in its public notice: by the code this morning, confirmed by the reviewer."""

from datetime import timedelta

import pytest

from tests.factories import make_list, make_person, make_position, make_shift
from tests.records.served import recorded


@pytest.fixture
def shift(community, editor):
    """07:00 to 09:00 today; it is 10:00."""
    position = make_position(
        opportunity_list=make_list(area=community),
        written_by=editor,
        phone_public=True,
        contact_phone="028-82720001",
    )
    return make_shift(position=position, quota=20, starts_in=timedelta(hours=-3), length=timedelta(hours=2))


@pytest.fixture
def record(shift, resident, reviewer):
    """Two hours of the resident's, in their public notice from now on."""
    return recorded(shift, resident, confirmed_by=reviewer)


@pytest.fixture
def others(shift, reviewer):
    """Makes more such records, of neighbours."""

    def make(count):
        return [
            recorded(shift, make_person(area=shift.position.area), confirmed_by=reviewer)
            for _ in range(count)
        ]

    return make
