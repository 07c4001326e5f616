"""How migrations run: all of them in one transaction, on either engine."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Engine, TypeDecorator

import config
from board import db
from board.db import UTCDateTime


def run() -> None:
    engine: Engine = context.config.attributes.get("engine") or db.make_engine(config.read().database_url)
    with engine.connect().execution_options(writing=True) as connection:
        if connection.dialect.name == "sqlite":
            run_on_sqlite(connection)
        else:
            # A lock that is not to be had soon is given up: readers queue behind whoever waits for it.
            # The last one makes a second upgrade wait for the first.
            run_on(connection, "SET LOCAL lock_timeout = '3s'", "SET LOCAL statement_timeout = 0",
                   "SELECT pg_advisory_xact_lock(510115)")  # fmt: skip


def run_on_sqlite(connection: Connection) -> None:
    """Batch changes rebuild tables that others point at; the pragma only works outside BEGIN."""
    raw = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        run_on(connection)
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def run_on(connection: Connection, *first: str) -> None:
    with connection.begin():
        for statement in first:
            connection.exec_driver_sql(statement)
        context.configure(
            connection=connection,
            target_metadata=db.Base.metadata,
            render_as_batch=True,
            transactional_ddl=True,
            include_name=is_described_by_models,
            render_item=plainly,
        )
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if orphans:
                raise RuntimeError(f"rows that point at nothing: {orphans[:5]}")


def is_described_by_models(name: str | None, kind: str, _: object) -> bool:
    """The search's tables are written by hand (board/positions/search.py)."""
    return kind != "table" or not (name or "").startswith("position_search")


def plainly(kind: str, item: Any, _: object) -> str | Literal[False]:
    """A migration says what the database gets: it must not change when our own types do."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


run()
