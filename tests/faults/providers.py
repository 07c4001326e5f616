"""The outside world of the outbox on loopback ports: an SMS provider and a mail server, and their bad hours."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from aiosmtpd.controller import Controller

SLOWLY = 0.1


@contextmanager
def sms_provider(port: int, *, delay: float = 0) -> Iterator[list[str]]:
    """Takes every text; yields those it took."""
    took: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"]
            time.sleep(delay)
            took.append(text)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield took
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def mail_server(port: int, *, delay: float = 0) -> Iterator[list[str]]:
    """Takes every mail; yields their texts."""
    took: list[str] = []

    class Handler:
        async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:
            time.sleep(delay)
            took.append(envelope.content.decode())
            return "250 OK"

    controller = Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield took
    finally:
        controller.stop()


@contextmanager
def hanging(port: int) -> Iterator[None]:
    """Somebody answers the call and then says nothing."""
    with socket.create_server(("127.0.0.1", port), backlog=128):
        yield


@contextmanager
def refused(port: int) -> Iterator[None]:
    """Nobody answers the call."""
    yield
