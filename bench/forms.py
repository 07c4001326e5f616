"""Forms as browsers send them, from a client that costs little: it shares the cores with the server.

Every form is fetched beforehand, with all its hidden fields; what is timed is the sending alone.
"""

import http.client
import re
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import local
from typing import Any
from urllib.parse import urlencode

from bench.generate import token_of
from bench.serving import Server

CLIENTS = 8
_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_NAME, _VALUE = re.compile(r'name="([^"]*)"'), re.compile(r'value="([^"]*)"')


def get(board: Server, path: str, cookies: str) -> tuple[str, list[str]]:
    """The page, and the cookies it sets; anything but 200 stops the measurement."""
    connection = http.client.HTTPConnection("127.0.0.1", board.port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookies})
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return page, [cookie.partition(";")[0] for cookie in answer.headers.get_all("Set-Cookie") or []]


def filled(board: Server, path: str, person: int, typed: Mapping[str, str]) -> bytes:
    """The request that this person's browser sends when the button under the form is pressed."""
    signed_in = f"__Host-signin={token_of(person)}"
    page, cookies = get(board, path, signed_in)
    return request(board, path, [signed_in, *cookies], hidden_in(page) | dict(typed))


def hidden_in(page: str) -> dict[str, str]:
    """The hidden fields of the page's own form; the one of the frame, to sign out, is another."""
    own = page.partition('class="form')[2].partition("</form>")[0]
    fields = _HIDDEN.findall(own)
    return {_NAME.findall(field)[0]: (_VALUE.findall(field) or [""])[0] for field in fields}


def request(board: Server, path: str, cookies: Sequence[str], fields: Mapping[str, str]) -> bytes:
    body = urlencode(fields)
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{board.port}\r\nCookie: {'; '.join(cookies)}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def send_all(board: Server, requests: Sequence[bytes], *, leads_to: str) -> tuple[float, float]:
    """How many a second, by 8 clients, and milliseconds of the workers' CPU for each.

    Each has to be answered by 303 to an address with this in it.
    """
    kept = local()

    def send(sent: bytes) -> None:
        if not hasattr(kept, "connection"):
            kept.connection = socket.create_connection(("127.0.0.1", board.port), timeout=30)
        head = exchange(kept.connection, sent)
        if b" 303 " not in head[:20] or leads_to.encode() not in head:
            raise RuntimeError(head.decode(errors="replace"))

    spent = board.cpu()
    rate = timed(send, requests)
    return rate, (board.cpu() - spent) * 1000 / len(requests)


def exchange(connection: socket.socket, sent: bytes) -> bytes:
    """Send, wait for the whole answer, and give its head."""
    connection.sendall(sent)
    told = b""
    while b"\r\n\r\n" not in told:
        told += _more(connection)
    head, _, body = told.partition(b"\r\n\r\n")
    length = int(re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)[1])  # type: ignore[index]
    while len(body) < length:
        body += _more(connection)
    return head


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(65536)
    if not received:
        raise RuntimeError("the server hung up")
    return received


def timed(act: Callable[[Any], None], things: Sequence[Any]) -> float:
    """How many of these a second, by 8 threads that are there already."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda _: time.sleep(0.01), range(CLIENTS)))
        began = time.perf_counter()
        list(pool.map(act, things))
        return len(things) / (time.perf_counter() - began)
