"""An upload as its review page shows it: rows in words, what was guessed, what is asked, how much of each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from board import clock
from board.areas import workdays
from board.areas.workdays import Calendar
from board.imports import controls, in_words, phrasing
from board.imports.controls import WAYS, Control
from board.imports.models import Upload, UploadRow
from board.imports.reading import Asked
from board.imports.understood import Understood, understood
from board.phrases.when import Frame
from board.positions import in_words as position_words
from board.positions import standing
from board.positions.forms import NO_RISK
from board.positions.words import CATEGORY_WORDS

PAGE: Final = 100
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
_NAMED_OTHERWISE: Final = {"place": "address"}  # the sheet's word -> the field of the form
# Of a row with a hazard these are asked about row by row.
_NEVER_SHARED: Final = {"risk_note", "insurance"}
IN_COLUMNS: Final = frozenset(name for names in COLUMNS.values() for name in names)


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
class Shared:
    """A field that is answered once for many rows."""

    control: Control
    guessed: int
    asked: int

    @property
    def chosen(self) -> set[str]:
        return set(self.control.value.split(","))


@dataclass(frozen=True)
class Typed:
    """What came with a form that was refused: shown again as it was typed."""

    texts: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


class Overview:
    """All rows of an upload as they stand now."""

    def __init__(self, upload: Upload, rows: Iterable[UploadRow]) -> None:
        self.upload = upload
        answers = standing.answers_for(upload.area_id)
        self.rows = [(row, understood(row, answers)) for row in rows]

    @cached_property
    def kept(self) -> list[tuple[UploadRow, Understood]]:
        return [(row, told) for row, told in self.rows if not row.left_out]

    @cached_property
    def asking(self) -> list[int]:
        """Items of the rows that have a question of their own."""
        return [row.item for row, told in self.kept if questions_of(told)]

    @cached_property
    def guessing(self) -> list[int]:
        """Items of the rows without a question in which something was guessed."""
        asking = set(self.asking)
        return [r.item for r, told in self.kept if r.item not in asking and IN_COLUMNS & set(told.guessed)]

    @property
    def sure(self) -> int:
        return len(self.kept) - len(self.asking) - len(self.guessing)

    @property
    def left_out(self) -> int:
        return len(self.rows) - len(self.kept)

    @cached_property
    def open_questions(self) -> int:
        return sum(len(questions_of(told)) for _, told in self.kept) + sum(
            bool(one.asked) for one in self.shared(Typed())
        )

    @cached_property
    def pages(self) -> int:
        return max(-(-len(self.rows) // PAGE), 1)

    def page_of_item(self, item: int) -> int:
        """Which page of the table shows this row, from 1."""
        place = next((n for n, (row, _) in enumerate(self.rows) if row.item == item), 0)
        return place // PAGE + 1

    def first_open(self) -> tuple[int, str] | None:
        """The page and the field of the first question that is still open."""
        if any(one.asked for one in self.shared(Typed())):
            return 1, next(one.control.name for one in self.shared(Typed()) if one.asked)
        if not self.asking:
            return None
        item = self.asking[0]
        told = next(told for row, told in self.kept if row.item == item)
        return self.page_of_item(item), name_of(item, questions_of(told)[0].field)

    def shared(self, typed: Typed) -> list[Shared]:
        """What is answered once for all rows that do not say it themselves."""
        return [one for name in SHARED if (one := self._shared(name, typed)) is not None]

    def _shared(self, name: str, typed: Typed) -> Shared | None:
        own_cell = name in IN_COLUMNS
        guessed = [t.values[name] for _, t in self.kept if name in t.guessed and not own_cell]
        asked = [told for _, told in self.kept if _is_asked_for_all(told, name)]
        if not guessed and not asked:
            return None
        usual = Counter(map(controls.text_of, guessed)).most_common(1)
        control = control_for(f"all-{name}", name, usual[0][0] if usual else "", typed, asks=bool(asked))
        return Shared(control, len(guessed), len(asked))

    def shown(self, page: int, typed: Typed) -> list[ShownRow]:
        """The rows of one page of the table."""
        rows = self.rows[(page - 1) * PAGE : page * PAGE]
        calendar = workdays.calendar_of(*(span.starts_at for _, told in rows for span in told.spans))
        return [_shown(row, told, typed, calendar) for row, told in rows]


def frame_of(upload: Upload) -> Frame:
    """What times somebody types on the page stand in."""
    if upload.period_start and upload.period_end:
        return Frame(clock.today(), (upload.period_start, upload.period_end))
    return Frame(clock.today())


def name_of(item: int, field_name: str) -> str:
    """What the control for this field of this row is called."""
    return f"r{item}-{field_name}"


def control_for(name: str, field_name: str, value: str, typed: Typed, *, asks: bool = False) -> Control:
    shown = typed.texts.get(name, value)
    return Control(name, field_name, WAYS[field_name], shown, typed.errors.get(name, ""), asks)


def questions_of(told: Understood) -> list[Asked]:
    """What is asked about this row alone."""
    return [asked for asked in told.asked if asked.field in WAYS and not _is_asked_for_all(told, asked.field)]


def may_be_shared(told: Understood, name: str) -> bool:
    """Of a row with a hazard, risk and insurance are its own."""
    return name not in _NEVER_SHARED or not (told.values["hazard"] or told.hazards)


def _is_asked_for_all(told: Understood, name: str) -> bool:
    """Nobody said it in the sheet: the answer is most likely the same for every row."""
    if name not in SHARED or not may_be_shared(told, name):
        return False
    return any(asked.field == name and not asked.said for asked in told.asked)


def text_in_control(told: Understood, name: str) -> str:
    """What stands in the field's control before anybody typed."""
    if name == "shifts":
        return phrasing.phrase(told.spans)
    return controls.text_of(told.values.get(name))


def _shown(row: UploadRow, told: Understood, typed: Typed, calendar: Calendar) -> ShownRow:
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
    warned = in_words.warnings(told.spans, calendar, clock.now())
    return ShownRow(row.id, row.item, words["title"][0], not row.left_out, cells, questions, warned)


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
    return position_words.who_may_come(values["audience"], values.get("min_age")), (
        [in_words.short(conditions, 24)] if conditions else ()
    )


def _risk(told: Understood) -> tuple[str, Sequence[str]]:
    """The words a reviewer should see first; the note's own words if there are none."""
    note = told.values.get("risk_note") or ""
    if told.hazards:
        return told.hazards[0], told.hazards[1:]
    return ("见上面" if _is_asked_for_all(told, "risk_note") else in_words.short(note)), ()


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
