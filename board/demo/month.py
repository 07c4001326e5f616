"""Days of the demo's month: December 2026 as long as most of it is ahead, later the month after this."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from board import clock
from board.positions.schedule import Span, days_between, span

SHEETS_MONTH: Final = date(2026, 12, 1)


@dataclass(frozen=True)
class Month:
    """One month, asked for its days in the words of the sheets."""

    first: date

    @property
    def last(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1) - timedelta(days=1)

    @property
    def title(self) -> str:
        return f"{self.first.year}年{self.first.month}月"

    def every(self, *weekdays: int) -> list[date]:
        return days_between(self.first, self.last, weekdays)

    def on(self, day: int) -> list[date]:
        return [self.first.replace(day=day)]

    def middle_of_next(self) -> list[date]:
        return [(self.last + timedelta(days=15))]


def of_the_sheets() -> Month:
    today = clock.today()
    if today < SHEETS_MONTH:
        return Month(SHEETS_MONTH)
    return Month((today.replace(day=1) + timedelta(days=32)).replace(day=1))


def spans(days: list[date], starts: str, ends: str) -> list[Span]:
    return [span(day, time.fromisoformat(starts), time.fromisoformat(ends)) for day in days]
