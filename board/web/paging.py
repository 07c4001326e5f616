"""Pages of long lists, by key and never by counting off rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from flask import Flask, request
from werkzeug.routing import IntegerConverter

BIGGEST_ID: Final = 2**53  # ids in an address beyond this name nothing, on either engine
MOST_DIGITS: Final = 16  # fewer than these stay below it
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
    return row_number(request.args.get("before"))


def row_number(typed: str | None) -> int | None:
    """A row's number as somebody's address or form has it; None for whatever is none."""
    plain = typed or ""
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < MOST_DIGITS else None


def row_numbers(typed: Iterable[str]) -> list[int]:
    """Those of these texts that are a row's number."""
    return [number for number in map(row_number, typed) if number is not None]


class RowId(IntegerConverter):
    """A row's number in an address; one that no database could hold is not found."""

    def __init__(self, map: object, **settings: object) -> None:  # noqa: A002 - werkzeug's own name
        super().__init__(map, max=BIGGEST_ID)  # type: ignore[arg-type]


def register(app: Flask) -> None:
    app.url_map.converters["int"] = RowId
