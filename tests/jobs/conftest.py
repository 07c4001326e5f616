"""Kinds of jobs that only tests know."""

import pytest

from board import audit
from board.jobs import timetable, worker
from tests.jobs.making import MADE


@pytest.fixture(autouse=True)
def handlers(monkeypatch):
    """What this test registers, and nothing else; `test.make` writes one row down with its own end."""
    monkeypatch.setattr(worker, "handlers", {"test.make": make})
    monkeypatch.setattr(timetable, "slots", {})
    return worker.handlers


def make(hold):
    with hold.finishing():
        audit.record(MADE, job=hold.payload["number"])
