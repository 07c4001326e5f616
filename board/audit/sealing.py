"""Sealing what was added to append-only tables: block by block, each seal holding the hash of the one before.

How far a table may be sealed, and why, is decision 19.
"""

import time
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa
import structlog
from sqlalchemy import Table

from board import clock
from board.audit import sealed
from board.audit.models import Seal
from board.db import begin_writing, is_sqlite, session

log = structlog.get_logger()

BLOCK: Final = 500  # rows of a seal
AT_ONCE: Final = 200  # blocks of a run; the next one goes on
PATIENCE_SECONDS: Final = 5.0
SEALS: Final = Seal.__tablename__


def seal_due() -> int:
    """Everything added so far is sealed, unless there is very much of it; how many rows were."""
    count = sum(_seal(table) for table in sealed.tables.values())
    if count:
        log.info("sealed", rows=count, head=head())  # a log that leaves the machine takes the head along
    return count


def head() -> str:
    """The number and hash of the last seal: kept elsewhere, it vouches for everything before it."""
    last = _last()
    return f"{last.id}:{last.hash}" if last else ""


def _seal(table: Table) -> int:
    settled = settled_up_to(table)
    count = 0
    for _ in range(AT_ONCE):
        more = _seal_block(table, settled)
        if not more:
            break
        count += more
    return count


def settled_up_to(table: Table) -> int:
    """The highest id below which no row can be added any more; 0 if that is not known just now."""
    session.rollback()
    highest = session.scalar(sa.select(sa.func.max(table.columns["id"]))) or 0
    return highest if is_sqlite() or _have_ended(_writers_of(table), table) else 0


def _writers_of(table: Table) -> set[str]:
    """PostgreSQL's names of the transactions that have added rows to it, or are about to."""
    return set(session.scalars(_WRITERS, {"name": table.name}))


# Whoever inserts holds this lock from before they get an id until everybody sees how it ended.
_WRITERS: Final = sa.text(
    "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' "
    "AND relation = CAST(:name AS regclass) AND pid IS DISTINCT FROM pg_backend_pid() AND database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database())"
)


def _have_ended(writers: set[str], table: Table) -> bool:
    """Wait a little until these transactions are over; those that began since had higher ids."""
    deadline = clock.seconds() + PATIENCE_SECONDS
    while writers:
        if clock.seconds() > deadline:
            return False
        time.sleep(0.01)
        writers &= _writers_of(table)
    return True


def _seal_block(table: Table, settled: int) -> int:
    """The next rows of the table have their seal; how many there were."""
    last, after = _last(), _end_of(table)
    entries = _entries(table, after, settled)
    if not entries:
        return 0
    begin_writing()
    _one_at_a_time()
    now_last = _last()
    if now_last != last:
        session.rollback()
        return _seal_block(table, settled)  # somebody else seals as well: after them
    session.execute(sa.insert(Seal).values(_made(table, after, entries, last)))
    session.commit()
    return len(entries)


def _last() -> sa.Row[int, str] | None:
    """The last seal of all."""
    return session.execute(sa.select(Seal.id, Seal.hash).order_by(Seal.id.desc()).limit(1)).first()


def _end_of(table: Table) -> int:
    """Where the last seal over this table ended."""
    ends = sa.select(sa.func.max(Seal.to_id)).where(Seal.table_name == table.name)
    return session.scalar(ends) or 0


def _one_at_a_time() -> None:
    """Whoever else seals waits until we commit. SQLite has one writer anyway."""
    if not is_sqlite():
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(SEALS, 0))))


def _entries(table: Table, after: int, up_to: int) -> list[tuple[int, bytes]]:
    with sealed.read_as_kept():
        rows = sealed.rows(table, sealed.columns_of(table), after=after, up_to=up_to)
        return [(row[0], sealed.digest(table.name, row)) for row in islice(rows, BLOCK)]


def _made(
    table: Table, after: int, entries: list[tuple[int, bytes]], last: sa.Row[int, str] | None
) -> dict[str, Any]:
    told = {
        "id": last.id + 1 if last else 1,
        "table_name": table.name,
        "columns": ",".join(sealed.columns_of(table)),
        "from_id": after + 1,
        "to_id": entries[-1][0],
        "count": len(entries),
        "digests": b"".join(sealed.ENTRY.pack(*entry) for entry in entries),
        "made_at": clock.now(),
        "previous": last.hash if last else "",
    }
    return told | {"hash": sealed.digest(SEALS, told.values()).hex()}
