"""Clients that hold on to what they are given: headers, bodies and reading, a byte at a time."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from threading import Event, Thread

KINDS = ("headers", "body", "reading")


class _Slow:
    """One such client; `go_on` sends or reads a byte, and begins anew when it was cut off."""

    def __init__(self, kind: str, port: int, host: str, path: str, context: ssl.SSLContext | None) -> None:
        self.kind, self.port, self.host, self.path, self.context = kind, port, host, path, context
        self.began = 0
        self.open()

    def open(self) -> None:
        self.began += 1
        plain = socket.socket()
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        plain.settimeout(10)
        plain.connect(("127.0.0.1", self.port))
        name = self.host.partition(":")[0]
        self.socket = self.context.wrap_socket(plain, server_hostname=name) if self.context else plain
        self.socket.sendall(self._beginning())
        self.socket.setblocking(False)

    def _beginning(self) -> bytes:
        if self.kind == "reading":
            return f"GET {self.path} HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode()
        if self.kind == "headers":
            return f"GET {self.path} HTTP/1.1\r\nHost: {self.host}\r\nX-Slow: ".encode()
        form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000"
        return f"POST /sign-in HTTP/1.1\r\nHost: {self.host}\r\n{form}\r\n\r\nmobile=".encode()

    def go_on(self) -> None:
        try:
            if self.kind == "reading":
                self.socket.recv(1)
            else:
                self.socket.send(b"1")
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return
        except OSError:
            self.close()
            with suppress(OSError):
                self.open()

    def close(self) -> None:
        with suppress(OSError):
            self.socket.close()


@contextmanager
def slow_clients(
    count: int, port: int, *, host: str, path: str = "/", certificate: str | None = None
) -> Iterator[list[_Slow]]:
    """So many, of the three kinds in turn, until the block ends."""
    context = ssl.create_default_context(cafile=certificate) if certificate else None
    clients = [
        _Slow(kind, port, host, path, context) for kind, _ in zip(cycle(KINDS), range(count), strict=False)
    ]
    over = Event()

    def drip() -> None:
        while not over.wait(0.5):
            for client in clients:
                client.go_on()

    thread = Thread(target=drip)
    thread.start()
    try:
        time.sleep(0.5)
        yield clients
    finally:
        over.set()
        thread.join()
        for client in clients:
            client.close()
