"""When arriving and leaving counts without a second look."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Protocol

from board import clock
from board.attendance.models import Review

# Further away than this from its shift nothing is kept at all: it cannot be meant.
REACH: Final = timedelta(hours=12)


class Times(Protocol):
    """A shift, or the columns of one."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True)
class Window:
    """So long before a shift and after it (settings); half-open."""

    before: timedelta
    after: timedelta

    @classmethod
    def of_minutes(cls, before: int, after: int) -> "Window":
        return cls(timedelta(minutes=before), timedelta(minutes=after))

    def opens_at(self, shift: Times) -> datetime:
        return shift.starts_at - self.before

    def closes_at(self, shift: Times) -> datetime:
        return shift.ends_at + self.after

    def review_at(self, shift: Times, now: datetime) -> Review | None:
        """Why somebody has to look again at what was noted now, if somebody has to."""
        if now < self.opens_at(shift):
            return Review.early
        return Review.late if now >= self.closes_at(shift) else None


def in_reach(shift: Times, now: datetime) -> bool:
    """It is the day itself: what is noted now can be meant for this shift."""
    return shift.starts_at - REACH <= now < shift.ends_at + REACH


def at_or_after(moment: datetime, wall: time) -> datetime:
    """The first instant, not before this moment's minute, at which clocks in Wenjiang show this time."""
    here = clock.local(moment).replace(second=0, microsecond=0)
    found = clock.at(here.date(), wall)
    if found < here:
        found = clock.at(here.date() + timedelta(days=1), wall)
    return max(found, moment)
