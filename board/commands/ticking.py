"""`flask tick`: what time asks for, beside the server."""

import signal
import sys
import time
from collections.abc import Callable
from threading import Thread

import click
import structlog
from flask import current_app
from flask.cli import with_appcontext

import config
from board import db, schema
from board.imports import worker as reader
from board.jobs import worker
from board.outbox import services as outbox
from board.outbox.gateways import DemoGateway, HttpsGateway, SmtpGateway
from board.outbox.models import Channel

log = structlog.get_logger()
Step = Callable[[], object]

OUTBOX_SECONDS = 2.0
READING_SECONDS = 1.0
WORKING_SECONDS = 1.0
STEP_SECONDS = 30.0


def gateways(settings: config.Settings) -> dict[Channel, outbox.Gateway]:
    """The ways messages leave this machine, as far as they are set."""
    if settings.demo:
        return dict.fromkeys(Channel, DemoGateway())
    found: dict[Channel, outbox.Gateway] = {}
    if settings.sms_url:
        found[Channel.sms] = HttpsGateway(settings.sms_url, settings.sms_key)
    if settings.smtp_host:
        found[Channel.mail] = SmtpGateway(
            host=settings.smtp_host, port=settings.smtp_port, security=settings.smtp_security,
            sender=settings.mail_from, user=settings.smtp_user, password=settings.smtp_password,
        )  # fmt: skip
    return found


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
    """Steps every 30 s, each channel every 2 s, sheets and jobs as they come; what fails is logged and tried again."""
    channels = gateways(settings)
    if once:
        _run_all(steps)
        run_step(_read_all)
        run_step(_work_all)
        run_step(lambda: outbox.send_due(channels))
        return
    for channel, gateway in channels.items():
        Thread(target=_keep_sending, args=(channel, gateway), daemon=True).start()
    Thread(target=_keep_reading, daemon=True).start()
    Thread(target=_keep_working, daemon=True).start()
    while True:
        _run_all(steps)
        time.sleep(STEP_SECONDS)


def _keep_reading() -> None:
    """Somebody sits before the page and waits until their sheet is read."""
    while True:
        run_step(_read_all)
        time.sleep(READING_SECONDS)


def _read_all() -> None:
    while reader.read_next():
        pass


def _keep_working() -> None:
    while True:
        run_step(_work_all)
        time.sleep(WORKING_SECONDS)


def _work_all() -> None:
    """Every job that is due; one that stumbles holds up no other."""
    while True:
        try:
            if not worker.work_next():
                return
        except worker.StoppedWorking as problem:
            log.error("job", problem=str(problem))


def _keep_sending(channel: Channel, gateway: outbox.Gateway) -> None:
    """Each channel on a thread of its own: a mail server that hangs delays no text message."""
    while True:
        run_step(lambda: outbox.send_due({channel: gateway}))
        time.sleep(OUTBOX_SECONDS)


def _run_all(steps: list[Step]) -> None:
    for step in steps:
        run_step(step)


def run_step(step: Step) -> None:
    with db.scope():
        try:
            step()
        except Exception as problem:
            log.error(
                "tick", step=getattr(step, "__qualname__", "?"), kind=type(problem).__name__, exc_info=problem
            )
