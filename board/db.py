"""One typed session on SQLite or PostgreSQL, and the rule that writing is announced.

Reading needs nothing. Whoever writes calls `begin_writing()` first (docs/decisions/0001).
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Final

import psycopg
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    SessionTransaction,
    UOWTransaction,
    mapped_column,
    scoped_session,
    sessionmaker,
)
from sqlalchemy.pool import ConnectionPoolEntry

from board import clock

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC instant on both engines; a naive one is refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # SQLAlchemy's own signature
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: use board.clock")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What every table shares: the naming convention, the instant type and a number as key."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UTCDateTime}  # noqa: RUF012


# SQLite only hands out rowids for INTEGER; PostgreSQL gets room for more than two billion rows.
Id = BigInteger().with_variant(Integer, "sqlite")


class Row(Base):
    """A table with a number for a key."""

    __abstract__ = True
    id: Mapped[int] = mapped_column(Id, primary_key=True, sort_order=-1)


class WroteUnannounced(RuntimeError):  # noqa: N818 - named for the rule
    """Something was written before `begin_writing()`: a bug in the act, never a person's fault."""


class BoardSession(Session):
    """A session that refuses to write until `begin_writing()` was called."""

    @property
    def writing(self) -> bool:
        return bool(self.info.get("writing"))

    def commit(self) -> None:
        """As SQLAlchemy's; inside once.one_commit() it waits for the end of the block."""
        if "commits_later" not in self.info:
            super().commit()
            return
        self.flush()
        self.info["commits_later"] = True


_scope: ContextVar[object] = ContextVar("database scope", default="process")
_sessions: sessionmaker[BoardSession] = sessionmaker(class_=BoardSession)
session: scoped_session[BoardSession] = scoped_session(_sessions, scopefunc=lambda: id(_scope.get()))


@contextmanager
def scope() -> Iterator[None]:
    """A session of its own for a request, a thread or a command; closed at the end."""
    token = _scope.set(object())
    try:
        yield
    finally:
        session.remove()
        _scope.reset(token)


# One session of this process writes to SQLite, the others stand here; processes meet at the file's lock.
_one_writer: Final = Lock()
BUSY_SECONDS: Final = 3.0
IDLE_SECONDS: Final = 5.0


def begin_writing() -> None:
    """Forget everything read so far and open the write transaction. Once per transaction.

    Whatever an act decides on must be read after this line: on SQLite the transaction takes the
    write lock at once, on PostgreSQL every statement sees what was committed before it.
    """
    current = session()
    if current.writing:
        raise WroteUnannounced("begin_writing() was called twice in one transaction")
    current.rollback()
    current.expire_all()
    current.info["writing"] = True
    if is_sqlite():
        # SQLite lets writers poll for its lock, and some poll in vain for seconds; in line they do not.
        current.info["has_turn"] = _one_writer.acquire(timeout=BUSY_SECONDS)
        current.connection(execution_options={"writing": True})
    else:
        current.connection(execution_options={"isolation_level": "READ COMMITTED"})


@contextmanager
def apart() -> Iterator[None]:
    """A short write transaction of its own, kept whatever becomes of the act around it.

    For what must count even when the act is refused: a guess at a password or a code. It comes
    before the act's own begin_writing(); inside, it would wait for itself on SQLite.
    """
    if session().writing:
        raise WroteUnannounced("apart() comes before begin_writing()")
    with scope():
        begin_writing()
        yield
        session.commit()


@event.listens_for(BoardSession, "after_transaction_end")
def _writing_ends(current: BoardSession, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        current.info.pop("writing", None)
        if current.info.pop("has_turn", False):
            _one_writer.release()


@event.listens_for(BoardSession, "before_flush")
def _refuse_unannounced_flush(current: BoardSession, _: UOWTransaction, __: object) -> None:
    changed = current.new or current.deleted or any(map(current.is_modified, current.dirty))
    if changed and not current.writing:
        raise WroteUnannounced("begin_writing() comes before the first change")


@event.listens_for(BoardSession, "do_orm_execute")
def _refuse_unannounced_statement(state: ORMExecuteState) -> None:
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and not state.session.info.get("writing"):
        raise WroteUnannounced("begin_writing() comes before the first statement that writes")


def connect(url: str, *, pool_size: int = 20) -> Engine:
    """Open the database for this process and bind `session` to it."""
    engine = make_engine(url, pool_size=pool_size)
    bind(engine)
    return engine


def bind(engine: Engine) -> None:
    """From here on `session` means this database (tests change between two)."""
    if engine.dialect.name == "postgresql":
        # READ COMMITTED gives every statement a snapshot of its own anyway: a reader needs no
        # BEGIN and no ROLLBACK, which would be most of its round trips.
        engine = engine.execution_options(isolation_level="AUTOCOMMIT")
    _sessions.configure(bind=engine)


def make_engine(url: str, *, pool_size: int = 20) -> Engine:
    """An engine with this project's rules of transaction and waiting."""
    if url.startswith("sqlite"):
        engine = create_engine(
            url, hide_parameters=True, connect_args={"timeout": 3.0, "isolation_level": None}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # Waits end on their own: nobody is held up by a statement, a lock or a forgotten transaction.
    limits = "-c statement_timeout=15000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=15000"
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"),
        hide_parameters=True,  # values of rows are personal data: they do not belong into a log
        isolation_level="READ COMMITTED",
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=3,
        connect_args={"options": limits + " -c synchronous_commit=on", "connect_timeout": 3},
    )
    event.listen(engine, "checkout", _refuse_dead_connection)
    return engine


def _refuse_dead_connection(driver: Any, record: ConnectionPoolEntry, _: object) -> None:  # psycopg's own
    """A connection that lay idle for a while is asked whether it lives; the pool replaces a dead one."""
    now = clock.seconds()
    if now - record.info.get("asked_at", now) > IDLE_SECONDS and not driver.closed:
        try:
            driver.execute("SELECT 1")
            driver.rollback()
        except psycopg.Error as problem:
            raise DisconnectionError from problem
    if driver.closed:
        raise DisconnectionError
    record.info["asked_at"] = now


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # or REPLACE would delete what append_only guards without asking
        "busy_timeout=3000",
        "temp_store=MEMORY",
        "cache_size=-8000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # The driver is in autocommit, so that BEGIN is ours: a reader never waits for a writer, and a
    # writer takes its lock before it reads (a later upgrade fails at once, busy timeout or not).
    writing = connection.get_execution_options().get("writing", False)
    driver: Any = connection.connection.driver_connection  # sqlite3's own connection: every request begins
    driver.execute(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
    if not writing:
        driver.execute("BEGIN")
        return
    driver.execute("PRAGMA busy_timeout=0")
    try:
        if not _began_in_time(driver):
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # once more, for an error that says what it is
    finally:
        driver.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")


def _began_in_time(driver: Any) -> bool:  # as above
    """Ask for the write lock every millisecond. SQLite's own waiting asks ever more rarely, up to
    every tenth of a second, and while another process writes without a pause it never comes in."""
    deadline = time.monotonic() + BUSY_SECONDS
    while time.monotonic() < deadline:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            time.sleep(0.001)
        else:
            return True
    return False


def is_sqlite() -> bool:
    """For the few statements the two engines spell differently."""
    return session().get_bind().dialect.name == "sqlite"
