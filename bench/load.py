"""The load: wrk when it is there, else a small client of our own. It says which."""

import json
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

CLIENTS = 16
# {n} in an address becomes a number that never comes again, so that no answer is a kept one.
_SCRIPT = """
local n = {seed}
request = function()
  n = n + 1
  local path = string.gsub({path}, "{{n}}", tostring(n))
  return wrk.format("GET", path)
end
done = function(summary)
  io.write(string.format('{{"requests": %d, "micros": %d, "bad": %d}}',
    summary.requests, summary.duration, summary.errors.status + summary.errors.read + summary.errors.timeout))
end
"""
_seed = 0


def client() -> str:
    return "wrk" if shutil.which("wrk") else "our own client (threads and plain sockets)"


def requests_per_second(address: str, seconds: float) -> float:
    """How many whole answers a second; one that is not 200 stops the measurement."""
    global _seed
    _seed += 10_000_000
    return (_wrk if shutil.which("wrk") else _own)(address, seconds, _seed)


def _wrk(address: str, seconds: float, seed: int) -> float:
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_SCRIPT.format(seed=seed, path=json.dumps(path, ensure_ascii=True)))
        script.flush()
        command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{max(round(seconds), 1)}s", "-s", script.name]
        told = subprocess.run(
            [*command, f"http://{parts.netloc}"], capture_output=True, text=True, check=True
        )
    counted = json.loads(told.stdout[told.stdout.rindex("{") :])
    if counted["bad"]:
        raise RuntimeError(f"{address}: {counted['bad']} answers were not 200\n{told.stdout}")
    return counted["requests"] / (counted["micros"] / 1e6)


def _own(address: str, seconds: float, seed: int) -> float:
    counts = [0] * CLIENTS
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_ask, args=(address, end, seed + i * 100_000, counts, i))
        for i in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def _ask(address: str, end: float, number: int, counts: list[int], mine: int) -> None:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        answers = connection.makefile("rb")
        while time.monotonic() < end:
            number += 1
            path = f"{parts.path}?{parts.query}".replace("{n}", str(number))
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
            _read_answer(answers)
            counts[mine] += 1


def _read_answer(answers) -> None:
    status = answers.readline()
    if b" 200 " not in status:
        raise RuntimeError(f"not 200: {status!r}")
    length = 0
    while line := answers.readline().strip():
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    answers.read(length)


def weight(origin: str) -> dict[str, int]:
    """Bytes over the wire for the first page: itself, styles, script and pictures, compressed as browsers ask."""
    import gzip
    import re
    import urllib.request

    def fetch(path: str) -> tuple[int, bytes]:
        asked = urllib.request.Request(origin + path, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            body = answer.read()
            return len(body), gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body

    sent, page = fetch("/")
    found = {"/": sent}
    for path in dict.fromkeys(re.findall(rb'(?:href|src)="(/static/[^"#]+)', page)):
        found[path.decode()] = fetch(path.decode())[0]
    return found


def data_folder() -> Path:
    folder = Path(__file__).parent.parent / "instance" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
