"""A real server in processes of its own, and people who use it over HTTP."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import psutil
import requests

from board.accounts import signing
from board.accounts.queries import account_of
from board.db import begin_writing, session
from tests import engines

ROOT = Path(__file__).parent.parent


class Server:
    """Granian with this project's application; `kill_a_worker` is kill -9."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.address = f"http://127.0.0.1:{port}"

    def workers(self) -> list[psutil.Process]:
        return [p for p in psutil.Process(self.process.pid).children(recursive=True) if _serves(p)]

    def all_pids(self) -> list[int]:
        return [self.process.pid, *(worker.pid for worker in self.workers())]

    def kill_a_worker(self, number: int) -> None:
        workers = self.workers()
        if workers:
            os.kill(workers[number % len(workers)].pid, signal.SIGKILL)

    def wait_until_ready(self, seconds: float = 30, *, host: str = "127.0.0.1") -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if requests.get(f"{self.address}/healthz", timeout=1, headers={"Host": host}).ok:
                    return
            except requests.RequestException:
                time.sleep(0.05)
        raise RuntimeError("the server does not answer")


def _serves(process: psutil.Process) -> bool:
    try:
        return "resource_tracker" not in " ".join(process.cmdline())
    except psutil.Error:
        return False


@contextmanager
def serving(database_url: str, *, workers: int = 2, **settings: str) -> Iterator[Server]:
    """The application on a free port of loopback, with workers that are started again when killed.

    In demo mode, and with what else the settings say, spelt as in the environment.
    """
    port = free_port()
    threads = 1 if database_url.startswith("sqlite") else 8
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--respawn-failed-workers",
        "--respawn-interval", "0.1", "--no-access-log", "--log-level", "error", "app:app",
    ]  # fmt: skip
    told = {"DEMO": "1", "DATABASE_URL": database_url, "SECRET_KEY": engines.SECRET}
    environment = os.environ | told | settings
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    server = Server(process, port)
    try:
        server.wait_until_ready()
        yield server
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Politely first; browsers that keep connections open are not waited for."""
    if process.poll() is not None:
        return
    workers = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    try:
        process.wait(2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for worker in workers:
        with suppress(psutil.NoSuchProcess):
            worker.kill()


def free_port() -> int:
    """A port nobody listens on, below those that calls of other tests come from: it stays free."""
    while True:
        port = random.randrange(10_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def cookies_for(people) -> list[str]:
    """A sign-in for each of these people; what their browsers would send."""
    begin_writing()
    tokens = [signing.sign_in(account_of(person), browser="test") for person in people]
    session.commit()
    return tokens


class Visitor:
    """A signed-in person's browser, as far as signing up needs one."""

    def __init__(self, server: Server, token: str) -> None:
        self.address = server.address
        self.browser = requests.Session()
        self.browser.cookies.set("signin", token)

    def open_form(self, number: str, shift_id: int) -> str:
        """The form token of the sign-up page."""
        answer = self.browser.get(self._page(number, shift_id), timeout=20)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
        if answer.status_code != 200 or found is None:
            raise RuntimeError(f"no form: {answer.status_code}")
        return found[1]

    def sign_up(self, number: str, shift_id: int, csrf_token: str) -> int:
        """The status of the answer; 303 means it is done."""
        form = {"csrf_token": csrf_token, "agree": "y"}
        answer = self.browser.post(self._page(number, shift_id), data=form, timeout=20, allow_redirects=False)
        return answer.status_code

    def _page(self, number: str, shift_id: int) -> str:
        return f"{self.address}/positions/{number}/sign-up?{urlencode({'shift': shift_id})}"
