"""The calendar of workdays: public holidays, weekend days worked instead, and weekends otherwise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from board import clock
from board.areas import queries
from board.areas.models import DayKind

SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """What is known of some years; a year nobody has entered falls back to its weekends."""

    days: Mapping[date, DayKind] = field(default_factory=dict)

    def is_holiday(self, day: date) -> bool:
        return self.days.get(day) == DayKind.holiday

    def is_workday(self, day: date) -> bool:
        kind = self.days.get(day)
        return day.weekday() < SATURDAY if kind is None else kind == DayKind.workday

    def knows(self, year: int) -> bool:
        """A year counts as entered once its National Day is: New Year's Day alone proves nothing."""
        return self.is_holiday(date(year, 10, 1))

    def warnings(self, days: Iterable[date]) -> list[str]:
        """A sentence for each year among these days that nobody has entered yet."""
        unknown = sorted({day.year for day in days if not self.knows(day.year)})
        return [f"{year} 年的放假安排还没有录入，先按周末算。" for year in unknown]


def calendar_for(days: Iterable[date]) -> Calendar:
    """The calendar of every year these days lie in."""
    years = sorted({day.year for day in days})
    return Calendar({row.day: DayKind(row.kind) for year in years for row in queries.days_of(year)})


def calendar_of(*instants: datetime) -> Calendar:
    """The calendar of every year these instants lie in, as read in Wenjiang."""
    return calendar_for(clock.local(instant).date() for instant in instants)
