"""Two versions of a position, field by field, in the words of the page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from board import dates
from board.positions import schedule, snapshot
from board.positions.words import (
    APPROVAL_WORDS,
    AUDIENCE_WORDS,
    CATEGORY_WORDS,
    GUARANTEE_WORDS,
    NOT_COUNTED_WORDS,
    RULE_WORDS,
    TARGET_WORDS,
)

SHIFTS: Final = "shifts"
WORDS: Final[Mapping[str, Mapping[Any, str]]] = {
    "categories": CATEGORY_WORDS, "targets": TARGET_WORDS, "guarantees": GUARANTEE_WORDS,
    "not_counted_for": NOT_COUNTED_WORDS, "audience": AUDIENCE_WORDS, "closes_rule": RULE_WORDS,
    "withdraw_rule": RULE_WORDS, "approval": APPROVAL_WORDS,
}  # fmt: skip


@dataclass(frozen=True)
class Changed:
    """One field that says something else, before and after in words."""

    field: str
    before: str
    after: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Changed]:
    """What differs between two snapshots (`snapshot.fields_of`), in the order of the form, times last."""
    return list(_changes(before, after))


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Changed]:
    for name in snapshot.FIELDS:
        if name in before and before[name] != after.get(name):
            yield Changed(name, _kept_in_words(name, before[name]), _kept_in_words(name, after.get(name)))
    if before.get(SHIFTS, []) != after.get(SHIFTS, []):
        yield Changed(SHIFTS, _times_in_words(before), _times_in_words(after))


def _kept_in_words(name: str, value: Any) -> str:
    return in_words(name, snapshot.unpacked(name, value))


def in_words(field: str, value: Any) -> str:
    """An answer to this field as people read it; empty for none."""
    words = WORDS.get(field)
    if isinstance(value, tuple):
        return "、".join(words[code] for code in value) if words else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return dates.moment(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return words[value] if words and value else ("" if value is None else str(value))


def _times_in_words(kept: Mapping[str, Any]) -> str:
    """A line for each time of day and number of people: `12月5、12日 周六 09:00–11:00，2 班，每班 3 人`."""
    by_people: dict[tuple[int, int | None], list[schedule.Span]] = {}
    for shift in snapshot.kept_shifts(kept):
        by_people.setdefault((shift.quota, shift.minimum), []).append(shift.when)
    return "\n".join(
        f"{line}，每班 {quota} 人{f'，最少 {minimum} 人' if minimum else ''}"
        for (quota, minimum), spans in by_people.items()
        for line in schedule.times_in_words(spans)
    )
