"""`flask demo`: rows to look at and accounts to try, in demo mode only."""

import click
from flask import current_app

from board import db
from board.demo import making, people


@click.command("demo")
def demo() -> None:
    """Make the demo once; what people did in it since stays. Prints the accounts."""
    if not current_app.config["SETTINGS"].demo:
        raise click.ClickException(
            "Demo rows are for demo mode only: set DEMO=true and use another database."
        )
    with db.scope():
        if not making.is_there():
            making.make()
    click.echo(people.in_words())
