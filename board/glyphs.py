"""Which characters the font on paper can show, read from its own table (OpenType `cmap`, format 12).

Paper that is kept for years (PDF/A) refuses what it cannot show; a name may have anything in it.
"""

import struct
from array import array
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Final

import noto_cjk_sans_otc

FONT: Final = Path(noto_cjk_sans_otc.__file__).parent / "NotoSansCJK-Regular.ttc"
MISSING: Final = "〓"  # what printers set for a type that they did not have
# They join others or choose between shapes, and are never seen themselves.
_UNSEEN: Final = dict.fromkeys([0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)])
_SEGMENTED: Final = 12


def printable(told: Any) -> Any:  # what JSON can say
    """The same words, with 〓 for every character that the font does not have."""
    if isinstance(told, str):
        return "".join(c if has(c) else MISSING for c in told.translate(_UNSEEN))
    if isinstance(told, dict):
        return {name: printable(value) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [printable(value) for value in told]
    return told


def has(character: str) -> bool:
    """Is there a glyph for it? (Line breaks are none of a font's business.)"""
    firsts, lasts = _runs()
    at = bisect_right(firsts, ord(character)) - 1
    return character == "\n" or (at >= 0 and ord(character) <= lasts[at])


@cache
def _runs() -> tuple["array[int]", "array[int]"]:
    """First and last of each run of characters, in order."""
    with FONT.open("rb") as font:
        (face,) = _read(font, 12, ">I")  # the faces of the collection cover the same characters
        font.seek(_table(font, face, b"cmap"))
        start, count = font.tell(), _read(font, font.tell() + 2, ">H")[0]
        for number in range(count):
            offset = start + _read(font, start + 4 + 8 * number, ">HHI")[2]
            if _read(font, offset, ">H")[0] == _SEGMENTED:
                return _groups(font, offset)
    raise ValueError(f"{FONT.name} has no table of characters that is known here")


def _table(font: BinaryIO, face: int, name: bytes) -> int:
    (count,) = _read(font, face + 4, ">H")
    entries = (_read(font, face + 12 + 16 * number, ">4sIII") for number in range(count))
    found: int = next(offset for tag, _, offset, _ in entries if tag == name)
    return found


def _groups(font: BinaryIO, offset: int) -> tuple["array[int]", "array[int]"]:
    (count,) = _read(font, offset + 12, ">I")
    groups = list(struct.iter_unpack(">III", font.read(12 * count)))
    return array("I", [first for first, _, _ in groups]), array("I", [last for _, last, _ in groups])


def _read(font: BinaryIO, at: int, shape: str) -> tuple[Any, ...]:  # as struct unpacks
    font.seek(at)
    return struct.unpack(shape, font.read(struct.calcsize(shape)))
