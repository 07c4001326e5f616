"""Files to take away: named in Chinese, kept by nobody in between."""

from typing import Final
from urllib.parse import quote

from flask import Response, make_response

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(content: bytes, name: str) -> Response:
    """An .xlsx to keep under this name, which has no ending yet."""
    answer = make_response(content)
    answer.mimetype = _XLSX
    words = quote(name.replace("/", "-") + ".xlsx", safe="")
    # An old browser reads the plain name.
    answer.headers.set(
        "Content-Disposition", "attachment", filename="board.xlsx", **{"filename*": f"UTF-8''{words}"}
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
