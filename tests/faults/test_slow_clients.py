"""Two hundred clients that dawdle hold up nobody else; without nginx they would."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest
import requests

from tests.faults.shipped import NAME, free_port, instance
from tests.faults.slow import slow_clients

SLOW, SECONDS, SOAK_SECONDS, BROWSERS = 200, 3, 30, 3
LIMIT = 1.0


def waits(ask, seconds):
    """How long each answer took, for several people who look at the board one page after the other."""

    def look(_):
        took, end = [], time.monotonic() + seconds
        while time.monotonic() < end:
            began = time.monotonic()
            ask()
            took.append(time.monotonic() - began)
        return took

    with ThreadPoolExecutor(BROWSERS) as people:
        return sorted(chain.from_iterable(people.map(look, range(BROWSERS))))


def p99(took):
    return took[int(len(took) * 0.99)]


def looking(address, host, **session):
    """Opens the board with one browser a thread, each time another page of it."""
    numbers = iter(range(10**9))

    def ask():
        with requests.Session() as browser:
            browser.trust_env = False
            vars(browser).update(session)
            answer = browser.get(f"{address}/?q=x{next(numbers)}", timeout=LIMIT * 2, headers={"Host": host})
            assert answer.status_code == 200

    return ask


def check_behind_nginx(front, seconds):
    ask = looking(front.https, front.host, verify=front.certificate)
    ask()
    with slow_clients(SLOW, front.secure, host=front.host, certificate=front.certificate) as clients:
        took = waits(ask, seconds)

        assert len(clients) == SLOW
    assert len(took) > seconds * BROWSERS
    assert p99(took) <= LIMIT, f"{p99(took):.2f} s"


@pytest.mark.on("postgresql")
def test_the_board_stays_quick_behind_nginx(board):
    check_behind_nginx(board[0], SECONDS)


@pytest.mark.soak
def test_the_board_stays_quick_behind_nginx_for_long(board):
    check_behind_nginx(board[0], SOAK_SECONDS)


@pytest.mark.on("postgresql")
def test_without_nginx_the_same_clients_hold_it_up(engine, real_time, position):
    port = free_port()
    with instance(engine.url, port, f"https://{NAME}") as server:
        ask = looking(server.address, NAME)
        ask()
        with slow_clients(SLOW, port, host=NAME), pytest.raises((requests.Timeout, AssertionError)):
            assert p99(waits(ask, 1)) <= LIMIT
