"""Running acts at the same moment, with the guards on and with the guards off.

Guarded: every racer stands at a barrier with what it has read, then acts. Unguarded (the twin that
shows that a race test can fail): no hold, no locks, the constraints dropped, and a barrier between
reading and writing. On SQLite the twin runs in autocommit, since a snapshot alone already refuses a
stale write.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from sqlalchemy import Connection, Engine, event, select, text
from sqlalchemy.orm.attributes import set_committed_value

from board import db
from board.db import BoardSession, session
from board.errors import RuleBroken
from board.positions.models import Shift
from board.signups import holding

SECONDS = 20.0
_turns = count(1000)
Act = Callable[[], None]


def race(*acts: Act) -> list[BaseException | None]:
    """Each act in a thread and a session of its own, all let go at once; what each ended with.

    A broken rule is an answer like any other (None); everything else is returned.
    """
    start = threading.Barrier(len(acts))
    ended: list[BaseException | None] = [None] * len(acts)
    threads = [threading.Thread(target=_run, args=(act, start, ended, n)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS * 2)
    assert not any(thread.is_alive() for thread in threads), "a racer hangs"
    return ended


def _run(act: Act, start: threading.Barrier, ended: list[BaseException | None], number: int) -> None:
    with db.scope():
        try:
            start.wait(SECONDS)
            act()
            session.commit()
        except RuleBroken:
            session.rollback()
        except BaseException as problem:
            session.rollback()
            ended[number] = problem


@contextmanager
def guards_off(racers: int) -> Iterator[None]:
    """Inside the block nothing is held or locked, and writes meet at a barrier before they happen."""
    engine = session.get_bind()
    session.remove()
    _drop_constraints(engine)
    gate = Gate(racers, _is_decision)
    if engine.dialect.name == "sqlite":
        event.remove(engine, "begin", db._begin_sqlite)
    hold, lock = holding.hold, holding.lock_people
    holding.hold, holding.lock_people = _read_without_holding, lambda ids: set(ids)
    event.listen(BoardSession, "before_flush", gate.meet, insert=True)
    try:
        yield
    finally:
        event.remove(BoardSession, "before_flush", gate.meet)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "begin", db._begin_sqlite)
        holding.hold, holding.lock_people = hold, lock


def _read_without_holding(shift_ids: list[int]) -> dict[int, Shift]:
    current = session()
    current.rollback()
    current.expire_all()
    current.info["writing"] = True
    if db.is_sqlite():
        current.execute(text("PRAGMA query_only=OFF"))
    else:
        current.connection(execution_options={"isolation_level": "READ COMMITTED"})
    shifts = {
        number: session.scalars(select(Shift).where(Shift.id == number)).one()
        for number in sorted(set(shift_ids))
    }
    for shift in shifts.values():
        # A turn of its own, but not written: on PostgreSQL that write alone would lock the row.
        set_committed_value(shift, "turn", next(_turns))
    return shifts


class Gate:
    """Every racer's first real write waits here for the others'."""

    def __init__(self, racers: int, is_real: Callable[[BoardSession], bool]) -> None:
        self.is_real = is_real
        self.barrier = threading.Barrier(racers)
        self.seen = threading.local()

    def meet(self, current: BoardSession, *_: object) -> None:
        if getattr(self.seen, "met", False) or not self.is_real(current) or not _is_racing():
            return
        self.seen.met = True
        try:
            self.barrier.wait(3)
        except threading.BrokenBarrierError:
            self.barrier.reset()  # the other one had nothing to write: it goes on alone, this once


def _is_decision(current: BoardSession) -> bool:
    """More than the turn that a hold hands out."""
    decided = [row for row in (*current.new, *current.dirty) if not isinstance(row, Shift)]
    changed = [row for row in current.dirty if isinstance(row, Shift) and current.is_modified(row)]
    return bool(decided or changed)


def _is_racing() -> bool:
    """Whoever prepares the race writes too, and waits for nobody."""
    return threading.current_thread() is not threading.main_thread()


def _drop_constraints(engine: Engine) -> None:
    """The schema alone would refuse some of what the twin does: take its constraints away."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _rebuild_plain(connection)
            return
        for name in ("fk_signups_shift_id_places", "uq_signups_shift_id_place_no", "ck_signups_place_no"):
            connection.execute(text(f"ALTER TABLE signups DROP CONSTRAINT {name}"))
        connection.execute(text("ALTER TABLE shifts DROP CONSTRAINT ck_shifts_taken"))
        connection.execute(text("DROP INDEX uq_signups_live"))
        connection.commit()


def _rebuild_plain(connection: Connection) -> None:
    """SQLite cannot drop a constraint: the same columns again, without any."""
    raw = connection.connection.driver_connection
    raw.rollback()
    for pragma in ("query_only=OFF", "foreign_keys=OFF", "legacy_alter_table=ON"):
        raw.execute(f"PRAGMA {pragma}")
    for table in ("signups", "shifts"):
        columns = ", ".join(
            f"{c[1]} {c[2]}{' PRIMARY KEY' if c[5] else ''}"
            for c in raw.execute(f"PRAGMA table_info({table})")
        )
        raw.execute(f"DROP TABLE {table}")
        raw.execute(f"CREATE TABLE {table} ({columns})")
    connection.invalidate()
