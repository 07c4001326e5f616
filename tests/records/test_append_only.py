"""The ledger only grows: the database itself refuses every change, on both engines."""

import pytest
from sqlalchemy.exc import DBAPIError

from board import append_only
from board.records.models import RecordStep, ServiceRecord
from tests.factories import count_rows
from tests.records.served import recorded

TABLES = {"service_records": ServiceRecord, "record_steps": RecordStep}


def test_both_tables_are_guarded():
    assert set(TABLES) <= set(append_only.GUARDED)


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed_deleted_or_swept_away(engine, shift, resident, reviewer, table):
    recorded(shift, resident, confirmed_by=reviewer)

    for statement in (f"UPDATE {table} SET minutes = 600", f"DELETE FROM {table}", _sweeping(engine, table)):
        with pytest.raises(DBAPIError, match="are never"):
            _run(engine, statement)

    assert count_rows(TABLES[table]) == 1


@pytest.mark.on("sqlite")
def test_replace_by_another_key_than_the_id_is_refused_too(engine, shift, resident, reviewer):
    recorded(shift, resident, confirmed_by=reviewer)

    with pytest.raises(DBAPIError, match="are never"):
        _run(
            engine,
            f"INSERT OR REPLACE INTO service_records SELECT {_but_the_id(ServiceRecord)} FROM service_records",
        )

    assert count_rows(ServiceRecord) == 1


def _but_the_id(model):
    names = [column.name for column in model.__table__.columns]
    return ", ".join("id + 1000" if name == "id" else f'"{name}"' for name in names)


def _sweeping(engine, table):
    """SQLite has no TRUNCATE, and its REPLACE deletes without asking the triggers of DELETE."""
    if engine.is_sqlite:
        return f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    return f"TRUNCATE {table} CASCADE"


def _run(engine, statement):
    with engine.sa.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql(statement)
