"""Audit rows are only ever added: the database itself refuses the rest."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from board import audit
from board.audit.models import AuditRow
from board.db import begin_writing, session
from tests import factories

CHANGES = (
    "UPDATE audit_rows SET action = 'nothing.happened'",
    "DELETE FROM audit_rows",
    "DELETE FROM audit_rows WHERE 1 = 1",
)


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_refuses_to_change_or_delete_one(engine, statement):
    _write_one()

    with pytest.raises(DBAPIError, match="audit rows are never"):
        _run(engine, statement)

    assert factories.count_rows(AuditRow) == 1


def test_postgresql_refuses_to_truncate_the_log(engine):
    if engine.is_sqlite:  # has no TRUNCATE; its DELETE without WHERE is refused above
        return
    _write_one()

    with pytest.raises(DBAPIError, match="audit rows are never"):
        _run(engine, "TRUNCATE audit_rows")


@pytest.mark.on("sqlite")
def test_sqlite_refuses_to_replace_one(engine):
    _write_one()

    with pytest.raises(DBAPIError, match="audit rows are never"):
        _run(engine, "INSERT OR REPLACE INTO audit_rows SELECT * FROM audit_rows")

    assert factories.count_rows(AuditRow) == 1


def test_an_act_and_its_audit_row_are_lost_together(engine):
    begin_writing()
    audit.record("test.something")
    session.rollback()

    assert factories.count_rows(AuditRow) == 0


def test_a_row_says_who_what_which_when_and_from_where(resident):
    with (
        factories.committed(),
        audit.following(audit.Trail(actor_id=resident.id, address="10.0.0.7", request_id="abc")),
    ):
        audit.record("test.touch", resident, reason="rain")

    row = session.scalars(sa.select(AuditRow)).one()
    assert (row.actor_id, row.action, row.outcome) == (resident.id, "test.touch", "done")
    assert (row.object_kind, row.object_id, row.detail) == ("people", resident.id, {"reason": "rain"})
    assert (row.address, row.request_id) == ("10.0.0.7", "abc")


def _write_one():
    with factories.committed():
        audit.record("test.something")


def _run(engine, statement):
    with engine.sa.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql(statement)
