"""A line to the test's PostgreSQL server that can be cut and joined again."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import sqlalchemy as sa


class Line:
    """Passes on what both sides say; once `cut`, nobody answers there and every call has ended."""

    def __init__(self, url: str) -> None:
        self.server = sa.make_url(url)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.ends: list[socket.socket] = []
        self._answer()

    @property
    def url(self) -> str:
        there = self.server.set(host="127.0.0.1", port=self.port, query={})
        return there.render_as_string(hide_password=False)

    def cut(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.ends.clear()

    def join(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self._answer()

    def _answer(self) -> None:
        Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = self._call()
                self.ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    Thread(target=_pass_on, args=(one, other), daemon=True).start()

    def _call(self) -> socket.socket:
        host = self.server.query.get("host") or self.server.host or "127.0.0.1"
        port = self.server.port or 5432
        if not str(host).startswith("/"):
            return socket.create_connection((str(host), port))
        local = socket.socket(socket.AF_UNIX)
        local.connect(f"{host}/.s.PGSQL.{port}")
        return local


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while said := one.recv(65536):
            other.sendall(said)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def line_to(url: str) -> Iterator[Line]:
    line = Line(url)
    try:
        yield line
    finally:
        with suppress(OSError):
            line.cut()
