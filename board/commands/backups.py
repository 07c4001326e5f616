"""`flask backup FILE` and `flask restore FILE`: the whole database, as of when the backup began."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write everything that was answered until now to FILE, while the board goes on working."""
    engine = current_app.extensions["engine"]
    if file.exists():
        raise click.ClickException(f"{file} exists: name a new file.")
    half = file.with_name(f"{file.name}.part")
    half.touch(mode=0o600)  # it holds names and phone numbers
    try:
        _save(engine, half)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    half.rename(file)
    click.echo(f"Backed up to {file}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Also when the database has rows: they are lost.")
@with_appcontext
def restore(file: Path, replace: bool) -> None:
    """Bring FILE back. Stop the board first; refuses to overwrite a database that has rows."""
    engine = current_app.extensions["engine"]
    if not replace and _has_tables(engine):
        raise click.ClickException(
            "This database is not empty: name another, or add --replace to lose its rows."
        )
    engine.dispose()
    if engine.dialect.name == "sqlite":
        _bring_back_sqlite(file, _sqlite_file(engine))
    else:
        _bring_back_postgresql(file, engine.url)
    click.echo(f"Restored from {file}.")


def _save(engine: sa.Engine, target: Path) -> None:
    if engine.dialect.name == "sqlite":
        with (
            closing(sqlite3.connect(_sqlite_file(engine))) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            _refuse_broken(copy)
    else:
        _run("pg_dump", engine.url, "--format=custom", f"--file={target}")


def _bring_back_sqlite(file: Path, target: Path) -> None:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source:
        _refuse_broken(source)
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy)  # takes the write lock: whoever is writing finishes first


def _refuse_broken(connection: sqlite3.Connection) -> None:
    try:
        (verdict,) = connection.execute("PRAGMA quick_check").fetchone()
    except sqlite3.DatabaseError as problem:
        raise click.ClickException(f"This is no backup of a SQLite database: {problem}.") from problem
    if verdict != "ok":
        raise click.ClickException(f"The copy is damaged: {verdict}.")


def _bring_back_postgresql(file: Path, url: sa.URL) -> None:
    _run("pg_restore", url, "--list", str(file), connect=False)
    _run(
        "pg_restore",
        url,
        "--single-transaction",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--exit-on-error",
        str(file),
    )


def _run(program: str, url: sa.URL, *options: str, connect: bool = True) -> None:
    """PostgreSQL's own program; the password goes by the environment, never by the command line."""
    found = shutil.which(program)
    if found is None:
        raise click.ClickException(f"{program} is not on PATH: install PostgreSQL's client programs.")
    where = [f"--dbname={_without_password(url)}"] if connect else []
    environment = os.environ | ({"PGPASSWORD": url.password} if url.password else {})
    done = subprocess.run(
        [found, *where, *options], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise click.ClickException(f"{program} ended with: {done.stderr.strip()[-500:]}")


def _without_password(url: sa.URL) -> str:
    return url.set(drivername="postgresql", password=None).render_as_string()


def _sqlite_file(engine: sa.Engine) -> Path:
    return Path(engine.url.database or "")


def _has_tables(engine: sa.Engine) -> bool:
    return bool(sa.inspect(engine).get_table_names())
