"""The shape of the database: bringing it up to date, and refusing to serve on another one."""

from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import config
from board import db, marks

ROOT: Final = Path(__file__).parent.parent
_PENDING = "The database is not up to date: run `flask --app app upgrade`, then start again."
_DEMO = "DATABASE_URL names a demo database, with invented people: use another one, or set DEMO=true."
_AWAY = "The database does not answer: check DATABASE_URL and that its server runs."


def upgrade(engine: sa.Engine) -> None:
    """Every migration has run, all of them or none; a database that was new is marked as demo or not."""
    command.upgrade(_alembic(engine), "head")


def stamp(engine: sa.Engine) -> None:
    """The database is said to be up to date, without running anything."""
    command.stamp(_alembic(engine), "head")


def is_current(engine: sa.Engine) -> bool:
    """Has every migration run?"""
    return _revision(engine) == ScriptDirectory.from_config(_alembic(engine)).get_current_head()


def is_new(engine: sa.Engine) -> bool:
    """Has no migration ever run here?"""
    return _revision(engine) is None


def refuse_to_serve(engine: sa.Engine, settings: config.Settings) -> None:
    """Stop the start, with a sentence that says what to do, on a database that is not fit to serve from."""
    try:
        if not is_current(engine):
            raise config.BadSettings(_PENDING)
    except sa.exc.OperationalError as problem:
        raise config.BadSettings(_AWAY) from problem
    refuse_demo_rows(engine, settings)


def refuse_demo_rows(engine: sa.Engine, settings: config.Settings) -> None:
    """A demo database is for demo mode only: its passwords are printed on the screen."""
    if settings.demo or is_new(engine):
        return
    with db.scope():
        if marks.holds(marks.DEMO):
            raise config.BadSettings(_DEMO)


def _revision(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _alembic(engine: sa.Engine) -> Config:
    return Config(toml_file=ROOT / "pyproject.toml", attributes={"engine": engine})
