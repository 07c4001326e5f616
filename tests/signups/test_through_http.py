"""Two hundred people at once through a real server, and a worker killed among them."""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import pairwise

import pytest
import requests
from sqlalchemy import select

from board.db import session
from board.signups import queries
from board.signups.models import Signup, State
from tests.factories import make_account, make_position, make_shift
from tests.serving import Visitor, cookies_for, serving
from tests.signups.invariants import broken, stranded

PEOPLE, PLACES, AT_ONCE = 200, 10, 32
pytestmark = pytest.mark.usefixtures("real_time")


def rush(server, shift, number):
    """Everybody opens the form, then all send it at once; the statuses of the answers."""
    people = [make_account().person for _ in range(PEOPLE)]
    visitors = [Visitor(server, token) for token in cookies_for(people)]
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        tokens = list(crowd.map(lambda visitor: visitor.open_form(number, shift), visitors))
        return list(
            crowd.map(
                lambda pair: pair[0].sign_up(number, shift, pair[1]), zip(visitors, tokens, strict=True)
            )
        )


def check_a_rush(server):
    position = make_position()
    number, shift_id = position.number, make_shift(position=position, quota=PLACES).id

    statuses = rush(server, shift_id, number)

    assert statuses == [303] * PEOPLE
    session.rollback()
    signups = session.scalars(select(Signup).where(Signup.shift_id == shift_id).order_by(Signup.turn)).all()
    line = [s for s in signups if s.state == State.waiting]
    assert sorted(s.place_no for s in signups if s.state == State.accepted) == list(range(1, PLACES + 1))
    assert len(line) == PEOPLE - PLACES
    assert all(earlier.turn < later.turn for earlier, later in pairwise(line))
    places = queries.places_in_line(line)
    assert [places[s.id] for s in line] == list(range(1, PEOPLE - PLACES + 1))
    assert broken() + stranded() == []


def test_two_hundred_people_get_ten_places_and_a_line(engine):
    with serving(engine.url) as server:
        check_a_rush(server)


@pytest.mark.soak
def test_ten_rushes_of_two_hundred(engine):
    with serving(engine.url) as server:
        for _ in range(10):
            check_a_rush(server)


def kill_workers_during_sign_ups(database_url, kills):
    """In every wave a worker is killed once the first sign-up was answered; all that were answered."""
    position = make_position()
    position_number = position.number
    shift_ids = [make_shift(position=position, quota=3).id for _ in range(4)]
    answered = []
    for kill in range(kills):
        # A server each: this one ends itself when a worker dies again soon after it was replaced.
        with serving(database_url) as server, ThreadPoolExecutor(6) as crowd:
            wishes = wave(server, position_number, shift_ids)
            going = [crowd.submit(send, position_number, wish, answered) for wish in wishes]
            wait(going, return_when=FIRST_COMPLETED)
            server.kill_a_worker(kill)
            for one in going:
                one.result()
            server.wait_until_ready()
    return answered


def wave(server, number, shift_ids):
    """Twelve people with the form of a shift open."""
    people = [make_account().person for _ in range(12)]
    visitors = [Visitor(server, token) for token in cookies_for(people)]
    chosen = [shift_ids[turn % len(shift_ids)] for turn in range(len(people))]
    tokens = [visitor.open_form(number, shift) for visitor, shift in zip(visitors, chosen, strict=True)]
    return [(person.id, *rest) for person, *rest in zip(people, visitors, chosen, tokens, strict=True)]


def send(number, wish, answered):
    """Send the form; an answer that says done is noted, none at all is nobody's fault."""
    person_id, visitor, shift_id, token = wish
    try:
        status = visitor.sign_up(number, shift_id, token)
    except requests.RequestException:
        return
    assert status == 303
    answered.append((person_id, shift_id))


def check_kills(database_url, kills):
    answered = kill_workers_during_sign_ups(database_url, kills)

    session.rollback()
    kept = {(s.person_id, s.shift_id) for s in session.scalars(select(Signup))}
    assert len(answered) >= kills
    assert set(answered) <= kept
    assert broken() == []


@pytest.mark.dealt
def test_a_killed_worker_loses_nothing_it_answered(engine):
    check_kills(engine.url, kills=5)


@pytest.mark.soak
def test_fifty_killed_workers_lose_nothing(engine):
    check_kills(engine.url, kills=50)
