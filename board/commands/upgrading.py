"""`flask upgrade`: the database as this version of the board needs it."""

import click
from flask import current_app
from flask.cli import with_appcontext

from board import db, marks, schema


@click.command()
@with_appcontext
def upgrade() -> None:
    """Bring the database up to date: all steps, or none."""
    engine, settings = current_app.extensions["engine"], current_app.config["SETTINGS"]
    schema.refuse_demo_rows(engine, settings)
    was_new = schema.is_new(engine)
    schema.upgrade(engine)
    if was_new and settings.demo:
        _mark_as_demo()


def _mark_as_demo() -> None:
    with db.scope():
        db.begin_writing()
        marks.put(marks.DEMO)
        db.session.commit()
