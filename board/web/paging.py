"""Pages of long lists, by key and never by counting off rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows, and the key after which the next page begins (None: that was all)."""

    rows: Sequence[T]
    next_key: str | None


def cut(rows: Sequence[T], size: int, key: str | None) -> Page[T]:
    """A page out of `size + 1` fetched rows; `key` names the last row that is shown."""
    return Page(rows[:size], key if len(rows) > size else None)
