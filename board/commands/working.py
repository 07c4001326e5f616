"""`flask jobs`: what is done beside the server, and what was given up."""

import click
from flask.cli import with_appcontext

from board import db
from board.db import begin_writing, session
from board.jobs import queries, services
from board.jobs.models import Job, State

SHOWN = 50


@click.group("jobs", invoke_without_command=True)
@click.pass_context
@with_appcontext
def jobs(context: click.Context) -> None:
    """How many jobs of each kind there are in each state, and those that failed."""
    if context.invoked_subcommand is None:
        with db.scope():
            _print_counts()
            _print_failed()


@jobs.command()
@click.argument("numbers", type=int, nargs=-1)
@click.option("--all", "every", is_flag=True, help="Whatever failed.")
@with_appcontext
def retry(numbers: tuple[int, ...], every: bool) -> None:
    """Failed jobs are due once more, with all their tries."""
    if not numbers and not every:
        raise click.UsageError("Name the numbers of failed jobs, or say --all.")
    with db.scope():
        begin_writing()
        wanted = [job for job in queries.failed(limit=10_000) if every or job.id in numbers]
        for job in wanted:
            services.retry(job)
        session.commit()
    click.echo(f"Due again: {len(wanted)}")


def _print_counts() -> None:
    for kind, by_state in queries.counts().items():
        told = "  ".join(f"{state} {by_state[state]:>5}" for state in State)
        click.echo(f"{kind:<30} {told}")


def _print_failed() -> None:
    for job in queries.failed(limit=SHOWN):
        click.echo(_line(job))


def _line(job: Job) -> str:
    ended = job.ended_at.isoformat(timespec="seconds") if job.ended_at else "?"
    return f"failed #{job.id} {job.kind} {job.key}: {job.problem} after {job.attempts} tries, {ended}"
