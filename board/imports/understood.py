"""A row of a sheet as it stands: what the board read, what the community answers every time, what the clerk said."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from board import clock
from board.imports.fitting import fit, fit_times
from board.imports.models import UploadRow
from board.positions import completeness, snapshot
from board.positions.forms import NO_RISK
from board.positions.models import Position
from board.positions.schedule import Span
from board.positions.words import GUARANTEE_WORDS, Audience, Guarantee
from board.reading.lists import Asked, ReadRow

_READ: Final = (
    "title", "content", "categories", "targets", "quota", "minimum", "audience", "conditions", "remarks", "min_age",
    "risk_note", "hazard", "safety_note", "insurance", "guarantee_note", "contact_name", "contact_phone",
)  # fmt: skip
_NAMED_OTHERWISE: Final = {"place": "address"}  # the sheet's word -> the field of the form
_NUMBERS: Final = {"quota", "minimum", "min_age"}
# What a community's standing answers bring along without anybody calling it a guess.
_RULES: Final = frozenset({
    "approval", "phone_public", "closes_rule", "closes_hours", "closes_time", "withdraw_rule", "withdraw_hours",
    "withdraw_time", "counts_hours", "not_counted_for", "opens_at",
})  # fmt: skip
_BETWEEN: Final = re.compile(r"[、，,；;\s]+")
_NEVER_STANDING: Final = ("risk_note", "insurance")  # of a row with a hazard: asked about, row by row


@dataclass(frozen=True)
class Understood:
    """One row, ready for a draft: `values` and `spans` are kept, `asked` are the questions still open."""

    sheet: str
    row: int
    values: dict[str, Any]  # field -> value of a Position's column
    spans: tuple[Span, ...]
    guessed: tuple[str, ...]  # fields of the form, "shifts" among them
    asked: tuple[Asked, ...]
    cells: tuple[tuple[str, str], ...]
    hazards: tuple[str, ...]


def understood(row: UploadRow, standing: Mapping[str, Any]) -> Understood:
    """What the row says now; `standing` are the community's answers, as a Position takes them."""
    return put_together(ReadRow.from_json(row.reading), row.answers, standing)


def put_together(reading: ReadRow, answers: Mapping[str, Any], standing: Mapping[str, Any]) -> Understood:
    """The reading, then the standing answers where it says nothing, then the clerk's own answers."""
    said = snapshot.values_of({name: kept for name, kept in answers.items() if name != "shifts"})
    asked = [named for each in reading.asked if (named := _by_form(each)).field not in answers]
    values = _read(reading)
    lent = _lent(reading, values, {each.field for each in asked} | set(answers), standing, said)
    values, unfit = fit(values | lent | said)
    spans, unfit_times = fit_times(_times(reading, answers))
    asked = _each_once([*asked, *unfit, *unfit_times, *_needed(values, spans, reading.hazards)])
    guessed = {_NAMED_OTHERWISE.get(name, name) for name in reading.guessed} | (set(lent) - _RULES)
    still = guessed - set(answers) - {each.field for each in asked}
    return Understood(
        sheet=reading.sheet, row=reading.row, values=values, spans=spans, guessed=tuple(sorted(still)),
        asked=tuple(asked), cells=reading.cells, hazards=reading.hazards,
    )  # fmt: skip


def _by_form(asked: Asked) -> Asked:
    return Asked(_NAMED_OTHERWISE.get(asked.field, asked.field), asked.cell, asked.said, asked.why)


def _read(reading: ReadRow) -> dict[str, Any]:
    """The reading under the names of the form. Of a row with a hazard a guessed risk is no answer."""
    values = {name: getattr(reading, name) for name in _READ} | {"address": reading.place}
    values["audience"] = reading.audience or Audience.both
    values["guarantees"], values["guarantee_note"] = _guarantees(reading.guarantee_note)
    for name in _NEVER_STANDING:
        if _is_hazardous(reading, values) and name in reading.guessed:
            values[name] = ""
    if reading.hazard and values["risk_note"] == NO_RISK:
        values["risk_note"] = ""
    empty = {name: "" for name, value in values.items() if value is None and name not in _NUMBERS}
    return values | empty


def _guarantees(said: str) -> tuple[tuple[Guarantee, ...], str]:
    """`志愿者保险、提供饮水、雨衣` -> those the platform has a code for, and the rest in words."""
    parts = [part for part in _BETWEEN.split(said) if part]
    known = {word: code for code, word in GUARANTEE_WORDS.items()}
    codes = {known[part] for part in parts if part in known}
    rest = "、".join(part for part in parts if part not in known)
    if rest and not codes:
        codes = {Guarantee.other}
    return tuple(code for code in Guarantee if code in codes), rest if codes - {Guarantee.other} else said


def _is_hazardous(reading: ReadRow, values: Mapping[str, Any]) -> bool:
    return bool(values["hazard"] or reading.hazards)


def _lent(
    reading: ReadRow, read: Mapping[str, Any], settled: Iterable[str], standing: Mapping[str, Any], said: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Standing answers to what neither the sheet nor the clerk says, and nobody asks about."""
    barred = set(settled)
    if _is_hazardous(reading, {**read, **said}):
        barred |= set(_NEVER_STANDING)
    return {
        name: value for name, value in standing.items() if value and name not in barred and not read.get(name)
    }


def _times(reading: ReadRow, answers: Mapping[str, Any]) -> list[tuple[datetime, datetime]]:
    if "shifts" not in answers:
        return list(reading.shifts or ())
    return [
        (datetime.fromisoformat(kept["start"]), datetime.fromisoformat(kept["end"]))
        for kept in answers["shifts"]
    ]


def _needed(values: Mapping[str, Any], spans: Iterable[Span], hazards: Iterable[str]) -> Iterator[Asked]:
    """What a colleague could not review the position without."""
    words = "、".join(hazards)
    for need in completeness.needs_of(Position(**values)):
        about_hazard = need.field == "risk_note" and words
        yield Asked(
            need.field, "", "", f"这一行说到{words}，写清楚有什么风险。" if about_hazard else need.sentence
        )
    if need_times := completeness.times_needed([span.starts_at for span in spans], clock.now()):
        yield Asked("shifts", "", "", need_times.sentence)


def _each_once(asked: Iterable[Asked]) -> list[Asked]:
    """One question a field: the first, which quotes the sheet."""
    first: dict[str, Asked] = {}
    for each in asked:
        first.setdefault(each.field, each)
    return list(first.values())
