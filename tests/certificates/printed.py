"""What stands on a printed certificate, as a reader of PDF finds it."""

import io

from pypdf import PdfReader


def reader(pdf):
    return PdfReader(io.BytesIO(pdf))


def words(pdf):
    """All text, page after page, white space dropped."""
    return "".join("".join(page.extract_text().split()) for page in reader(pdf).pages)


def runs(pdf):
    """(text, left edge in points, size) of everything that is set."""
    found = []
    for page in reader(pdf).pages:
        page.extract_text(
            visitor_text=lambda text, place, inner, font, size: found.append(
                (text.strip(), place[4] + inner[4], size)
            )
        )
    return [run for run in found if run[0]]
