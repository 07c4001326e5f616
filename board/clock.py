"""The only clock the board reads: UTC instants inside, Asia/Shanghai at the edge."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from datetime import time as wall_time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def system_now() -> datetime:
    """What the machine's clock says: the source unless a test names another."""
    return datetime.now(UTC)


_source: Callable[[], datetime] = system_now


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _source()


def seconds() -> float:
    """A monotonic reading for durations; it has no meaning as an instant."""
    return time.monotonic()


def today() -> date:
    """The date it is in Wenjiang."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """The same instant on a Wenjiang wall clock."""
    return instant.astimezone(SHANGHAI)


def at(day: date, wall: wall_time) -> datetime:
    """The UTC instant of a wall-clock time in Wenjiang."""
    return datetime.combine(day, wall, SHANGHAI).astimezone(UTC)


def midnight() -> datetime:
    """The UTC instant at which this day began in Wenjiang."""
    return at(today(), wall_time.min)


@contextmanager
def standing_at(source: Callable[[], datetime]) -> Iterator[None]:
    """Read another clock inside the block: the one way tests move time."""
    global _source
    earlier, _source = _source, source
    try:
        yield
    finally:
        _source = earlier
