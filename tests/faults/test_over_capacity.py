"""More than the board can take: the next one is told at once, and those before it are answered."""

import re
import signal
import socket
import ssl
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import median

import pytest

from tests.faults.shipped import DEPLOY, NAME, fronted

AT_ONCE = 0.2
CONFIGURATION = (DEPLOY / "nginx.conf").read_text()
CAPACITY = sum(map(int, re.findall(r"max_conns=(\d+)", CONFIGURATION)))
ONE_ADDRESS = int(re.search(r"limit_conn address (\d+)", CONFIGURATION)[1])


def freeze(servers, number):
    for server in servers:
        for worker in server.workers():
            worker.send_signal(number)


@contextmanager
def frozen(servers):
    """Inside the block no request gets any further."""
    freeze(servers, signal.SIGSTOP)
    try:
        yield
    finally:
        freeze(servers, signal.SIGCONT)


class Held:
    """A request that was sent and not answered yet, from an address of its own."""

    def __init__(self, front, address):
        plain = socket.create_connection(("127.0.0.1", front.secure), timeout=60, source_address=(address, 0))
        self.socket = ssl.create_default_context(cafile=front.certificate).wrap_socket(
            plain, server_hostname=NAME
        )
        self.socket.sendall(f"GET / HTTP/1.1\r\nHost: {front.host}\r\nConnection: close\r\n\r\n".encode())

    def status(self):
        with self.socket:
            return int(self.socket.makefile("rb").readline().split()[1])


def hold(front, count, *addresses):
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda number: Held(front, addresses[number % len(addresses)]), range(count)))


def timed(front):
    began = time.monotonic()
    answer = front.get("/")
    return time.monotonic() - began, answer


def waits(held, seconds=0.5):
    """Is there no answer yet?"""
    held.socket.settimeout(seconds)
    try:
        held.socket.recv(1)
    except TimeoutError:
        return True
    finally:
        held.socket.settimeout(60)
    return False


@pytest.mark.on("postgresql")
def test_over_capacity_is_503_at_once_and_nobody_in_line_is_lost(board):
    front, servers = board
    with frozen(servers):
        first = hold(front, 1, "127.0.0.1")
        assert waits(first[0]), "with room left a request would not be refused"
        in_line = first + hold(front, CAPACITY - 1, "127.0.0.1", "127.0.0.2", "127.0.0.3")
        assert waits(in_line[-1])

        refused = [timed(front) for _ in range(5)]

    assert [answer.status_code for _, answer in refused] == [503] * 5
    assert all(answer.headers["Retry-After"] == "5" for _, answer in refused)
    assert median(took for took, _ in refused) <= AT_ONCE
    assert Counter(held.status() for held in in_line) == {200: CAPACITY}
    assert front.get("/").status_code == 200


@pytest.mark.no_database
def test_one_address_that_leaves_hundreds_hanging_ends_itself_only(tmp_path):
    with (
        socket.create_server(("127.0.0.1", 0), backlog=1024) as silent,
        fronted(tmp_path, [silent.getsockname()[1]]) as front,
    ):
        in_line = hold(front, ONE_ADDRESS, "127.0.0.2")
        assert waits(in_line[-1])

        assert hold(front, 1, "127.0.0.2")[0].status() == 503
        assert waits(hold(front, 1, "127.0.0.3")[0])
