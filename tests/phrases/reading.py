"""The corpus of phrases, and what became of each."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from board import clock
from board.phrases.when import Frame, read_times

CORPUS = Path(__file__).with_name("corpus.csv")
TODAY = date(2026, 11, 22)
FRAMES = {
    "none": Frame(TODAY),
    "december": Frame(TODAY, (date(2026, 12, 1), date(2026, 12, 31))),
    "november": Frame(TODAY, (date(2026, 11, 1), date(2026, 11, 30))),
    "february": Frame(TODAY, (date(2027, 2, 1), date(2027, 2, 28))),
    "new year": Frame(TODAY, (date(2026, 12, 15), date(2027, 1, 15))),
    "year 2026": Frame(TODAY, year=2026),
    "year 2027": Frame(TODAY, year=2027),
}
DECEMBER = FRAMES["december"]


@dataclass(frozen=True)
class Example:
    """One phrase of the corpus."""

    said: str
    frame: str
    outcome: str
    spans: tuple

    def times(self):
        return read_times(self.said, FRAMES[self.frame])

    def is_right(self):
        times = self.times()
        if self.outcome == "ask":
            return bool(times.problem)
        return (
            not times.problem
            and times.spans == self.spans
            and bool(times.guessed) == (self.outcome == "guess")
        )

    def is_silently_wrong(self):
        times = self.times()
        return not (times.problem or times.guessed) and (self.outcome != "sure" or times.spans != self.spans)


def examples():
    with CORPUS.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return [
            Example(row["said"], row["frame"], row["outcome"], tuple(sorted(spans_of(row["spans"]))))
            for row in rows
        ]


def spans_of(written):
    """`2026-12 5 12-14 @ 22:00-26:00; …` as spans."""
    for part in filter(None, written.split("; ")):
        days, _, hours = part.partition(" @ ")
        month, *numbers = days.split()
        for number in numbers:
            first, _, last = number.partition("-")
            for day in range(int(first), int(last or first) + 1):
                yield span(date.fromisoformat(f"{month}-{day:02}"), hours)


def span(day, hours):
    """That day, `22:00-26:00`."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=clock.SHANGHAI)
    return tuple(midnight + timedelta(minutes=minutes_of(time)) for time in hours.split("-"))


def minutes_of(time):
    hour, _, minute = time.partition(":")
    return int(hour) * 60 + int(minute)
