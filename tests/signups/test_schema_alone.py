"""The rules of places that hold even if every line of our code were wrong."""

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from board import clock
from board.db import begin_writing, session
from board.positions.models import Shift
from board.signups.models import Signup, State
from tests import factories


@pytest.fixture
def shift():
    """Ten places, nine of them taken."""
    shift = factories.make_shift(quota=10)
    factories.fill(shift, but=1)
    return shift


def row(shift, person, **values):
    told = {
        "shift_id": shift.id, "person_id": person.id, "made_by": person.id, "area_id": person.area_id,
        "turn": 99, "consent_version": "1", "created_at": clock.now(), "changed_at": clock.now(),
    }  # fmt: skip
    return told | values


def put(values):
    begin_writing()
    session.execute(insert(Signup).values(**values))
    session.commit()


def refused(values):
    with pytest.raises(IntegrityError):
        put(values)
    session.rollback()
    return True


def test_the_tenth_is_taken_and_the_eleventh_refused_whatever_it_says(engine, shift):
    tenth, eleventh = factories.make_person(), factories.make_person()

    put(row(shift, tenth, state=State.accepted, place_no=10, places=10))

    assert refused(row(shift, eleventh, state=State.accepted, place_no=11, places=10))
    assert refused(row(shift, eleventh, state=State.accepted, place_no=11, places=11))
    assert refused(row(shift, eleventh, state=State.accepted, place_no=10, places=10))
    assert refused(
        row(shift, eleventh, state=State.offered, place_no=3, places=10, offered_until=clock.now())
    )
    assert refused(row(shift, eleventh, state=State.accepted, place_no=None, places=None))


def test_nobody_is_on_a_shift_twice(engine, shift):
    person = factories.make_person()
    put(row(shift, person, state=State.waiting, place_no=None, places=None))

    assert refused(row(shift, person, state=State.accepted, place_no=10, places=10))
    assert refused(row(shift, person, state=State.pending, place_no=None, places=None))


def test_places_do_not_fall_below_a_number_in_use(engine, shift):
    begin_writing()
    with pytest.raises(IntegrityError):
        session.execute(update(Shift).where(Shift.id == shift.id).values(places=8, quota=8))
    session.rollback()
