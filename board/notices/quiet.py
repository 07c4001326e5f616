"""When a text message may ring somebody's phone."""

from datetime import datetime, time, timedelta
from typing import Final

from board import clock

FROM: Final = time(21)
UNTIL: Final = time(8)
EARLY: Final = timedelta(hours=2)  # what begins this soon after the quiet hours cannot wait for their end


def send_at(now: datetime, needed_by: datetime | None) -> datetime:
    """Now; between 21:00 and 8:00 in Wenjiang, eight o'clock, unless that is too late for what it tells."""
    morning = end(now)
    if morning == now or (needed_by is not None and needed_by < morning + EARLY):
        return now
    return morning


def end(now: datetime) -> datetime:
    """This instant, or the next eight o'clock when it lies in the quiet hours."""
    wall = clock.local(now)
    if UNTIL <= wall.time() < FROM:
        return now
    return clock.at(wall.date() + timedelta(days=wall.time() >= FROM), UNTIL)
