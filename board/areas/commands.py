"""What an operator types about areas: `flask load-areas`."""

import click

from board import db
from board.areas import loading


@click.command("load-areas")
def load_areas() -> None:
    """Load the shipped tree of Wenjiang and the calendar; what is already there stays."""
    with db.scope():
        areas = loading.load_tree()
        db.session.commit()
        days = loading.load_calendar()
        db.session.commit()
    click.echo(f"{areas} new areas, {days} new calendar days.")
