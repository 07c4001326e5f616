"""When a freed place goes straight to the next in line, when it is offered, and when neither works."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from board.notices import quiet

STRAIGHT: Final = timedelta(hours=24)  # further ahead than this, nobody needs to be asked first
SHORTEST: Final = timedelta(hours=2)
LAST: Final = timedelta(hours=1)  # before the start: then whoever takes a place must set out
WORTHWHILE: Final = timedelta(minutes=15)  # less than this is not time to answer


class Way(StrEnum):
    """What becomes of a free place that somebody in line fits."""

    straight = "straight"
    offer = "offer"
    later = "later"  # it is night: asked in the morning
    by_phone = "by_phone"  # too close to the start: only a call still helps


def way(starts_at: datetime, now: datetime) -> Way:
    """How a place of a shift starting then is given at this instant."""
    if starts_at - now > STRAIGHT:
        return Way.straight
    asked_at = quiet.end(now)
    if not _is_worthwhile(starts_at, asked_at):
        return Way.by_phone
    return Way.offer if asked_at == now else Way.later


def kept_until(starts_at: datetime, now: datetime) -> datetime:
    """Until when a place offered at this instant is kept: two hours, or a quarter of the time left
    if that is longer; never into the last hour before the start."""
    return min(now + max(SHORTEST, (starts_at - now) / 4), starts_at - LAST)


def _is_worthwhile(starts_at: datetime, asked_at: datetime) -> bool:
    return kept_until(starts_at, asked_at) - asked_at >= WORTHWHILE
