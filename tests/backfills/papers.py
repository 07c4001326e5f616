"""Proofs as people hand them in, and files that pretend to be one."""

import struct
import zlib
from io import BytesIO

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
PLACE = "30.6986N 103.8362E"  # what a phone writes behind a picture


def photo(size=(60, 40), kind="JPEG", **saved):
    """A photograph with the name of the phone, where it stood, and a remark behind it."""
    image = Image.new("RGB", size, "seagreen")
    behind = Image.Exif()
    behind[0x010F], behind[0x9286] = "Phone of 王小燕", PLACE
    kept = BytesIO()
    image.save(kept, kind, exif=behind, **({"comment": PLACE} if kind == "JPEG" else {}), **saved)
    return kept.getvalue()


def sideways():
    """As a phone takes it held upright: lying, with a note that says how to turn it."""
    image, behind, kept = Image.new("RGB", (60, 40)), Image.Exif(), BytesIO()
    behind[0x0112] = 6
    image.save(kept, "JPEG", exif=behind)
    return kept.getvalue()


def bomb(width, height):
    """A PNG of a few hundred bytes that says it is this large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + _chunk(b"IEND", b"")
    )


def _chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


ARCHIVE = b"PK\x03\x04" + bytes(30) + b"PK\x05\x06" + bytes(18)
PROGRAM = b"MZ\x90\x00" + bytes(200)
