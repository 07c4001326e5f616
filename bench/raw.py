"""The same transactions as raw SQL, without any framework: what the board's are compared with."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import local
from typing import Any

import psycopg

from bench import forms

Run = Callable[..., Any]  # a statement with ? and its values; a cursor of either driver


def connect(engine: str, url: str) -> Any:
    """A connection as durable as the board's: every commit is on the disk."""
    if engine == "postgresql":
        return psycopg.connect(url, autocommit=True)
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30, isolation_level=None)
    connection.executescript("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON")
    return connection


def runner(engine: str, connection: Any) -> Run:
    sqlite = engine == "sqlite"
    return lambda statement, *given: connection.execute(
        statement if sqlite else statement.replace("?", "%s"), given
    )


def now(engine: str) -> Any:
    """An instant as this driver takes it."""
    return str(datetime.now(UTC).replace(tzinfo=None)) if engine == "sqlite" else datetime.now(UTC)


def rate(engine: str, url: str, transaction: Callable[[Run, Any], None], things: Sequence[Any]) -> float:
    """So many transactions a second, by 8 threads with a connection each."""
    kept = local()

    def carry_out(thing: Any) -> None:
        if not hasattr(kept, "run"):
            kept.run = runner(engine, connect(engine, url))
        kept.run("BEGIN IMMEDIATE" if engine == "sqlite" else "BEGIN")
        transaction(kept.run, thing)
        kept.run("COMMIT")

    return forms.timed(carry_out, things)
