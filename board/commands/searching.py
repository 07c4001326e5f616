"""Building the search index anew: after a restore from elsewhere, or when its words have changed."""

import click

from board.db import begin_writing, scope, session
from board.positions import search


@click.command()
def reindex() -> None:
    """Index every published position again, in one transaction."""
    with scope():
        begin_writing()
        count = search.reindex_all()
        session.commit()
    click.echo(f"Positions in the index: {count}")
