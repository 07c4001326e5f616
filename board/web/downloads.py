"""Files to take away: named in Chinese, kept by nobody in between."""

from typing import Final
from urllib.parse import quote

from flask import Response, make_response

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(content: bytes, name: str) -> Response:
    """An .xlsx to keep under this name, which has no ending yet."""
    return attachment(content, _XLSX, f"{name}.xlsx")


def attachment(content: bytes, mimetype: str, name: str) -> Response:
    """A file of this kind to keep under this name, never shown as a page of ours."""
    answer = make_response(content)
    answer.mimetype = mimetype
    words, ending = quote(name.replace("/", "-"), safe=""), name.rpartition(".")[2]
    # An old browser reads the plain name.
    answer.headers.set(
        "Content-Disposition", "attachment", filename=f"board.{ending}", **{"filename*": f"UTF-8''{words}"}
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
