"""What was added is sealed block by block; a seal never covers what somebody may still add below it."""

import pytest
import sqlalchemy as sa

from board import audit, clock
from board.audit import sealed, sealing, verifying
from board.audit.models import AuditRow, Seal
from board.db import begin_writing, session
from tests import factories
from tests.signups.racing import race


def write(count=1):
    with factories.committed():
        for _ in range(count):
            audit.record("test.something", number=3)


def seals():
    session.rollback()
    found = session.scalars(sa.select(Seal).order_by(Seal.id)).all()
    return [(seal.table_name, seal.from_id, seal.to_id, seal.count) for seal in found]


@pytest.fixture
def short_blocks(monkeypatch):
    monkeypatch.setattr(sealing, "BLOCK", 3)


def ids():
    return sorted(session.scalars(sa.select(AuditRow.id)))


def test_each_seal_begins_where_the_one_before_ended(short_blocks, clock_at):
    write(7)
    first = ids()[0]

    assert sealing.seal_due() == 7
    assert sealing.seal_due() == 0

    assert seals() == [
        ("audit_rows", 1, first + 2, 3),
        ("audit_rows", first + 3, first + 5, 3),
        ("audit_rows", first + 6, first + 6, 1),
    ]
    made = session.scalars(sa.select(Seal).order_by(Seal.id)).all()
    assert [seal.previous for seal in made] == ["", made[0].hash, made[1].hash]
    assert made[0].made_at == clock_at.instant
    assert sealing.head() == f"3:{made[2].hash}"


def test_one_run_is_bounded_and_the_next_goes_on(short_blocks, monkeypatch):
    monkeypatch.setattr(sealing, "AT_ONCE", 2)
    write(10)

    assert [sealing.seal_due() for _ in range(3)] == [6, 4, 0]


def test_the_database_refuses_to_change_a_seal(engine):
    write()
    sealing.seal_due()

    for statement in ("UPDATE audit_seals SET count = 2", "DELETE FROM audit_seals"):
        with (
            pytest.raises(sa.exc.DBAPIError, match="audit seals are never"),
            engine.sa.execution_options(writing=True).begin() as connection,
        ):
            connection.exec_driver_sql(statement)


def test_two_who_seal_at_once_make_one_chain(engine, short_blocks):
    for _ in range(6):
        write(9)

        ended = race(*[sealing.seal_due] * 3)

        assert ended == [None] * 3
    assert sum(count for *_, count in seals()) == 54
    assert not verifying.verify().first


@pytest.mark.on("postgresql")
def test_no_seal_passes_a_row_that_is_not_committed_yet(engine, monkeypatch):
    with engine.sa.connect() as slow:
        slow.execute(sa.insert(AuditRow), _row())  # has taken the lower id, and is not seen by anybody
        write()
        monkeypatch.setattr(sealing, "PATIENCE_SECONDS", 0.05)

        assert sealing.seal_due() == 0, "not while it may still come"
        slow.commit()

    assert sealing.seal_due() == 2
    assert not verifying.verify().first


@pytest.mark.on("postgresql")
def test_with_a_seal_that_waits_for_nobody_an_honest_row_would_be_found(engine, monkeypatch):
    monkeypatch.setattr(sealing, "_have_ended", lambda *_: True)
    with engine.sa.connect() as slow:
        number = slow.execute(sa.insert(AuditRow).returning(AuditRow.id), _row()).scalar_one()
        write()
        sealing.seal_due()
        slow.commit()

    assert verifying.verify().first["audit_rows"].number == number


@pytest.mark.on("postgresql")
def test_who_began_later_is_not_waited_for(engine, monkeypatch):
    write()
    writers_of, later = sealing._writers_of, engine.sa.connect()

    def meanwhile(table):
        found = writers_of(table)
        if table.name == "audit_rows":
            later.execute(sa.insert(AuditRow), _row())
        return found

    with later, monkeypatch.context() as patched:
        patched.setattr(sealing, "_writers_of", meanwhile)
        assert sealing.seal_due() == 1
        later.commit()

    assert sealing.seal_due() == 1


def _row():
    return {"at": clock.now(), "action": "test.slow", "outcome": "done", "detail": {}}


@pytest.mark.no_database
def test_only_what_can_never_change_is_sealed():
    with pytest.raises(ValueError, match="not append-only"):
        sealed.add(factories.Area.__table__)


def test_what_is_rolled_back_leaves_a_hole_and_no_finding(engine):
    write()
    begin_writing()
    audit.record("test.undone")
    session.rollback()
    write()

    sealing.seal_due()

    assert not verifying.verify().first


@pytest.mark.dealt
def test_the_worker_seals_every_ten_minutes(engine, app, clock_at):
    from board.commands import ticking
    from tests.engines import settings

    for _ in range(2):
        write()
        ticking.run(app.extensions["tick_steps"], settings(engine.url), once=True)
        clock_at.move(minutes=10)

    assert len(seals()) == 2
