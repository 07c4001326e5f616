"""Somebody with the database's own password: no trigger and no foreign key stops them."""

from contextlib import contextmanager
from datetime import datetime, timedelta

import sqlalchemy as sa

from board import clock
from board.audit import sealed, sealing
from board.audit.models import AuditRow, Seal
from board.db import Base, session
from board.records.models import RecordStep, ServiceRecord

AUDIT, RECORDS, STEPS = AuditRow.__table__, ServiceRecord.__table__, RecordStep.__table__
SEALS = Seal.__table__
APART = 3  # there is room between two ids


class Attacker:
    """Changes rows, and puts everything back as it was."""

    def __init__(self, connection):
        self.connection = connection

    def run(self, statement, *values):
        self.connection.execute(statement, *values)
        self.connection.commit()

    def rows(self, table):
        found = self.connection.execute(sa.select(table).order_by(table.c.id)).mappings().all()
        self.connection.commit()
        return [dict(row) for row in found]

    def fill(self, table, rows):
        self.run(table.delete())
        self.run(table.insert(), rows)

    def set(self, table, number, **values):
        self.run(table.update().where(table.c.id == number).values(values))

    def remove(self, table, *numbers):
        self.run(table.delete().where(table.c.id.in_(numbers)))

    def seal_anew(self, number, **values):
        """A seal with other values and the hash that belongs to them."""
        [row] = [row for row in self.rows(SEALS) if row["id"] == number]
        told = row | values
        del told["hash"]
        self.set(SEALS, number, **values, hash=sealed.digest(SEALS.name, told.values()).hex())


@contextmanager
def attacking(engine):
    session.rollback()
    with engine.sa.connect() as connection:
        if engine.is_sqlite:
            connection = connection.execution_options(writing=True)
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
            for (name,) in connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ):
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        connection.commit()
        try:
            yield Attacker(connection)
        finally:
            connection.invalidate()  # nobody else gets a connection like this


def some_rows(attacker, count):
    """A log and a ledger, of rows that nothing else belongs to, sealed."""
    numbers = [APART * (turn + 1) for turn in range(count)]
    attacker.run(SEALS.delete())
    attacker.fill(AUDIT, [_audit_row(number) for number in numbers])
    attacker.fill(RECORDS, [_record(number) for number in numbers])
    attacker.fill(STEPS, [_step(number) for number in numbers])
    session.rollback()
    sealing.seal_due()
    session.rollback()
    return numbers


def _audit_row(number):
    return {
        "id": number, "at": _at(number), "actor_id": number % 4 or None, "role": "editor", "action": "test.do",
        "outcome": "done", "object_kind": "people", "object_id": number, "detail": {"reason": "rain"},
        "address": None, "request_id": f"r{number}",
    }  # fmt: skip


def _record(number):
    return {
        "id": number, "person_id": number + 1000, "position_id": 1, "shift_id": number, "area_id": 1,
        "unit_id": None, "source": "roster", "arrived_id": number, "left_id": number + 1,
        "starts_at": _at(number), "ends_at": _at(number + 60), "minutes": 60, "counts": True, "rule": "2026-1",
        "doubts": (), "hands": [number], "entered_by": None, "entered_at": _at(number + 60), "reason": "",
        "evidence": {"file": number},
    }  # fmt: skip


def _step(number):
    return {
        "id": number, "record_id": number, "person_id": number + 1000, "area_id": 1, "step": 1, "kind": "kept",
        "by_id": 7, "at": _at(number + 90), "reason": "核对过", "starts_at": _at(number), "ends_at": _at(number + 60),
        "minutes": 60, "added_minutes": 0, "added_times": 0, "arrived_id": None, "left_id": None,
    }  # fmt: skip


def _at(minutes):
    return clock.now() + timedelta(minutes=minutes)


# What a CHECK of the ledger would refuse; the attacker takes what it lets through.
_LET_THROUGH = {
    "minutes": 61,
    "source": "code",
    "kind": "corrected",
    "added_times": 1,
    "doubts": ("long",),
    "digests": b"x",
}


def other_than(value, column):
    """Something else that the column holds."""
    if column.name in _LET_THROUGH:
        return _LET_THROUGH[column.name]
    if column.name == "starts_at":
        return value - timedelta(microseconds=1)
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 10_000
    if isinstance(value, str):
        return f"{value}x"[-column.type.length :]
    if value is None:
        return 5 if column.type.python_type is int else "x"
    return {"reason": "sun"} if isinstance(value, dict) else [99]


def sealed_tables():
    return [Base.metadata.tables[name] for name in sealed.tables]
