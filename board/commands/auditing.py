"""`flask audit seal | verify | head`: whether what was written down is still what was written down."""

import click
from flask.cli import with_appcontext

from board import db
from board.audit import sealing, verifying
from board.audit.verifying import Finding, Verdict


@click.group()
def audit() -> None:
    """Seal the audit log and the ledger, and find what was changed in them."""


@audit.command()
@with_appcontext
def seal() -> None:
    """Seal what was added since the last seal; the worker does it every ten minutes."""
    count = 0
    with db.scope():
        while more := sealing.seal_due():
            count += more
        click.echo(f"Sealed: {count} rows. Head: {sealing.head() or 'none'}")


@audit.command()
@with_appcontext
def head() -> None:
    """Print the head of the chain. Keep it where nobody who keeps the database can change it."""
    with db.scope():
        found = sealing.head()
    if not found:
        raise click.ClickException("Nothing was sealed yet: run `flask audit seal`.")
    click.echo(found)


@audit.command()
@click.option("--head", "kept", default="", help="A head printed earlier: it must still be in the chain.")
@with_appcontext
def verify(kept: str) -> None:
    """Name the first altered, removed or inserted row of every sealed table; exit 1 if there is one."""
    with db.scope():
        try:
            verdict = verifying.verify(kept)
        except verifying.NoHead as problem:
            raise click.BadParameter("a head looks like 17:3f9a… (64 digits and letters)") from problem
    for finding in verdict.first.values():
        click.echo(_line(finding, verdict.counts[finding.table]))
    _print_looked_at(verdict)
    if verdict.first:
        raise SystemExit(1)


def _line(finding: Finding, count: int) -> str:
    is_seal = finding.table == sealing.SEALS
    where = f"seal {finding.number}" if is_seal else f"{finding.table}: row {finding.number}"
    by = "" if is_seal else f" (seal {finding.seal})"
    more = f"; the first of {count}" if count > 1 else ""
    return f"FOUND {where} {finding.what}{by}{more}"


def _print_looked_at(verdict: Verdict) -> None:
    click.echo(f"Looked at {verdict.rows} rows under {verdict.seals} seals. Head: {verdict.head or 'none'}")
    for table, count in verdict.unsealed.items():
        click.echo(f"Not sealed yet: {table} {count}")
    if not verdict.first:
        click.echo("Nothing was altered, removed or inserted.")
