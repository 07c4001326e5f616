"""A program of its own: a photograph comes in, a plain JPEG goes out. It has little memory and time, and nothing of ours.

Whatever a picture does to the program that opens it, it does here. What comes out was drawn anew: no place,
no name of a phone, nothing that hung behind the picture.
"""

import resource
import sys
from contextlib import suppress
from io import BytesIO
from typing import Final

MEMORY: Final = 768 * 1024 * 1024  # 25 megapixels take a hundred, and are copied a few times
SECONDS: Final = 10
MOST_PIXELS: Final = 25_000_000
LONGEST: Final = 2400  # a sheet of names can be read at this size
QUALITY: Final = 82
TOO_MANY_PIXELS: Final = 3
NO_PICTURE: Final = 4


def main() -> int:
    """Standard input to standard output; the status says what was wrong."""
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        with suppress(ValueError, OSError):  # a system that does not know this limit
            resource.setrlimit(limit, (most, most))
    return redraw(sys.stdin.buffer.read())


def redraw(content: bytes) -> int:
    from PIL import Image, ImageOps  # after the limits: it is what they are for

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return TOO_MANY_PIXELS
            opened.draft("RGB", (LONGEST, LONGEST))
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, SyntaxError, ValueError, MemoryError, Image.DecompressionBombError):
        return NO_PICTURE
    upright.thumbnail((LONGEST, LONGEST))
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright)
    plain.save(sys.stdout.buffer, "JPEG", quality=QUALITY)
    return 0


if __name__ == "__main__":
    sys.exit(main())
