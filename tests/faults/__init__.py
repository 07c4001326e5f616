"""Faults of the database, planted under the code: an error instead of an answer."""

import sqlite3
from contextlib import contextmanager

import psycopg
from sqlalchemy import event
from sqlalchemy.exc import OperationalError, ProgrammingError


def passing_error(engine):
    """What the engine says when somebody else was faster."""
    if engine.is_sqlite:
        return OperationalError("UPDATE", {}, sqlite3.OperationalError("database is locked"))
    return OperationalError("UPDATE", {}, psycopg.errors.SerializationFailure())


def lasting_error(engine):
    """What it says about a statement that is wrong."""
    return ProgrammingError("SELEC", {}, Exception("syntax error near 13900001111"))


@contextmanager
def failing(engine, error, *, times, on="UPDATE"):
    """The next statements that begin with `on` fail, so many times; yields the list of those that did."""
    failed = []

    def fail(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith(on) and len(failed) < times:
            failed.append(statement)
            raise error

    event.listen(engine.sa, "before_cursor_execute", fail)
    try:
        yield failed
    finally:
        event.remove(engine.sa, "before_cursor_execute", fail)
