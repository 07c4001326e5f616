"""A shift of the community that begins in ten minutes, its leader, and what the code says."""

from datetime import timedelta

import pytest

from board import clock
from board.attendance import minute_code
from board.attendance.window import Window
from board.db import session
from board.signups.models import ShiftLeader
from tests.factories import (
    committed,
    make_account,
    make_list,
    make_person,
    make_position,
    make_shift,
    make_signup,
)

WINDOW = Window.of_minutes(30, 30)


@pytest.fixture
def shift(community):
    """10:10 to 12:10 today, with ten places."""
    position = make_position(opportunity_list=make_list(area=community))
    return make_shift(position=position, quota=10, starts_in=timedelta(minutes=10))


@pytest.fixture
def leader(shift, editor):
    """Named on the shift; no role."""
    person = make_account(person=make_person(area=shift.position.area, name="何春兰")).person
    with committed():
        session.add(
            ShiftLeader(shift_id=shift.id, person_id=person.id, named_by=editor.id, named_at=clock.now())
        )
    return person


@pytest.fixture
def volunteer(shift, resident):
    """The resident, with a place on the shift."""
    make_signup(shift=shift, person=resident)
    return resident


@pytest.fixture
def over(shift, clock_at):
    """The shift, two hours after its end: 14:10."""
    clock_at.move(hours=4, minutes=10)
    return shift


def code_of(shift):
    """What the leader's screen shows now."""
    return minute_code.digits(shift.id, clock.now())
