"""`flask read-list FILE`: how the board would read a sheet; for support. Touches no database."""

import json
from datetime import date, datetime
from pathlib import Path

import click

from board import clock
from board.reading import lists
from board.sheets.opening import CannotRead, open_file


@click.command("read-list")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Read as on that day.")
def read_list(file: Path, today: datetime | None) -> None:
    """Print each row of FILE as the board understands it: one JSON object a line."""
    day: date = today.date() if today else clock.today()
    try:
        found = lists.read(open_file(file.read_bytes(), file.name), file_name=file.name, today=day)
    except CannotRead as problem:
        raise click.ClickException(str(problem)) from problem
    for row in found.rows:
        click.echo(json.dumps(row.as_json(), ensure_ascii=False))
