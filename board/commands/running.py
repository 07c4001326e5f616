"""`make run`: the board in demo mode on this machine, server and tick, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final
from urllib.error import URLError

from flask import Flask

from board import create_app

LOOPBACK: Final = "127.0.0.1"
READY_SECONDS: Final = 20.0
STOP_SECONDS: Final = 5.0
_WARNING: Final = (
    "Warning: on {host} anybody who reaches this machine can sign in with the demo passwords below."
)
Children = list[subprocess.Popen[bytes]]


def main(host: str, port: str) -> int:
    """Prepare the database, start both processes, say where to look; the exit code."""
    if not _is_port(port):
        return _say(f"PORT must be a number from 1 to 65535, not {port!r}.")
    address = host or LOOPBACK
    problem = _cannot_bind(address, int(port))
    if problem:
        return _say(problem)
    # Once the environment is set, every process started here reads the same settings.
    os.environ |= {"DEMO": "true", "ORIGIN": f"http://{LOOPBACK if address == '0.0.0.0' else address}:{port}"}  # noqa: S104
    if host:
        print(_WARNING.format(host=address), flush=True)
    prepare(create_app())
    return _serve(address, port)


def prepare(app: Flask) -> None:
    """Migrations, the real areas, the demo rows; what is there already stays."""
    for name in ("upgrade", "load-areas", "demo"):
        command = app.cli.commands.get(name)
        if command is not None:
            with app.app_context():
                command.main(args=[], standalone_mode=False)


def _serve(address: str, port: str) -> int:
    server = (
        "granian", "--interface", "wsgi", "--host", address, "--port", port, "--workers", "1",
        "--blocking-threads", "2", "--respawn-failed-workers", "--log-level", "error", "app:app",
    )  # fmt: skip
    with _started(server, ("flask", "--app", "app", "tick")) as children, _signals_end_the_wait():
        if not _is_ready(address, port, children):
            return _say("The server did not start: see the lines above.")
        print(f"\n  http://{address}:{port}/   Ctrl-C ends it.\n", flush=True)
        _wait(children)
    return 0


@contextmanager
def _started(*commands: tuple[str, ...]) -> Iterator[Children]:
    # Sessions of their own: Ctrl-C reaches this process alone, and it ends them in good order.
    children = [subprocess.Popen([sys.executable, "-m", *c], start_new_session=True) for c in commands]
    try:
        yield children
    finally:
        for child in children:
            child.terminate()
        for child in children:
            with suppress(subprocess.TimeoutExpired):
                child.wait(STOP_SECONDS)
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)  # and workers that outlived it


@contextmanager
def _signals_end_the_wait() -> Iterator[None]:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    with suppress(KeyboardInterrupt):
        yield


def _interrupt(*_: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not cut the ending short
    raise KeyboardInterrupt


def _is_ready(address: str, port: str, children: Children) -> bool:
    deadline = time.monotonic() + READY_SECONDS
    probe = f"http://{LOOPBACK if address == '0.0.0.0' else address}:{port}/healthz"  # noqa: S104
    while time.monotonic() < deadline and _all_run(children):
        with suppress(URLError, OSError), urllib.request.urlopen(probe, timeout=1):
            return True
        time.sleep(0.05)
    return False


def _wait(children: Children) -> None:
    while _all_run(children):
        time.sleep(0.5)
    print("One of the two processes ended; the other is stopped too.", file=sys.stderr)


def _all_run(children: Children) -> bool:
    return all(child.poll() is None for child in children)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) < 65536


def _cannot_bind(address: str, port: int) -> str | None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except socket.gaierror:
            return f"HOST {address!r} is no address of this machine."
        except OSError as problem:
            return f"Port {port} on {address} cannot be used ({problem.strerror}): try `make run PORT={port + 1}`."
    return None


def _say(problem: str) -> int:
    print(problem, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
