"""What may be a proof: told by its content, bounded, and kept without what hung behind it."""

from io import BytesIO

import pytest
from PIL import Image

from board.backfills import picture, proving
from board.backfills.models import ProofKind
from tests.backfills import papers

pytestmark = pytest.mark.no_database
KB = 1024


def test_a_pdf_is_kept_as_it_is():
    checked = proving.check(papers.PDF)

    assert (checked.kind, checked.content) == (ProofKind.pdf, papers.PDF)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_is_drawn_anew_without_place_phone_or_remark(kind):
    taken = papers.photo(kind=kind)
    assert papers.PLACE.encode() in taken

    checked = proving.check(taken)

    drawn = Image.open(BytesIO(checked.content))
    assert (checked.kind, drawn.format, drawn.size) == (ProofKind.jpeg, "JPEG", (60, 40))
    assert not dict(drawn.getexif())
    assert "comment" not in drawn.info
    assert papers.PLACE.encode() not in checked.content


def test_a_photograph_that_lies_is_turned_up_and_a_large_one_is_made_smaller():
    upright = Image.open(BytesIO(proving.check(papers.sideways()).content))
    large = Image.open(BytesIO(proving.check(papers.photo((6000, 4000))).content))

    assert upright.size == (40, 60)
    assert large.size == (2400, 1600)


@pytest.mark.parametrize(
    "content",
    [
        papers.PROGRAM, papers.ARCHIVE, b"", b"<html><script>alert(1)</script>", b"GIF89a" + bytes(20),
        b"RIFF\0\0\0\0WEBPVP8 ", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\n" + papers.PDF,
        b"MZ" + papers.PDF, b"\0\0\0\x18ftypheic" + bytes(40),
    ],
    ids=["program", "archive", "nothing", "html", "gif", "webp", "svg", "pdf behind a line", "pdf behind a program", "heic"],
)  # fmt: skip
def test_what_is_neither_is_refused_whatever_it_is_called(content):
    with pytest.raises(proving.NotAProof, match="不是 PDF"):
        proving.check(content)


def test_a_pdf_with_something_behind_it_or_without_its_end_is_refused():
    for content in (
        papers.PDF + papers.ARCHIVE,
        papers.PDF + papers.PROGRAM,
        papers.PDF[:-8],
        b"%PDF-1.7\n%%EOF",
    ):
        with pytest.raises(proving.NotAProof, match="不完整"):
            proving.check(content)


def test_what_hangs_behind_a_photograph_is_not_kept():
    checked = proving.check(papers.photo() + papers.ARCHIVE + b"<script>")

    assert b"PK" not in checked.content
    assert b"<script>" not in checked.content


@pytest.mark.parametrize("size", [(60_000, 60_000), (2_000_000_000, 2), (5001, 5000)])
def test_a_picture_that_says_it_is_immense_is_never_unpacked(size):
    with pytest.raises(proving.NotAProof, match=r"2500 万像素|打不开"):
        proving.check(papers.bomb(*size))


def test_a_broken_picture_is_refused():
    for content in (b"\xff\xd8\xff" + bytes(500), papers.photo()[:-200] + bytes(40), papers.bomb(400, 400)):
        with pytest.raises(proving.NotAProof, match="打不开"):
            proving.check(content)


def test_the_program_that_opens_pictures_has_little_memory(monkeypatch):
    monkeypatch.setattr(proving, "_PROGRAM", _eater())

    with pytest.raises(proving.NotAProof, match="打不开"):
        proving.check(papers.photo())


def _eater():
    """A picture that would make the program ask for two gigabytes: stands for a hole in the decoder."""
    from pathlib import Path
    from tempfile import NamedTemporaryFile

    source = Path(picture.__file__).read_text(encoding="utf-8")
    greedy = source.replace(
        "def redraw(content: bytes) -> int:", "def redraw(content: bytes) -> int:\n    bytearray(2 << 30)"
    )
    with NamedTemporaryFile("w", suffix=".py", delete=False, encoding="utf-8") as kept:
        kept.write(greedy)
    return Path(kept.name)


def test_a_picture_of_ten_megabytes_is_the_most():
    with pytest.raises(proving.NotAProof, match="超过 10 MB"):
        proving.check(b"\xff\xd8\xff" + bytes(10 * KB * KB))
