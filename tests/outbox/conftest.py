"""A provider of text messages, on loopback."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from board.outbox.gateways import HttpsGateway


class FakeGateway:
    """A provider's server on loopback: it notes what it got, and answers what it is told to."""

    def __init__(self):
        self.got, self.answers = [], []
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                gateway.got.append((self.headers["Authorization"], body))
                self.send_response(gateway.answers.pop(0) if gateway.answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.client = HttpsGateway(f"http://127.0.0.1:{self.server.server_port}/sms", "secret-key")


@pytest.fixture
def gateway():
    fake = FakeGateway()
    yield fake
    fake.server.shutdown()
    fake.server.server_close()
