"""Kill -9 at any moment loses no job, and repeats nothing that must not be."""

import random

import pytest

from board.jobs.models import State
from tests.jobs import beside
from tests.jobs.making import BEGUN, ask, made, the

AT_ONCE = 3
pytestmark = pytest.mark.usefixtures("real_time")


def kill(number, url, chance):
    """At each gate in turn, then wherever the worker is."""
    ahead = beside.LEASE * number
    turn = number % (len(beside.GATES) + 1)
    if turn < len(beside.GATES):
        beside.killed_at(beside.GATES[turn], url, ahead=ahead)
    else:
        beside.killed_after(chance.uniform(0.02, 0.15), url, ahead=ahead)


def check_kills(url, kills):
    chance = random.Random(kills)
    for number in range(kills):
        ask(*range(number * AT_ONCE, (number + 1) * AT_ONCE))
        kill(number, url, chance)
        assert max(made().values(), default=0) <= 1
    beside.works_to_the_end(url, ahead=beside.LEASE * kills)

    numbers = range(kills * AT_ONCE)
    assert made() == dict.fromkeys(numbers, 1)
    assert {the(number).state for number in numbers} == {State.done}
    return made(BEGUN)


def test_five_kills_lose_no_job_and_repeat_none(engine):
    begun = check_kills(engine.url, kills=5)

    assert max(begun.values()) > 1, "some were killed half-way, and begun again"


@pytest.mark.soak
def test_fifty_kills_lose_no_job_and_repeat_none(engine):
    check_kills(engine.url, kills=50)
