"""What stands on a PDF or a PNG, read from its bytes: only as much of both formats as Typst writes."""

import re
import struct
import zlib
from contextlib import contextmanager
from itertools import pairwise
from threading import Event

from board import typesetting

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_LITERAL = rb"(?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*"  # brackets inside are balanced or escaped
_TEXT = re.compile(
    rb"1 0 0 -1 ([\d.]+) [\d.]+ cm|/f\d+ ([\d.]+) Tf|(\[.*?\]\s*TJ|\(" + _LITERAL + rb"\)\s*Tj)", re.DOTALL
)
_STRING = re.compile(rb"\((" + _LITERAL + rb")\)|<([0-9A-Fa-f]*)>", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def page_count(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def embedded_fonts(pdf):
    """Names of the fonts whose outlines are in the file, without the mark of a subset."""
    names = re.findall(rb"/FontName/(?:[A-Z]{6}\+)?([\w-]+)", pdf)
    assert len(names) == pdf.count(b"/FontFile")
    return {name.decode() for name in names}


def words(pdf):
    """All text as a reader would select it, white space dropped."""
    return "".join(text for _, _, text in _shown(pdf)).replace(" ", "")


def smallest_type(pdf):
    """In points."""
    return min(size for size, _, _ in _shown(pdf))


def right_edge(pdf, letter):
    """Where the rightmost of these letters ends, in points; each is as wide as half its size at the least."""
    return max(left + text.count(letter) * size / 2 for size, left, text in _shown(pdf) if letter in text)


def _shown(pdf):
    """(size, left edge, text) of everything that is set."""
    streams = [_unpacked(found[1]) for found in _STREAM.finditer(pdf)]
    letters = _letters(streams)
    for content in (stream for stream in streams if b" Tf" in stream):
        size = left = 0.0
        for x, points, shown in _TEXT.findall(content):
            if shown:
                yield size, left, "".join(letters[code] for code in _codes(shown))
            left, size = float(x or left), float(points or size)


def _unpacked(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def _letters(streams):
    """Code -> letter, by the file's one ToUnicode map."""
    (map_,) = [stream for stream in streams if b"begincmap" in stream]
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", map_)
    return {int(code, 16): bytes.fromhex(letter.decode()).decode("utf-16-be") for code, letter in pairs}


def _codes(shown):
    for literal, hexed in _STRING.findall(shown):
        raw = bytes.fromhex(hexed.decode()) if hexed else _ESCAPE.sub(_unescaped, literal)
        yield from struct.unpack(f">{len(raw) // 2}H", raw)


def _unescaped(found):
    if found[1][:1].isdigit():
        return bytes([int(found[1], 8)])
    return _LETTERS.get(found[1], found[1])


def picture_size(png):
    """(width, height) in pixels."""
    return struct.unpack(">II", png[16:24])


def dark_pixels(png):
    """Rows of booleans: is this pixel nearer to black?"""
    width, height = picture_size(png)
    packed = zlib.decompress(b"".join(data for kind, data in _chunks(png) if kind == b"IDAT"))
    above, rows = bytes(4 * width), []
    for start in range(0, height * (4 * width + 1), 4 * width + 1):
        above = _unfiltered(packed[start], packed[start + 1 : start + 1 + 4 * width], above)
        rows.append([above[at] < 128 for at in range(1, 4 * width, 4)])
    return rows


def _chunks(png):
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _unfiltered(kind, line, above):
    """One line of RGBA pixels (PNG 9.2)."""
    row = bytearray(line)
    for at in range(len(row)):
        left, up, corner = (row[at - 4], above[at], above[at - 4]) if at >= 4 else (0, above[at], 0)
        row[at] = (row[at] + (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind]) % 256
    return bytes(row)


def _paeth(left, up, corner):
    near = left + up - corner
    return min((left, up, corner), key=lambda value: abs(near - value))


def in_order(text, *parts):
    """Does the text have these parts, one after the other?"""
    places = [text.find(part) for part in parts]
    return -1 not in places and all(first < second for first, second in pairwise(places))


@contextmanager
def setters_are_busy():
    """Whoever wants something set has to wait, as long as this lasts."""
    done = Event()
    at_it = [typesetting._setters.submit(done.wait) for _ in range(typesetting.AT_ONCE)]
    try:
        yield
    finally:
        done.set()
        for one in at_it:
            one.result()
