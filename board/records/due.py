"""By when hours are to be settled: ten workdays after the activity (Order 67, art. 11)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from board import clock
from board.areas.workdays import Calendar, calendar_for

WORKDAYS: Final = 10
_REACH: Final = timedelta(days=40)  # ten workdays lie within it, whatever the holidays


def days_of(instants: Iterable[datetime]) -> dict[date, date]:
    """For the Wenjiang day of each of these ends: the last day on which it is settled in time."""
    days = {clock.local(instant).date() for instant in instants}
    if not days:
        return {}
    calendar = calendar_for([*days, *(day + _REACH for day in days)])
    return {day: workdays_after(calendar, day, WORKDAYS) for day in days}


def workdays_after(calendar: Calendar, day: date, count: int) -> date:
    """The workday that is the so-manieth after this day; the day itself does not count."""
    while count:
        day += timedelta(days=1)
        count -= calendar.is_workday(day)
    return day
