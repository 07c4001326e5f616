"""Two taps at once leave one address."""

import pytest

from board.db import session
from board.signups import feeds
from board.signups.models import CalendarFeed
from tests.factories import make_person
from tests.signups.racing import guards_off, race


def renewing(person):
    number = person.id
    return lambda: feeds.renew(session.get(type(person), number))


def running(person):
    session.rollback()
    return session.query(CalendarFeed).filter_by(person_id=person.id, revoked_at=None).count()


def test_two_taps_at_once_leave_one_address(engine):
    for _ in range(15):
        person = make_person()

        ended = race(renewing(person), renewing(person))

        assert ended == [None, None]
        assert running(person) == 1


# On SQLite there is one writer at a time: begin_writing() alone is the guard there.
@pytest.mark.on("postgresql")
def test_without_the_lock_two_taps_collide(throwaway):
    with guards_off(racers=2):
        for _ in range(10):
            person = make_person()
            if any(race(renewing(person), renewing(person))) or running(person) != 1:
                return
    pytest.fail("two taps cannot collide: the race proves nothing")
