"""The migrations make exactly the database that the models describe, on both engines."""

import re

import pytest

from board import schema
from board.db import make_engine
from tests import engines

# Everything PostgreSQL can tell about a schema, as (kind, name, definition).
_POSTGRESQL = {
    "columns": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, "
    "is_identity FROM information_schema.columns WHERE table_schema = 'public'",
    "order": "SELECT table_name, string_agg(column_name, ',' ORDER BY ordinal_position) "
    "FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
    "JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace",
    "triggers": "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "sequences": "SELECT sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public'",
}


@pytest.fixture
def migrated(engine, tmp_path):
    """An empty database on which every migration has run."""
    made = make_engine(
        f"sqlite:///{tmp_path / 'migrated.sqlite'}"
        if engine.is_sqlite
        else engines.fresh_postgresql_url(f"migrated_{engine.url.rsplit('_', 1)[-1].split('?')[0]}")
    )
    schema.upgrade(made)
    yield made
    made.dispose()


def test_a_migrated_database_equals_a_created_one(engine, migrated):
    assert sorted(_described(migrated) ^ _described(engine.sa)) == []


def test_the_comparison_sees_a_missing_check_index_trigger_and_column(engine, migrated):
    whole = _described(migrated)
    changes = _CHANGES["sqlite" if engine.is_sqlite else "postgresql"]

    for change in changes:
        with migrated.execution_options(writing=True).connect() as connection:
            connection.exec_driver_sql(change)
            assert _described_on(connection) != whole, change
            connection.rollback()


def test_migrating_twice_changes_nothing(migrated):
    whole = _described(migrated)

    schema.upgrade(migrated)

    assert _described(migrated) == whole
    assert schema.is_current(migrated)


_CHANGES = {
    "sqlite": (
        "DROP TRIGGER audit_rows_no_update",
        "DROP INDEX uq_signups_live",
        "ALTER TABLE areas ADD COLUMN colour TEXT",
    ),
    "postgresql": (
        "DROP TRIGGER audit_rows_no_truncate ON audit_rows",
        "DROP INDEX uq_signups_live",
        "ALTER TABLE areas ADD COLUMN colour TEXT",
        "ALTER TABLE signups DROP CONSTRAINT ck_signups_place_no",
        "ALTER TABLE signups ALTER reason DROP NOT NULL",
        "CREATE OR REPLACE FUNCTION audit_rows_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    ),
}


def _described(engine):
    with engine.connect() as connection:
        return _described_on(connection)


def _described_on(connection):
    if connection.dialect.name == "sqlite":
        return _sqlite_description(connection)
    return {
        (kind, *map(str, row))
        for kind, question in _POSTGRESQL.items()
        for row in connection.exec_driver_sql(question)
        if "alembic_version" not in " ".join(map(str, row))
    }


def _sqlite_description(connection):
    rows = connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE name <> 'alembic_version'"
    )
    return {(kind, name, _normalised(sql)) for kind, name, sql in rows if "alembic_version" not in name}


def _normalised(sql):
    """The same statement, whatever the white space and wherever a table's constraints stand.

    A table that a migration rebuilt is quoted, and its new columns come after its constraints.
    """
    folded = re.sub(r"\s+", " ", sql or "").replace("( ", "(").replace(" )", ")").replace(" ,", ",")
    head, _, rest = folded.partition("(")
    if not head.upper().startswith("CREATE TABLE "):
        return folded
    parts = _parts(rest.rsplit(")", 1)[0])
    columns = [part for part in parts if not part.startswith("CONSTRAINT ")]
    return ", ".join([head.replace('"', "").strip(), *columns, *sorted(set(parts) - set(columns))])


def _parts(inside):
    """What stands between a statement's outermost commas."""
    parts, depth = [""], 0
    for letter in inside:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]
