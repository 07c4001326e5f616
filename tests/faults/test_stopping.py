"""SIGTERM among two hundred requests: none fails. A new version reaches people without a pause."""

import signal
from contextlib import ExitStack

import pytest
from sqlalchemy import func, select

from board.db import session
from board.signups.models import Signup
from tests.faults.crowd import all_press, neighbours, under_way
from tests.faults.shipped import instance

PEOPLE, AFTER, FEWER = 200, 40, 80


def stop(*servers):
    return lambda: [server.process.send_signal(signal.SIGTERM) for server in servers]


def all_were_taken(servers):
    return lambda answered: answered + under_way(servers) >= PEOPLE


def after(number):
    return lambda answered: answered >= number


def rows():
    session.rollback()
    return session.scalar(select(func.count(Signup.id)))


@pytest.mark.on("sqlite")  # one instance: nobody else could answer instead
def test_what_was_sent_before_it_is_answered(board, position):
    front, servers = board
    people = neighbours(front, position, PEOPLE)

    answers = all_press(people, at_once=PEOPLE, when=all_were_taken(servers), then=stop(*servers))

    assert answers == {303: PEOPLE}
    assert rows() == PEOPLE
    for server in servers:
        assert server.process.wait(30) == 0


@pytest.mark.on("postgresql")
def test_what_comes_while_one_of_two_instances_stops_is_answered_by_the_other(board, position):
    front, servers = board
    people = neighbours(front, position, PEOPLE)

    answers = all_press(people, at_once=32, when=after(AFTER), then=stop(servers[0]))

    assert answers == {303: PEOPLE}
    assert servers[0].process.wait(30) == 0


@pytest.mark.on("sqlite")  # served by one instance
def test_what_comes_while_the_only_instance_is_away_is_told_to_come_back(board, position):
    front, servers = board
    people = neighbours(front, position, 20)

    answers = all_press(people, at_once=2, when=after(5), then=stop(servers[0]))

    assert set(answers) == {303, 503}
    assert rows() == answers[303], "what was not answered as done is not done"
    assert front.get("/").headers["Retry-After"]


@pytest.mark.on("postgresql")
def test_a_kill_instead_of_sigterm_would_fail_some(board, position):
    front, servers = board
    people = neighbours(front, position, FEWER)

    def kill():
        for worker in servers[0].workers():
            worker.kill()

    answers = all_press(people, at_once=FEWER, when=after(FEWER // 10), then=kill)

    assert answers[503] > 0
    assert rows() >= answers[303], "what was answered as done is done"


@pytest.mark.soak
@pytest.mark.on("postgresql")
def test_ten_new_versions_one_instance_after_the_other(engine, board, position):
    front, servers = board
    ports = [int(server.address.rpartition(":")[2]) for server in servers]
    running = dict(zip(ports, servers, strict=True))
    with ExitStack() as later:
        for turn in range(10):
            port = ports[turn % 2]
            people = neighbours(front, position, 40)

            answers = all_press(people, at_once=16, when=after(10), then=stop(running[port]))

            assert answers == {303: 40}, f"turn {turn}"
            assert running[port].process.wait(30) == 0
            running[port] = later.enter_context(instance(engine.url, port, front.https))
