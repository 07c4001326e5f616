"""What may be a proof: a PDF as it is, a photograph drawn anew. What a file is says its content, never its name."""

import re
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from board.backfills import picture
from board.backfills.models import ProofKind
from board.errors import RuleBroken

LARGEST: Final = 10 * 1024 * 1024
TOO_LARGE: Final = "证明超过 10 MB。照片发给自己一遍会变小，或者拍得小一点，再选一次。"
_PDF: Final = re.compile(rb"%PDF-[12]\.\d")
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_PROGRAM: Final = Path(picture.__file__)
_PATIENCE: Final = 15.0  # seconds
_pictures_at_once: Final = BoundedSemaphore(2)  # each may take as much memory as all the rest of us


class NotAProof(RuleBroken):
    """The file cannot be kept as a proof."""

    sentence = "这个文件不是 PDF，也不是 JPEG、PNG 照片。请换成这几种再选一次；苹果手机的照片先存成 JPEG。"

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence, field="proof")


@dataclass(frozen=True)
class Checked:
    """A file that may be kept, as it will be kept."""

    kind: ProofKind
    content: bytes
    digest: str  # SHA-256


def check(content: bytes) -> Checked:
    """The file as it is kept, or NotAProof. Takes its time: never inside a write transaction."""
    if len(content) > LARGEST:
        raise NotAProof(TOO_LARGE)
    if content.startswith(_PICTURES):
        return _checked(ProofKind.jpeg, _redrawn(content))
    if not _PDF.match(content):
        raise NotAProof
    if not _is_whole(content):
        raise NotAProof("这份 PDF 不完整，或者后面接了别的东西。用看它的软件另存一份 PDF，再选一次。")
    return _checked(ProofKind.pdf, content)


def _checked(kind: ProofKind, content: bytes) -> Checked:
    return Checked(kind, content, sha256(content).hexdigest())


def _is_whole(content: bytes) -> bool:
    """It ends as a PDF ends, and nothing hangs behind it."""
    end = content[-1100:].rstrip(b"\0\t\n\f\r ")
    return end.endswith(b"%%EOF") and b"startxref" in end


def _redrawn(content: bytes) -> bytes:
    if not _pictures_at_once.acquire(timeout=_PATIENCE):
        raise NotAProof("这会儿传照片的人多，过几秒再选一次照片。")
    try:
        # -I: nothing of this process's settings or folders reaches it.
        drawn = subprocess.run(  # noqa: S603 - our own program, by its full name; the picture is only its input
            [sys.executable, "-I", str(_PROGRAM)], input=content, capture_output=True, env={}, timeout=_PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NotAProof("这张照片打不开。重新拍一张，或者截个图，再选一次。") from None
    finally:
        _pictures_at_once.release()
    if drawn.returncode == picture.TOO_MANY_PIXELS:
        raise NotAProof("这张照片太大，超过 2500 万像素。截个图，或者存成小一点的，再选一次。")
    if drawn.returncode != 0:
        raise NotAProof("这张照片打不开。重新拍一张，或者截个图，再选一次。")
    return drawn.stdout
