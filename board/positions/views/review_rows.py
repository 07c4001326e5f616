"""A position as its reviewer reads it: what was guessed, what is dangerous, what changed since last time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from board import clock
from board.areas import workdays
from board.areas.workdays import Calendar
from board.positions import comparing, hazards, in_words, reviewing, schedule, snapshot, versions
from board.positions.comparing import Changed
from board.positions.forms import PositionForm
from board.positions.history import PositionVersion
from board.positions.models import Position
from board.positions.words import CATEGORY_WORDS, TARGET_WORDS


@dataclass(frozen=True, kw_only=True)
class Row:
    """One position on the page."""

    position: Position
    saw: str
    times: list[str]
    holidays: str
    who: str
    categories: str
    targets: str
    guarantees: str
    hazards: list[str]
    returned_for: str
    changed: list[tuple[str, Changed]]
    guessed: frozenset[str]

    @property
    def came_back(self) -> bool:
        return bool(self.returned_for)


def rows_of(positions: Sequence[Position]) -> list[Row]:
    """Each position of a page, compared with what it said when it was last returned."""
    calendar = workdays.calendar_for(_days_of(positions))
    kept = versions.last_returned(positions)
    labels = labels_of_fields()
    return [_row(position, kept.get(position.id), calendar, labels) for position in positions]


def unknown_years(positions: Sequence[Position]) -> list[str]:
    """A sentence for each year whose holidays nobody has entered yet."""
    days = _days_of(positions)
    return workdays.calendar_for(days).warnings(days)


def _days_of(positions: Iterable[Position]) -> list[date]:
    return sorted({clock.local(shift.starts_at).date() for one in positions for shift in one.shifts})


def labels_of_fields() -> dict[str, str]:
    """What the form calls each field of a position."""
    form = PositionForm()
    return {field.name: str(field.label.text) for field in form} | {comparing.SHIFTS: "什么时候"}


def _row(
    position: Position, before: PositionVersion | None, calendar: Calendar, labels: Mapping[str, str]
) -> Row:
    return Row(
        position=position,
        saw=reviewing.seen(position),
        times=schedule.times_in_words(position.shifts),
        holidays=_holidays(position, calendar),
        who=in_words.who_may_come(position.audience, position.min_age),
        categories="、".join(CATEGORY_WORDS[code] for code in position.categories),
        targets="、".join(TARGET_WORDS[code] for code in position.targets),
        guarantees=in_words.guarantees(position),
        hazards=dangers_of(position),
        returned_for=versions.reason_of(before) if before else "",
        changed=_changed(position, before, labels),
        guessed=frozenset(position.guessed),
    )


def dangers_of(position: Position) -> list[str]:
    """Short words for what a reviewer looks at twice."""
    said = (position.title, position.content, position.risk_note, position.safety_note, position.conditions,
            position.remarks)  # fmt: skip
    found = hazards.found_in(*said)
    dark = hazards.at_night((shift.starts_at, shift.ends_at) for shift in position.shifts)
    return [hazards.NIGHT, *found] if dark and hazards.NIGHT not in found else found


def _holidays(position: Position, calendar: Calendar) -> str:
    """`1月1日 放假`: the days of its shifts on which people are off."""
    return "、".join(f"{day.month}月{day.day}日" for day in _days_of([position]) if calendar.is_holiday(day))


def _changed(
    position: Position, before: PositionVersion | None, labels: Mapping[str, str]
) -> list[tuple[str, Changed]]:
    if before is None:
        return []
    found = comparing.changes(before.values, snapshot.fields_of(position))
    return [(labels[change.field], change) for change in found]
