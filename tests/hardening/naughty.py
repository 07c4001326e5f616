"""Strings that break software, and what this board makes of them."""

import json
import re
import unicodedata
from pathlib import Path

BLNS = json.loads((Path(__file__).parent / "blns.json").read_text(encoding="utf-8"))
# Each field gets these,
EVERYWHERE = (
    "中\0间", "一\x07二\x1b[31m三\x7f", "行一\r\n行二\n行三\r行四\t列", "\u202e倒过来\u202c\u2066隔\u2069\u200f\u061c",
    "字" * 40_000, "０１２３４５６７８９", "王𬭎䶮👨‍👩‍👧‍👦", "\0",
)  # fmt: skip
# and its share of these and of the big list.
OURS = (
    "\ufeff字节序", "\u2028分行\u2029", "名\u200b字", "x" * 40_000, "２０２６－１２－０５", "０９：００", "１３９００００１１１１",
    "-1", "1e9", "9" * 400, "NaN", "Infinity", "0x10", "٣", "1_000", "0000-00-00", "2026-02-30", "0001-01-01",
    "9999-12-31", "24:00", "25:61", "{{ 7*7 }}", "%s%n%d", "${7*7}", "=1+1", "../../etc/passwd",
    "𬭎䶮", "王𬭎", "👩🏽‍⚕️一👍🏿", "é́́", "ﷺ", "Å", "¹²³",
)  # fmt: skip
# As long as columns are, and one more.
LONG = tuple("长" * length for length in (12, 40, 60, 80, 120, 200, 300, 301, 500, 2000, 4001))
# On the wire only: no text at all. Each is the percent-encoded value of a form field.
BROKEN_BYTES = (
    "%ED%A0%80",
    "%ED%A0%BD%ED%B8%80",
    "%FF%FE",
    "%C0%AF",
    "%E4%B8",
    "%00",
    "%80abc",
    "%F4%90%80%80",
)

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_BIDI = {chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def meant(text, *, lines=False):
    """What the board keeps of a text: NFC, nothing that controls or turns, one line or several."""
    kept = _CONTROL.sub("", unicodedata.normalize("NFC", text))
    kept = "".join(letter for letter in kept if letter not in _BIDI)
    if lines:
        return kept.replace("\r\n", "\n").replace("\r", "\n").strip()
    return " ".join(kept.split())


def plain(text):
    """With full-width digits and signs as people mean them."""
    return text.translate(_FULL_WIDTH)


def with_plain_digits(text):
    """With full-width digits, plus and minus only as ASCII: for a phone among words."""
    return text.translate({code: _FULL_WIDTH[code] for code in (*range(0xFF10, 0xFF1A), 0xFF0B, 0xFF0D)})
