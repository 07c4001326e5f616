"""Answers for people who are not signed in, kept for a second and given before Flask is asked.

A key is host, path, query and 长辈版. Only answers that the application marked as public are kept.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask

from board import clock
from board.web.visitors import PUBLIC

FRESH_SECONDS: Final = 1.0
KEPT: Final = 128  # pages: about 6 MB at the most
Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]
Key = tuple[str, str, str, str, bool]


@dataclass
class Kept:
    """One rendered answer, with the moment it was asked for; compressed when the first one asks for that."""

    at: float
    headers: tuple[tuple[str, str], ...]
    etag: str
    body: bytes
    smaller: bytes = b""

    @property
    def zipped(self) -> bytes:
        # Level 1: half the time of level 5 for a tenth more bytes, on a page that lives a second.
        self.smaller = self.smaller or gzip.compress(self.body, 1, mtime=0)
        return self.smaller


def register(app: Flask) -> None:
    """Put the cache before Flask."""
    cache = PageCache(app.wsgi_app, sign_in_cookie=app.config["SIGN_IN_COOKIE"])
    app.extensions.setdefault("kept_answers", []).append(cache.kept)
    app.wsgi_app = cache  # type: ignore[method-assign, assignment]


class PageCache:
    """WSGI middleware; one per worker. While one request renders a page the others wait for it."""

    def __init__(self, application: Application, *, sign_in_cookie: str) -> None:
        self.application = application
        self.sign_in_mark = f"{sign_in_cookie}="
        self.kept: OrderedDict[Key, Kept] = OrderedDict()
        self.rendering: dict[Key, Lock] = {}
        self.lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        cookies = environ.get("HTTP_COOKIE", "")
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or self.sign_in_mark in cookies:
            return self.application(environ, start)
        key = (environ.get("wsgi.url_scheme", ""), environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", ""),
               environ.get("QUERY_STRING", ""), "elder=1" in cookies)  # fmt: skip
        kept = self._fresh(key)
        if kept is not None:
            return _answer(kept, environ, start)
        with self._turn_to_render(key):
            kept = self._fresh(key)
            if kept is not None:
                return _answer(kept, environ, start)
            return self._render(key, environ, start)

    def _fresh(self, key: Key) -> Kept | None:
        kept = self.kept.get(key)
        return kept if kept is not None and clock.seconds() - kept.at < FRESH_SECONDS else None

    def _turn_to_render(self, key: Key) -> Lock:
        with self.lock:
            if len(self.rendering) > KEPT:
                self.rendering = {k: lock for k, lock in self.rendering.items() if lock.locked()}
            return self.rendering.setdefault(key, Lock())

    def _render(self, key: Key, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        asked_at = clock.seconds()
        status, headers, body = _whole_answer(self.application, environ)
        if not _may_be_kept(status, headers):
            return _pass_on(status, headers, body, environ, start)
        kept = _keep(asked_at, headers, body)
        with self.lock:
            self.kept[key] = kept
            self.kept.move_to_end(key)
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        return _answer(kept, environ, start)


Headers = list[tuple[str, str]]


def _whole_answer(application: Application, environ: WSGIEnvironment) -> tuple[str, Headers, bytes]:
    """What a GET is answered. Nothing may be dropped on the way: a validator of the asker must not
    become everybody's 304."""
    told: list[Any] = []

    def note(status: str, headers: Headers, *_: object) -> Callable[[bytes], None]:
        told.extend((status, headers))
        return _ignore

    asked = {k: v for k, v in environ.items() if k not in {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}}
    answer = application(asked | {"REQUEST_METHOD": "GET"}, note)
    try:
        body = b"".join(answer)
    finally:
        close = getattr(answer, "close", None)
        if close:
            close()
    return told[0], told[1], body


def _pass_on(
    status: str, headers: Headers, body: bytes, environ: WSGIEnvironment, start: StartResponse
) -> Iterable[bytes]:
    """An answer that is not everybody's goes to its asker, and is not kept."""
    if _is_unchanged(status, headers, environ.get("HTTP_IF_NONE_MATCH", "")):
        start("304 Not Modified", [h for h in headers if h[0] not in {"Content-Type", "Content-Length"}])
        return [b""]
    start(status, headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _may_be_kept(status: str, headers: list[tuple[str, str]]) -> bool:
    """A public page. What brings an ETag of its own is large, and kept by whoever made it (front.views.posters)."""
    has_etag = any(name == "ETag" for name, _ in headers)
    return status.startswith("200") and ("Cache-Control", PUBLIC) in headers and not has_etag


def _is_unchanged(status: str, headers: list[tuple[str, str]], has: str) -> bool:
    """The asker alone has this answer already, by an ETag that its view gave it."""
    etag = next((value for name, value in headers if name == "ETag"), "")
    return status.startswith("200") and bool(etag) and etag in has


def _ignore(_: bytes) -> None:
    return None


def _keep(asked_at: float, headers: list[tuple[str, str]], body: bytes) -> Kept:
    dropped = {"content-length", "x-request-id", "set-cookie", "vary", "etag"}
    shared = tuple((k, v) for k, v in headers if k.lower() not in dropped)
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    return Kept(asked_at, shared, etag, body)


def _answer(kept: Kept, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    headers = [*kept.headers, ("ETag", kept.etag), ("Vary", "Accept-Encoding")]
    if kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start("304 Not Modified", [h for h in headers if h[0] != "Content-Type"])
        return [b""]
    zipped = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    body = kept.zipped if zipped else kept.body
    if zipped:
        headers.append(("Content-Encoding", "gzip"))
    start("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
