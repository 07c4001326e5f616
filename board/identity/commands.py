"""`flask new-key` and `flask rotate-identity-keys`: the keys of ID numbers, as an operator changes them."""

import click

from board import clock, db, key_rings
from board.identity import keys, rotating
from board.identity.rotating import Progress

BATCH = 200


@click.command("new-key")
@click.option("--name", help="What it is called in the rows; today's date if none is given.")
def new_key(name: str | None) -> None:
    """Print a new random key as a setting takes it. It is kept nowhere: keep it yourself, twice."""
    try:
        click.echo(key_rings.make(name or f"{clock.today():%Y%m%d}"))
    except key_rings.BadKey as problem:
        raise click.ClickException(f"{problem}.") from problem


@click.command("rotate-identity-keys")
@click.option("--batch", default=BATCH, show_default=True, type=click.IntRange(1, 10_000))
def rotate_identity_keys(batch: int) -> None:
    """Seal every ID number with the first key of ID_KEYS. Stopped anywhere, it goes on when run again."""
    if not keys.are_set():
        raise click.ClickException("ID_KEYS is not set: there is no key to seal with.")
    progress = Progress()
    with db.scope():
        while rotating.seal_some(progress, batch):
            db.session.commit()
        db.session.rollback()
        left = rotating.counts()
    click.echo(f"{progress.sealed} sealed anew. Under each key now: {_in_words(left)}.")
    if progress.unreadable:
        rows = ", ".join(map(str, progress.unreadable[:20]))
        raise click.ClickException(
            f"{len(progress.unreadable)} cannot be read: put back the key they name (rows {rows})."
        )


def _in_words(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items()) or "none"
