"""`make run`: one command starts everything, Ctrl-C ends everything, the rows stay."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import requests

pytestmark = pytest.mark.no_database

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def start(tmp_path):
    """Start it on a port, with a database of its own; whatever still runs at the end is killed."""
    started = []

    def start(port, host=""):
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'demo.sqlite'}"}
        with (tmp_path / "said").open("w") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "board.commands.running", host, str(port)],
                cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT,
            )  # fmt: skip
        process.said = (tmp_path / "said").read_text
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
            process.kill()


def test_it_serves_until_ctrl_c_and_a_second_start_finds_the_rows(start):
    port = _free_port()
    first = start(port)
    page = _page(first, port)
    children = psutil.Process(first.pid).children(recursive=True)

    first.send_signal(signal.SIGINT)
    ended = first.wait(20)

    assert (ended, page.status_code) == (0, 200)
    assert "13800000001" in first.said()
    assert "Traceback" not in first.said()
    assert psutil.wait_procs(children, timeout=5)[1] == []

    second = start(port)
    assert _page(second, port).status_code == 200
    assert "0 new areas" in second.said()
    second.terminate()
    assert second.wait(20) == 0


def test_a_port_in_use_is_said_in_a_sentence(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        process = start(port)

        assert process.wait(20) == 1
    assert f"Port {port}" in process.said()
    assert "Traceback" not in process.said()


@pytest.mark.parametrize("port", ["70000", "５０００"])
def test_a_port_that_is_none_is_said_in_a_sentence(start, port):
    process = start(port)

    assert process.wait(20) == 1
    assert "PORT must be" in process.said()


def _page(process, port):
    """The board, once it answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if "Ctrl-C" in process.said():
            return requests.get(f"http://127.0.0.1:{port}/", timeout=10)
        time.sleep(0.1)
    raise AssertionError(process.said())


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
