"""What is asked about one row, and what is asked once for all rows that do not say it."""

from collections.abc import Mapping
from typing import Final

from board.imports.controls import WAYS
from board.imports.understood import Understood
from board.reading.lists import Asked

# The columns of the table, and the fields that are answered in each.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "content"),
    "categories": ("categories",),
    "shifts": ("shifts",),
    "address": ("address",),
    "people": ("quota", "minimum"),
    "who": ("audience", "min_age", "conditions"),
    "risk": ("risk_note",),
}
# What has no column, because it is the same for most rows: answered once for all of them.
SHARED: Final = (
    "targets", "guarantees", "guarantee_note", "contact_name", "contact_phone", "risk_note", "safety_note", "insurance",
)  # fmt: skip
# Of a row with a hazard these are asked about row by row.
_NEVER_SHARED: Final = {"risk_note", "insurance"}
IN_COLUMNS: Final = frozenset(name for names in COLUMNS.values() for name in names)


def questions_of(told: Understood) -> list[Asked]:
    """What is asked about this row alone."""
    return [asked for asked in told.asked if asked.field in WAYS and not is_asked_for_all(told, asked.field)]


def may_be_shared(told: Understood, name: str) -> bool:
    """Of a row with a hazard, risk and insurance are its own."""
    return name not in _NEVER_SHARED or not (told.values["hazard"] or told.hazards)


def is_asked_for_all(told: Understood, name: str) -> bool:
    """Nobody said it in the sheet: the answer is most likely the same for every row."""
    if name not in SHARED or not may_be_shared(told, name):
        return False
    return any(asked.field == name and not asked.said for asked in told.asked)
