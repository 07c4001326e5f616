"""Broken HTTP against a real server: an answer or a closed line, never a 5xx, and the server lives on."""

import re
import socket
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
import requests

from board import db
from tests.engines import create_schema
from tests.serving import serving

BOUNDARY = "xxxx"
_FORM = "application/x-www-form-urlencoded"
_MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def _head(line="GET / HTTP/1.1", *more, host=True):
    lines = [line, *(["Host: 127.0.0.1", "Connection: close"] if host else []), *more]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _post(body, *headers, path="/sign-in", kind=_FORM, length=None):
    body = body if isinstance(body, bytes) else body.encode()
    told = [f"Content-Type: {kind}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return _head(f"POST {path} HTTP/1.1", *told) + body


def _part(name, value="x", *, disposition=None, end=True):
    told = disposition or f'form-data; name="{name}"'
    closing = f"--{BOUNDARY}--\r\n" if end else ""
    return f"--{BOUNDARY}\r\nContent-Disposition: {told}\r\n\r\n{value}\r\n{closing}"


def _chunked(chunks, *headers):
    told = ["Transfer-Encoding: chunked", f"Content-Type: {_FORM}", *headers]
    return _head("POST /sign-in HTTP/1.1", *told) + chunks


REQUESTS = {
    # Request lines
    "nothing": b"\r\n\r\n",
    "noise": bytes(range(256)) * 4,
    "no version": b"GET /\r\n\r\n",
    "no such version": _head("GET / HTTP/9.9"),
    "no such method": _head("FROB / HTTP/1.1"),
    "a method of 10,000 letters": _head("G" * 10_000 + " / HTTP/1.1"),
    "a path of 100,000 letters": _head("GET /" + "a" * 100_000 + " HTTP/1.1"),
    "a path without a slash": _head("GET x HTTP/1.1"),
    "a whole address": _head("GET http://evil.example/ HTTP/1.1"),
    "an asterisk": _head("OPTIONS * HTTP/1.1"),
    "CONNECT": _head("CONNECT 127.0.0.1:22 HTTP/1.1"),
    "TRACE": _head("TRACE / HTTP/1.1"),
    "half an escape": _head("GET /%zz%4 HTTP/1.1"),
    "bytes that are no text": b"GET /\xff\xfe\xc0\x80?q=\xed\xa0\x80 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    "a NUL in the path": b"GET /a\0b HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    # Headers
    "no host": _head("GET / HTTP/1.1", host=False),
    "two hosts": _head("GET / HTTP/1.1", "Host: evil.example"),
    "a host that is none": b"GET / HTTP/1.1\r\nHost: ///\\\xff:99999\r\nConnection: close\r\n\r\n",
    "a header of 100,000 letters": _head("GET / HTTP/1.1", "X-Long: " + "x" * 100_000),
    "5,000 headers": _head("GET / HTTP/1.1", *(f"X-{n}: x" for n in range(5_000))),
    "a header without a colon": _head("GET / HTTP/1.1", "nothing here"),
    "a folded header": _head("GET / HTTP/1.1", "X-Folded: a", " b"),
    "broken cookies": _head("GET / HTTP/1.1", 'Cookie: ="; signin=\xff\xfe; form="\\"; ;;=;elder'),
    "10,000 cookies": _head("GET / HTTP/1.1", "Cookie: " + "; ".join(f"c{n}={n}" for n in range(5_000))),
    "dates that are none": _head("GET / HTTP/1.1", "If-Modified-Since: yesterday", 'If-None-Match: "', "Range: bytes=9-1,-,x"),
    "languages that are none": _head("GET / HTTP/1.1", "Accept-Language: ;;q=x,," + "é" * 99, "Accept: */*;q=NaN"),
    "forwarded for nobody": _head("GET / HTTP/1.1", "X-Forwarded-For: ,,;evil\xff", "X-Forwarded-Proto: gopher", "Forwarded: for=_"),
    "a referrer that is none": _post("mobile=1", "Referer: http://[::1", "Origin: null"),
    # Lengths and chunks
    "a length that is none": _head("POST /sign-in HTTP/1.1", "Content-Length: many"),
    "a negative length": _head("POST /sign-in HTTP/1.1", "Content-Length: -5"),
    "two lengths": _head("POST /sign-in HTTP/1.1", "Content-Length: 3", "Content-Length: 5") + b"abcde",
    "a length that is too short": _post("mobile=13800000001&password=x", length=4),
    "a length beyond everything": _post("x", length=10**18),
    "3 MB": _post("a=" + "x" * 3_000_000),
    "chunks that are none": _chunked(b"zz\r\nabc\r\n0\r\n\r\n"),
    "a chunk of a terabyte": _chunked(b"FFFFFFFFFF\r\nabc"),
    "chunks and a length": _chunked(b"3\r\na=b\r\n0\r\n\r\n", "Content-Length: 3"),
    "an encoding nobody knows": _head("POST /sign-in HTTP/1.1", "Transfer-Encoding: gzip, frob") + b"abc",
    # Forms
    "a form of JSON": _post('{"mobile": [NaN, {"a":', kind="application/json"),
    "a form of XML": _post('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', kind="text/xml"),
    "a form of nothing": _post("mobile=1", kind=""),
    "a form in another alphabet": _post(b"\xff\xfe\x00m", kind=f"{_FORM}; charset=utf-16"),
    "a form in no alphabet": _post("mobile=1", kind=f"{_FORM}; charset=frob"),
    "10,000 fields": _post("&".join(f"f{n}={n}" for n in range(10_000))),
    "one field 10,000 times": _post("&".join("mobile=1" for _ in range(10_000))),
    "a field without a name": _post("=&&&==&%=%&%zz=%"),
    "parts without a boundary": _post("x", kind="multipart/form-data"),
    "parts with an empty boundary": _post("--\r\n\r\n", kind="multipart/form-data; boundary="),
    "parts that never end": _post(_part("mobile", end=False), kind=_MULTIPART),
    "10,000 parts": _post("".join(_part(f"f{n}", end=False) for n in range(10_000)) + f"--{BOUNDARY}--\r\n", kind=_MULTIPART),
    "a part without a name": _post(_part("", disposition="form-data"), kind=_MULTIPART),
    "a part with broken words": _post(_part("", disposition='form-data; name*=x\'y\'%zz; filename="../../\\\0"'), kind=_MULTIPART),
    "a file where text is asked for": _post(_part("", disposition='form-data; name="mobile"; filename="a.exe"'), kind=_MULTIPART),
    "a part with 1,000 headers": _post(
        f"--{BOUNDARY}\r\n" + "".join(f"X-{n}: y\r\n" for n in range(1_000)) + f"\r\nx\r\n--{BOUNDARY}--\r\n", kind=_MULTIPART
    ),
    "a boundary of 10,000 letters": _post("x", kind="multipart/form-data; boundary=" + "b" * 10_000),
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server of its own, on SQLite: what is tried here ends before any database."""
    url = f"sqlite:///{tmp_path_factory.mktemp('broken') / 'board.sqlite'}"
    engine = db.make_engine(url)
    create_schema(engine)
    engine.dispose()
    with serving(url, workers=1) as running:
        yield running


def statuses(server, sent):
    """The status of every answer to these bytes; none when the line was closed or nothing came."""
    target = urlsplit(server.address)
    with socket.create_connection((target.hostname, target.port), timeout=5) as line:
        line.settimeout(1.5)
        with suppress(OSError):  # the line may be closed before everything was sent
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
        return [int(code) for code in re.findall(rb"^HTTP/1\.[01] (\d{3})", _everything(line), re.MULTILINE)]


def _everything(line):
    answer = b""
    with suppress(OSError):
        while block := line.recv(65_536):
            answer += block
    return answer


@pytest.mark.no_database
@pytest.mark.parametrize("name", REQUESTS)
def test_broken_http_is_no_error_of_the_application(server, name):
    answered = statuses(server, REQUESTS[name])

    # 501 and 505 are the server's own words for what it does not speak.
    assert [code for code in answered if code >= 500 and code not in {501, 505}] == []
    assert requests.get(f"{server.address}/healthz", timeout=10).status_code == 200
