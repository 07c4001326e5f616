"""The board as deploy/ ships it: nginx with the very file, before instances with the very command line.

Only what belongs to a machine is replaced: paths, ports, the name, the certificate.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import requests

from tests import machine
from tests.conftest import IN_CI
from tests.serving import ROOT, Server, end, free_port

DEPLOY = ROOT / "deploy"
NAME = "localhost"


def find_nginx() -> str:
    """Where it is; without it these tests are skipped, and fail where they are counted on."""
    found = machine.nginx()
    if found is None:
        says = "no nginx: apt-get install nginx"
        pytest.fail(says) if IN_CI else pytest.skip(says)
    return found


class Front:
    """nginx before the board: where it answers, and what it wrote down."""

    def __init__(self, folder: Path, ports: tuple[int, int]) -> None:
        self.folder = folder
        self.plain, self.secure = ports
        self.http, self.https = f"http://{NAME}:{self.plain}", f"https://{NAME}:{self.secure}"
        self.host = f"{NAME}:{self.secure}"
        self.certificate = str(folder / "fullchain.pem")

    def answered(self) -> int:
        """Lines of the access log so far."""
        return (self.folder / "access.log").read_text().count("\n")

    def logged(self, lines: int = 0) -> str:
        """Both logs; a line is written after its answer, so as many of the access log are waited for."""
        deadline = time.monotonic() + 10
        while self.answered() < lines and time.monotonic() < deadline:
            time.sleep(0.05)
        return "".join((self.folder / name).read_text() for name in ("access.log", "error.log"))

    def browser(self) -> requests.Session:
        """Keeps cookies, and trusts this front's certificate whatever the environment says."""
        session = requests.Session()
        session.trust_env, session.verify = False, self.certificate
        return session

    def get(self, path: str, **asked: object) -> requests.Response:
        with self.browser() as browser:
            return browser.get(self.https + path, timeout=30, allow_redirects=False, **asked)


@contextmanager
def fronted(folder: Path, boards: list[int]) -> Iterator[Front]:
    """nginx on the shipped configuration, before boards on these ports of loopback."""
    front = Front(folder, (free_port(), free_port()))
    _make_certificate(folder)
    (folder / "nginx.conf").write_text(shipped_configuration(front, boards))
    command = [
        find_nginx(),
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
        "-e",
        str(folder / "error.log"),
    ]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    process = subprocess.Popen([*command, "-g", "daemon off;"], stderr=subprocess.DEVNULL)
    try:
        _wait_for(front)
        yield front
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def shipped_configuration(front: Front, boards: list[int]) -> str:
    """deploy/nginx.conf with the paths, ports and name of this machine; fails if one is not in it."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for shipped, here in _replacements(front, boards):
        assert shipped in text, f"{shipped!r} is not in deploy/nginx.conf any more"
        text = text.replace(shipped, here)
    return text


def _replacements(front: Front, boards: list[int]) -> list[tuple[str, str]]:
    folder = front.folder
    user = "" if os.geteuid() else "user root;"  # temporary folders of tests are closed to www-data
    scratch = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return [
        ("user www-data;", user),
        ("/run/nginx.pid", f"{folder}/nginx.pid"),
        ("/var/log/nginx/", f"{folder}/"),
        ("/etc/gongyi/tls/", f"{folder}/"),
        ("/srv/gongyi/", f"{ROOT}/"),
        ("gongyi.example", NAME),
        ("listen 80", f"listen 127.0.0.1:{front.plain}"),
        ("listen [::]:80", f"listen [::1]:{front.plain}" if _has_ipv6() else "#"),
        ("listen 443", f"listen 127.0.0.1:{front.secure}"),
        ("listen [::]:443", f"listen [::1]:{front.secure}" if _has_ipv6() else "#"),
        ("127.0.0.1:8001", f"127.0.0.1:{boards[0]}"),
        ("127.0.0.1:8002", f"127.0.0.1:{boards[-1]}"),
        ("worker_processes auto;", "worker_processes 2;"),
        ("default_type application", scratch + "default_type application"),
    ]


def _has_ipv6() -> bool:
    return Path("/proc/net/if_inet6").exists() and "lo" in Path("/proc/net/if_inet6").read_text()


def _make_certificate(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
         "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")],
        check=True, capture_output=True,
    )  # fmt: skip


def _wait_for(front: Front) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            requests.get(f"{front.http}/", timeout=1, allow_redirects=False)
        except requests.RequestException:
            time.sleep(0.05)
        else:
            front.logged(1)  # this question's own line, or else a test would take it for its own
            return
    raise RuntimeError(f"nginx does not answer: {front.logged()}")


def shipped_command(unit: str, port: int = 0) -> list[str]:
    """ExecStart of a unit, on this machine's Python and port."""
    text = (DEPLOY / unit).read_text(encoding="utf-8")
    found = re.search(r"^ExecStart=/srv/gongyi/\.venv/bin/(.+)$", text, re.MULTILINE)
    assert found, f"deploy/{unit} starts something else now"
    program, *words = shlex.split(found[1].replace("%i", str(port)))
    return [str(Path(sys.executable).with_name(program)), *words]


def _settings(database_url: str, origin: str) -> dict[str, str]:
    return os.environ | {
        "DEMO": "0", "DATABASE_URL": database_url, "SECRET_KEY": "only-for-tests-" + "x" * 30,
        "HOSTS": NAME, "ORIGIN": origin, "PROXIES": "1",
    }  # fmt: skip


@contextmanager
def ticking(database_url: str, origin: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """The tick beside the instances, with the settings of its gateways."""
    environment = _settings(database_url, origin) | settings
    process = subprocess.Popen(shipped_command("gongyi-tick.service"), cwd=ROOT, env=environment)
    try:
        yield process
        assert process.poll() is None, "the tick ended"
    finally:
        end(process)


@contextmanager
def instance(database_url: str, port: int, origin: str, *, threads: int | None = None) -> Iterator[Server]:
    """One instance of the web part, for real use behind one proxy."""
    command = shipped_command("gongyi-web@.service", port)
    if threads:
        command[command.index("--blocking-threads") + 1] = str(threads)
    process = subprocess.Popen(
        command, cwd=ROOT, env=_settings(database_url, origin), stderr=subprocess.DEVNULL
    )
    server = Server(process, port)
    try:
        server.wait_until_ready(host=NAME)
        yield server
    finally:
        end(process)


@contextmanager
def shipped(database_url: str, folder: Path, *, instances: int = 2) -> Iterator[tuple[Front, list[Server]]]:
    """nginx and its instances, all as shipped. SQLite is served by one instance with two threads."""
    sqlite = database_url.startswith("sqlite")
    ports = [free_port() for _ in range(1 if sqlite else instances)]
    with ExitStack() as running:
        front = running.enter_context(fronted(folder, ports))
        servers = [
            running.enter_context(instance(database_url, port, front.https, threads=2 if sqlite else None))
            for port in ports
        ]
        yield front, servers
