"""Nobody is asked twice, however many ask at once."""

from datetime import timedelta

import pytest

from board.db import session
from board.desk import asking
from board.positions.models import Shift
from tests.desk.asking_round import asked, served
from tests.factories import make_account, make_position, make_shift
from tests.signups.racing import guards_off, race


def two_communities_ask_the_same_person():
    person = make_account().person
    acts = []
    for _ in range(2):
        position = make_position()
        served(position, person)
        number = make_shift(position=position, starts_in=timedelta(hours=60), quota=5).id
        acts.append(lambda number=number: asking.ask(session.get(Shift, number)))
    return acts


def two_editors_ask_for_one_shift():
    position = make_position()
    served(position)
    number = make_shift(position=position, starts_in=timedelta(hours=60), quota=5).id
    return [lambda: asking.ask(session.get(Shift, number))] * 2


RACES = [two_communities_ask_the_same_person, two_editors_ask_for_one_shift]


def doubled():
    session.rollback()
    return len(asked()) - len(set(asked()))


@pytest.mark.parametrize("begin", RACES, ids=lambda begin: begin.__name__)
def test_nobody_is_asked_twice_at_once(begin):
    for _ in range(15):
        ended = race(*begin())

        assert ended == [None, None]
        assert doubled() == 0


@pytest.mark.parametrize("begin", RACES, ids=lambda begin: begin.__name__)
def test_without_the_locks_somebody_is(begin, throwaway):
    with guards_off(racers=2):
        for _ in range(10):
            ended = race(*begin())
            if doubled() or any(ended):
                return
    pytest.fail(f"{begin.__name__} cannot fail: it proves nothing")
