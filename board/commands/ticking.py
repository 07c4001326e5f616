"""`flask tick`: what time asks for, beside the server."""

import signal
import sys
import time
from collections.abc import Callable

import click
import structlog
from flask import current_app
from flask.cli import with_appcontext

import config
from board import db, schema
from board.outbox import services as outbox
from board.outbox.gateways import DemoGateway, HttpsGateway

log = structlog.get_logger()
Step = Callable[[], object]

OUTBOX_SECONDS = 2.0
STEP_SECONDS = 30.0


def gateway(settings: config.Settings) -> outbox.Gateway | None:
    """The way text messages leave this machine, if one is set."""
    if settings.demo:
        return DemoGateway()
    return HttpsGateway(settings.sms_url, settings.sms_key) if settings.sms_url else None


@click.command()
@click.option("--once", is_flag=True, help="One round, then end.")
@with_appcontext
def tick(once: bool) -> None:
    """Do what time asks for: settle, answer the unplaced, send messages. Runs beside the server."""
    settings = current_app.config["SETTINGS"]
    schema.refuse_to_serve(current_app.extensions["engine"], settings)
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, _end)
    run(current_app.extensions["tick_steps"], settings, once=once)


def _end(*_: object) -> None:
    # What is under way is rolled back or was committed: nothing is left half done.
    sys.exit(0)


def run(steps: list[Step], settings: config.Settings, *, once: bool) -> None:
    """Steps every 30 s, the outbox every 2 s; a step that fails is logged and tried next round."""
    sender = gateway(settings)
    next_steps = 0.0
    while True:
        if time.monotonic() >= next_steps:
            for step in steps:
                run_step(step)
            next_steps = time.monotonic() + STEP_SECONDS
        if sender is not None:
            run_step(lambda: outbox.send_due(sender))
        if once:
            return
        time.sleep(OUTBOX_SECONDS)


def run_step(step: Step) -> None:
    with db.scope():
        try:
            step()
        except Exception as problem:
            log.error(
                "tick", step=getattr(step, "__qualname__", "?"), kind=type(problem).__name__, exc_info=problem
            )
