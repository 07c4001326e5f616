"""Which tables are sealed, and the bytes of a row that a seal is made over."""

import hashlib
import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Table

from board import append_only
from board.db import is_sqlite, session

ENTRY: Final = struct.Struct(">q32s")  # of each row in a seal: its id and its digest
FETCHED: Final = 100  # at once: a seal is 20 kB

tables: Final[dict[str, Table]] = {}


def add(table: Any) -> None:  # SQLAlchemy says FromClause of a model's __table__
    """From now on the rows of this append-only table are sealed."""
    assert isinstance(table, Table)  # noqa: S101 - for the type checker
    if table.name not in append_only.GUARDED:
        raise ValueError(f"{table.name} is not append-only: what is sealed must never change")
    tables[table.name] = table


def columns_of(table: Table) -> list[str]:
    """Every column of the table, `id` first."""
    return [column.name for column in table.columns]


@contextmanager
def read_as_kept() -> Iterator[None]:
    """Rows come a few at a time, and text that is none is read like any other."""
    session.rollback()
    if not is_sqlite():
        session.connection(execution_options={"isolation_level": "READ COMMITTED"})  # its cursors need BEGIN
        yield
        session.rollback()
        return
    driver: Any = session.connection().connection.driver_connection  # sqlite3's own connection
    driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str
        session.rollback()


def rows(
    table: Table, names: Sequence[str], *, after: int | None = None, up_to: int | None = None
) -> Iterator[Sequence[Any]]:  # of any table
    """Its rows in order, each column as the database keeps it; call it inside `read_as_kept`.

    Nothing goes through our own types: whoever writes into the database by hand may write what they
    cannot read, and that is to be named like any other change.
    """
    raw = sa.table(table.name, *(sa.column(name) for name in names))
    found = sa.select(*(_as_kept(table.columns[name], raw.columns[name]) for name in names))
    number = raw.columns["id"]
    if after is not None:
        found = found.where(number > after)
    if up_to is not None:
        found = found.where(number <= up_to)
    yield from session.execute(found.order_by(number).execution_options(yield_per=FETCHED))


def _as_kept(told: ColumnElement[Any], raw: ColumnElement[Any]) -> ColumnElement[Any]:  # of any type
    if is_sqlite():
        return raw  # it keeps numbers, text and bytes only
    kind = told.type.impl_instance if isinstance(told.type, sa.TypeDecorator) else told.type
    if isinstance(kind, sa.JSON):
        return sa.cast(raw, sa.Text)
    if isinstance(kind, sa.DateTime):
        return _as_text(sa.func.timezone("UTC", raw), "YYYY-MM-DD HH24:MI:SS.US AD")
    if isinstance(kind, sa.Date):
        return _as_text(raw, "YYYY-MM-DD AD")
    return raw


def _as_text(told: ColumnElement[Any], how: str) -> ColumnElement[Any]:
    """As SQLite keeps it; what lies before our era says so."""
    return sa.func.replace(sa.func.to_char(told, how), " AD", "")


def digest(name: str, values: Iterable[object]) -> bytes:
    """The SHA-256 of a row: of its table's name and of every value, in the order of the columns."""
    plain = [name, *map(_plainly, values)]
    return hashlib.sha256(json.dumps(plain, separators=(",", ":")).encode("ascii")).digest()


def _plainly(value: object) -> object:
    """One way to say it, the same on both databases, and before as after it was stored."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    return int(value) if isinstance(value, bool) else value
