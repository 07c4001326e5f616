"""One row of the review page: its cells in words, the controls that mend a guess, its questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from board import clock
from board.areas.workdays import Calendar
from board.imports import controls, in_words, phrasing
from board.imports.asking import COLUMNS, is_asked_for_all, questions_of
from board.imports.controls import WAYS, Control
from board.imports.models import UploadRow
from board.imports.understood import Understood
from board.positions import in_words as position_words
from board.positions.forms import NO_RISK
from board.positions.words import CATEGORY_WORDS
from board.reading.lists import Asked

_UNBROKEN: Final = "\u00a0"  # 满 18 岁 stays on one line
_NAMED_OTHERWISE: Final = {"place": "address"}  # the sheet's word -> the field of the form


@dataclass(frozen=True)
class Cell:
    """What stands in one cell; `controls` mend what was guessed."""

    words: str
    more: Sequence[str] = ()
    asks: bool = False
    controls: Sequence[Control] = ()
    sign: str = ""
    because: Sequence[str] = ()  # why it was guessed so


@dataclass(frozen=True)
class Question:
    """Something only the clerk knows: the question, the cell it comes from, the field that answers it."""

    words: str
    where: str
    said: str
    why: str
    control: Control


@dataclass(frozen=True)
class ShownRow:
    """One row of the table, with its questions under it."""

    id: int
    item: int
    title: str
    kept: bool
    cells: Mapping[str, Cell]
    questions: Sequence[Question]
    warnings: Sequence[str]


@dataclass(frozen=True)
class Typed:
    """What came with a form that was refused: shown again as it was typed."""

    texts: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def name_of(item: int, field_name: str) -> str:
    """What the control for this field of this row is called."""
    return f"r{item}-{field_name}"


def control_for(name: str, field_name: str, value: str, typed: Typed, *, asks: bool = False) -> Control:
    shown = typed.texts.get(name, value)
    return Control(name, field_name, WAYS[field_name], shown, typed.errors.get(name, ""), asks)


def text_in_control(told: Understood, name: str) -> str:
    """What stands in the field's control before anybody typed."""
    if name == "shifts":
        return phrasing.phrase(told.spans)
    return controls.text_of(told.values.get(name))


def shown(row: UploadRow, told: Understood, typed: Typed, calendar: Calendar) -> ShownRow:
    asked = {one.field for one in questions_of(told)} if not row.left_out else set()
    words: dict[str, tuple[str, Sequence[str]]] = {
        "title": (told.values["title"] or "还没有名称", ()),
        "categories": ("、".join(CATEGORY_WORDS[code] for code in told.values["categories"]), ()),
        "shifts": _when(told),
        "address": (told.values["address"], ()),
        "people": _people(told.values),
        "who": _who(told.values),
        "risk": _risk(told),
    }
    cells = {
        column: _cell(row, told, names, asked, typed, *words[column]) for column, names in COLUMNS.items()
    }
    questions = [] if row.left_out else [_question(row.item, told, one, typed) for one in questions_of(told)]
    questions += _asked_again(row.item, cells.values(), questions, typed)
    warned = in_words.warnings(told.spans, calendar, clock.now())
    return ShownRow(row.id, row.item, words["title"][0], not row.left_out, cells, questions, warned)


def _asked_again(
    item: int, cells: Iterable[Cell], questions: Iterable[Question], typed: Typed
) -> list[Question]:
    """What was refused and has no control any more, because somebody else has answered it meanwhile."""
    there = {question.control.name for question in questions}
    there |= {control.name for cell in cells if not cell.asks for control in cell.controls}
    fields = {name_of(item, name): name for name in WAYS}
    return [
        Question(
            WAYS[fields[name]].question, "", "", "", control_for(name, fields[name], "", typed, asks=True)
        )
        for name in typed.errors
        if name in fields and name not in there
    ]


def _because(row: UploadRow, names: Iterable[str]) -> list[str]:
    why = {_NAMED_OTHERWISE.get(name, name): words for name, words in row.reading.get("because", ())}
    return [why[name] for name in names if name in why]


def _cell(
    row: UploadRow, told: Understood, names: Sequence[str], asked: set[str], typed: Typed, words: str, more: Sequence[str]
) -> Cell:  # fmt: skip
    guessed = [name for name in names if name in told.guessed]
    mending = [control_for(name_of(row.item, n), n, text_in_control(told, n), typed) for n in guessed]
    is_risk = names == COLUMNS["risk"] and bool(told.hazards or told.values["risk_note"] not in {"", NO_RISK})
    return Cell(words, more, asks=bool(asked & set(names)), controls=mending, sign="warn" if is_risk else "")


def _when(told: Understood) -> tuple[str, Sequence[str]]:
    lines = [part for pair in in_words.times(told.spans) for part in pair]
    return (lines[0], lines[1:]) if lines else ("", ())


def _people(values: Mapping[str, Any]) -> tuple[str, Sequence[str]]:
    least = values.get("minimum")
    return str(values.get("quota") or ""), [f"最少 {least} 人"] if least else ()


def _who(values: Mapping[str, Any]) -> tuple[str, Sequence[str]]:
    conditions = values.get("conditions") or ""
    who = position_words.who_may_come(values["audience"], values.get("min_age"))
    return who.replace(" ", _UNBROKEN), [in_words.short(conditions, 24)] if conditions else ()


def _risk(told: Understood) -> tuple[str, Sequence[str]]:
    """The words a reviewer should see first; the note's own words if there are none."""
    note = told.values.get("risk_note") or ""
    if told.hazards:
        return told.hazards[0], told.hazards[1:]
    return ("见上面" if is_asked_for_all(told, "risk_note") else in_words.short(note)), ()


def _question(item: int, told: Understood, asked: Asked, typed: Typed) -> Question:
    name = name_of(item, asked.field)
    return Question(
        WAYS[asked.field].question, in_words.where_it_stands(asked, told.sheet), asked.said, asked.why,
        control_for(name, asked.field, _begun(asked, told), typed, asks=True),
    )  # fmt: skip


def _begun(asked: Asked, told: Understood) -> str:
    """What the field of a question starts with: words of the sheet that only lack something."""
    if asked.field == "shifts":
        return asked.said if any(letter in "0123456789每周" for letter in asked.said) else ""
    return controls.text_of(told.values.get(asked.field))
