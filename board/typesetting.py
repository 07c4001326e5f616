"""Paper: a template of templates/typst and one JSON string become the bytes of a PDF or a PNG. Knows no feature."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Literal

import noto_cjk_sans_otc

from board import glyphs

if TYPE_CHECKING:
    import typst

ROOT: Final = Path(__file__).parent.parent  # templates/typst and static/img lie below it
FONTS: Final = Path(noto_cjk_sans_otc.__file__).parent
AT_ONCE: Final = 2
PATIENCE: Final = 2.0  # seconds that somebody waits for their turn
KEPT_BYTES: Final = 16 * 1024 * 1024
POINTS_AN_INCH: Final = 144  # a page 540 points wide is a picture 1080 pixels wide

Format = Literal["pdf", "png"]
Standard = Literal["a-2b"]
# Threads of their own, not the request's: each thread that ever ran Typst keeps 20 MB and more to itself.
_setters = ThreadPoolExecutor(AT_ONCE, "typesetting")


class Misprint(Exception):  # noqa: N818 - named for what would come out
    """A template, what it was told or the fonts are wrong: our bug, and never an empty page."""


class Busy(Exception):  # noqa: N818
    """Too many sheets are being set at this moment (shown as 503)."""


class Shelf:
    """What was set lately, by what it was set from: a crowd that asks for one poster sets it once."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, printed: bytes) -> None:
        """Keep it; what was asked for longest ago makes room."""
        with self._lock:
            self.size += len(printed) - len(self._kept.get(key, b""))
            self._kept[key] = printed
            while self.size > self.most:
                _, dropped = self._kept.popitem(last=False)
                self.size -= len(dropped)


shelf = Shelf(KEPT_BYTES)


def pdf(template: str, told: Mapping[str, Any]) -> bytes:
    """The document, the same bytes for the same words: its date is among what it is told."""
    return _set(template, told, "pdf")


def pdf_to_keep(template: str, told: Mapping[str, Any]) -> bytes:
    """As `pdf`, as PDF/A-2b, which readers of later years still show; 〓 stands for what the font does not have."""
    return _set(template, glyphs.printable(told), "pdf", "a-2b")


def png(template: str, told: Mapping[str, Any]) -> bytes:
    """The template's only page as a picture."""
    return _set(template, told, "png")


def _set(template: str, told: Mapping[str, Any], to: Format, standard: Standard | None = None) -> bytes:
    words = json.dumps(told, ensure_ascii=False, sort_keys=True)
    key = hashlib.sha256(f"{template} {to} {standard} {words}".encode()).hexdigest()
    kept = shelf.get(key)
    if kept is not None:
        return kept
    turn = _setters.submit(_kept_or_set, key, template, words, to, standard)
    try:
        return turn.result(PATIENCE)
    except TimeoutError:
        turn.cancel()
        raise Busy from None


def _kept_or_set(key: str, template: str, words: str, to: Format, standard: Standard | None) -> bytes:
    kept = shelf.get(key)  # whoever had the turn before may have wanted the same
    if kept is None:
        kept = compiled(template, words, to, standard)
        shelf.put(key, kept)
    return kept


def compiled(template: str, words: str, to: Format, standard: Standard | None = None) -> bytes:
    """One run of Typst. A warning fails it: without its font, for one, it would set an empty page and say so only there."""
    import typst  # 7 MB, for those workers only that set paper

    try:
        pages, warnings = typst.compile_with_warnings(
            ROOT / "templates" / "typst" / f"{template}.typ", root=ROOT, font_paths=_fonts(), format=to,
            ppi=POINTS_AN_INCH, sys_inputs={"told": words}, ignore_system_fonts=True,
            pdf_standards=standard or [],
        )  # fmt: skip
    except typst.TypstError as problem:
        raise Misprint(problem.diagnostic) from problem
    if warnings:
        raise Misprint("\n".join(warning.diagnostic for warning in warnings))
    return _single(pages)


def _single(pages: bytes | list[bytes]) -> bytes:
    if not isinstance(pages, bytes):
        raise Misprint(f"{len(pages)} pages do not make one picture")
    return pages


@cache
def _fonts() -> "typst.Fonts":
    """Ours alone, read once a process, so that paper looks alike whatever the machine has."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
