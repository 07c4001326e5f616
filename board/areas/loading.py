"""Loading the shipped rows: as often as one likes, without touching what managers changed since."""

import csv
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import select

from board import audit
from board.areas.models import Area, CalendarDay, DayKind, Level
from board.db import begin_writing, session

DATA: Final = Path(__file__).parent / "data"
TREE: Final = DATA / "wenjiang.csv"
HOLIDAYS: Final = DATA / "holidays.csv"


def load_tree(path: Path = TREE) -> int:
    """Every area of the file exists; how many were new. Known codes stay as they are."""
    begin_writing()
    known = {area.code: area for area in session.scalars(select(Area))}
    new = 0
    for row in _rows(path):
        if row["code"] not in known:
            known[row["code"]] = _add(row, known.get(row["parent_code"]))
            new += 1
    audit.record("area.load", new=new)
    return new


def _add(row: dict[str, str], parent: Area | None) -> Area:
    area = Area(
        code=row["code"],
        level=Level(row["level"]),
        name=row["name"],
        parent_id=parent.id if parent else None,
        path=f"{parent.path if parent else ''}{row['code']}/",
    )
    session.add(area)
    session.flush()
    return area


def load_calendar(path: Path = HOLIDAYS) -> int:
    """Every day of the file is in the calendar; how many were new. Days already there stay."""
    begin_writing()
    known = set(session.scalars(select(CalendarDay.day)))
    new = [row for row in _rows(path) if date.fromisoformat(row["date"]) not in known]
    for row in new:
        session.add(
            CalendarDay(day=date.fromisoformat(row["date"]), kind=DayKind(row["kind"]), name=row["name"])
        )
    audit.record("calendar.load", new=len(new))
    return len(new)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
