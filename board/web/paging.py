"""Pages of long lists, by key and never by counting off rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from flask import Flask, request
from werkzeug.routing import IntegerConverter

BIGGEST_ID: Final = 2**53  # ids in an address beyond this name nothing, on either engine
T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows, and the key after which the next page begins (None: that was all)."""

    rows: Sequence[T]
    next_key: str | None


def cut(rows: Sequence[T], size: int, key: str | None) -> Page[T]:
    """A page out of `size + 1` fetched rows; `key` names the last row that is shown."""
    return Page(rows[:size], key if len(rows) > size else None)


def key_before() -> int | None:
    """The id after which this page begins (`?before=`); anything else means the first page."""
    typed = request.args.get("before", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else None


class RowId(IntegerConverter):
    """A row's number in an address; one that no database could hold is not found."""

    def __init__(self, map: object, **settings: object) -> None:  # noqa: A002 - werkzeug's own name
        super().__init__(map, max=BIGGEST_ID)  # type: ignore[arg-type]


def register(app: Flask) -> None:
    app.url_map.converters["int"] = RowId
