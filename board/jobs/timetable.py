"""What is done every ten minutes, night or month, whoever's tick sees first that it is time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from board import clock
from board.db import begin_writing, session
from board.jobs import queries, services

Slot = Callable[[datetime], str]
NIGHT: Final = timedelta(hours=3)  # a day's jobs begin at three, when hardly anybody is about

slots: Final[dict[str, Slot]] = {}  # kind of job -> the name of the slot that an hour of Wenjiang falls into


def every_ten_minutes(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H}:{at.minute // 10}0"


def every_night(at: datetime) -> str:
    return f"{at - NIGHT:%Y-%m-%d}"


def every_month(at: datetime) -> str:
    return f"{at - NIGHT:%Y-%m}"


def enqueue_due() -> None:
    """Each kind's present slot has its job. A step of the tick; slots that passed meanwhile are not made up."""
    here = clock.local(clock.now())
    missing = [(kind, slot(here)) for kind, slot in slots.items() if not queries.find(kind, slot(here))]
    if not missing:
        return
    begin_writing()
    for kind, key in missing:
        services.enqueue(kind, key=key)
    session.commit()
