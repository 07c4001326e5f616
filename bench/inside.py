"""The board without its server: its services called in this process, at an hour that we choose."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from flask import Flask

import config
from bench.serving import ENVIRONMENT
from board import clock, create_app


@contextmanager
def opened(url: str, *, at: time) -> Iterator[Flask]:
    """The application on this database; clocks in Wenjiang show the next such time, and run on."""
    app = create_app(config.read(os.environ | ENVIRONMENT | {"DATABASE_URL": url}))
    ahead = _next(at) - clock.now()
    with app.app_context(), clock.standing_at(lambda: clock.system_now() + ahead):
        yield app
    app.extensions["engine"].dispose()


def _next(wall: time) -> datetime:
    found = clock.at(clock.today(), wall)
    return found if found > clock.now() else found + timedelta(days=1)
