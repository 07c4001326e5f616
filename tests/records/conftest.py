"""A shift of the community that was served this morning, and who served it."""

from datetime import timedelta

import pytest

from tests.factories import make_list, make_person, make_position, make_shift
from tests.records.served import serve


@pytest.fixture
def shift(community, editor, clock_at):
    """07:00 to 09:00 today; it is 10:00, or an hour after the end."""
    position = make_position(opportunity_list=make_list(area=community), written_by=editor)
    return make_shift(position=position, quota=20, starts_in=timedelta(hours=-3), length=timedelta(hours=2))


@pytest.fixture
def served(shift, resident):
    """The resident served it, by the code of the minute, and somebody else did too."""
    serve(shift, resident)
    serve(shift, make_person(area=shift.position.area, name="柳青青"))
    return shift
