"""What a cell says about days and hours, as spans; or the question to ask."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Frame:
    """What a phrase stands in: the day it is read, and the list's days if the sheet names them."""

    today: date
    period: tuple[date, date] | None = None
    year: int | None = None  # the sheet's title or name says one, but no month


@dataclass(frozen=True)
class Times:
    """What a phrase means: spans in order, Asia/Shanghai; `guessed` says why it may not be so;
    with a `problem`, the sentence that asks, there are no spans."""

    spans: tuple[tuple[datetime, datetime], ...] = ()
    guessed: str = ""
    problem: str = ""


def read_times(said: str, frame: Frame) -> Times:
    """`每周六 19:00-21:00`: read right, or asked about; never silently wrong."""
    raise NotImplementedError
