"""Tables whose rows are only ever added: the database itself refuses every change, on both engines."""

from typing import Any, Final

from sqlalchemy import DDL, Table, event

Statements = tuple[tuple[str, str], ...]


def statements(table: str, what: str) -> Statements:
    """(dialect, DDL) pairs that make a table append-only; `what` begins the sentence of the refusal.

    Migrations run them too: a batch change of the table on SQLite drops its triggers without a word.
    """
    return (
        ("sqlite", f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
                   f"BEGIN SELECT RAISE(ABORT, '{what} are never changed'); END"),
        ("sqlite", f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
                   f"BEGIN SELECT RAISE(ABORT, '{what} are never deleted'); END"),
        # REPLACE deletes without asking the trigger above.
        ("sqlite", f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
                   f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
                   f"BEGIN SELECT RAISE(ABORT, '{what} are never changed'); END"),
        ("postgresql", f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                       f"$$ BEGIN RAISE EXCEPTION '{what} are never changed or deleted'; END $$"),
        ("postgresql", f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
                       f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"),
        ("postgresql", f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                       f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"),
    )  # fmt: skip


GUARDED: Final[list[str]] = []


def guard(table: Any, what: str) -> None:  # Any: SQLAlchemy says FromClause of a model's __table__
    """Whoever creates this table creates its triggers with it."""
    assert isinstance(table, Table)  # noqa: S101 - for the type checker
    GUARDED.append(table.name)
    for dialect, statement in statements(table.name, what):
        event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
    dropped = DDL(f"DROP FUNCTION IF EXISTS {table.name}_refuse()").execute_if(dialect="postgresql")
    event.listen(table, "after_drop", dropped)
