"""The rules of the session: announce writing, aware instants only, the engines' own limits."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from board import clock
from board.counters import Counter
from board.db import UTCDateTime, WroteUnannounced, begin_writing, scope, session
from board.marks import Mark
from tests import factories


def test_a_naive_datetime_is_refused(engine):
    begin_writing()
    session.add(Mark(name="x", at=datetime(2026, 11, 23)))  # noqa: DTZ001 - what is refused

    with pytest.raises(sa.exc.StatementError, match="naive"):
        session.flush()


def test_both_engines_return_the_instant_that_was_stored(engine):
    wall = datetime(2026, 11, 23, 10, tzinfo=clock.SHANGHAI)
    with factories.committed():
        session.add(Mark(name="x", at=wall))

    stored = session.scalars(sa.select(Mark.at)).one()
    assert stored == wall
    assert stored.utcoffset().total_seconds() == 0


def test_a_change_before_begin_writing_is_refused(engine):
    session.add(Counter(name="x", value=1))

    with pytest.raises(WroteUnannounced):
        session.flush()


@pytest.mark.parametrize(
    "statement",
    [
        sa.insert(Counter).values(name="x", value=1),
        sa.update(Counter).values(value=2),
        sa.delete(Counter),
    ],
    ids=["insert", "update", "delete"],
)
def test_a_writing_statement_before_begin_writing_is_refused(engine, statement):
    with pytest.raises(WroteUnannounced):
        session.execute(statement)


def test_begin_writing_twice_in_one_transaction_is_refused(engine):
    begin_writing()

    with pytest.raises(WroteUnannounced):
        begin_writing()


def test_after_commit_and_rollback_writing_is_announced_anew(engine):
    for end in (session.commit, session.rollback):
        begin_writing()
        end()
        session.add(Counter(name="x", value=1))
        with pytest.raises(WroteUnannounced):
            session.flush()
        session.rollback()


def test_what_was_read_before_begin_writing_is_read_anew(engine):
    factories.make_area(name="清泉社区")
    seen = session.scalars(sa.select(factories.Area).where(factories.Area.name == "清泉社区")).one()
    with engine.sa.execution_options(writing=True).begin() as other:
        other.exec_driver_sql("UPDATE areas SET name = '新名字' WHERE name = '清泉社区'")

    begin_writing()

    assert seen.name == "新名字"


def test_sqlite_reads_cannot_write_and_writes_are_safe(engine):
    if not engine.is_sqlite:
        return
    with engine.sa.connect() as connection:
        told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _PRAGMAS}
        with pytest.raises(sa.exc.OperationalError, match="readonly"):
            connection.exec_driver_sql("DELETE FROM areas")

    assert told == _PRAGMAS


_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 3000, "query_only": 1}


def test_postgresql_waits_have_an_end(engine):
    if engine.is_sqlite:
        return
    with engine.sa.connect() as connection:
        told = {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in _LIMITS}

    assert told == _LIMITS


_LIMITS = {
    "transaction_isolation": "read committed",
    "synchronous_commit": "on",
    "statement_timeout": "15s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "15s",
}


def test_a_scope_has_a_session_of_its_own(engine):
    outer = session()

    with scope():
        assert session() is not outer

    assert session() is outer


def test_errors_do_not_quote_the_values_of_rows(engine):
    begin_writing()
    session.add_all([Counter(name="13900001111", value=1)])
    session.flush()

    with pytest.raises(sa.exc.IntegrityError) as problem:
        session.execute(sa.insert(Counter).values(name="13900001111", value=2))

    assert "[parameters" not in str(problem.value)


@pytest.mark.no_database
def test_no_column_holds_a_naive_instant():
    kinds = {
        str(c): c.type
        for t in Mark.metadata.tables.values()
        for c in t.columns
        if isinstance(c.type, sa.DateTime)
    }

    assert kinds == {}
    assert any(isinstance(c.type, UTCDateTime) for c in Mark.__table__.columns)
