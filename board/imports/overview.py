"""An upload as its review page shows it: what was guessed, what is asked, how much of each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from board import clock
from board.areas import workdays
from board.imports import controls, shown_row
from board.imports.asking import IN_COLUMNS, SHARED, is_asked_for_all, questions_of
from board.imports.controls import Control
from board.imports.models import Upload, UploadRow
from board.imports.shown_row import ShownRow, Typed, control_for, name_of
from board.imports.understood import Understood, understood
from board.phrases.when import Frame
from board.positions import standing

PAGE: Final = 100


@dataclass(frozen=True)
class Shared:
    """A field that is answered once for many rows."""

    control: Control
    guessed: int
    asked: int

    @property
    def chosen(self) -> set[str]:
        return set(self.control.value.split(","))


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
        asked = [told for _, told in self.kept if is_asked_for_all(told, name)]
        if not guessed and not asked and f"all-{name}" not in typed.errors:
            return None
        usual = Counter(map(controls.text_of, guessed)).most_common(1)
        control = control_for(f"all-{name}", name, usual[0][0] if usual else "", typed, asks=bool(asked))
        return Shared(control, len(guessed), len(asked))

    def shown(self, page: int, typed: Typed) -> list[ShownRow]:
        """The rows of one page of the table."""
        rows = self.rows[(page - 1) * PAGE : page * PAGE]
        calendar = workdays.calendar_of(*(span.starts_at for _, told in rows for span in told.spans))
        return [shown_row.shown(row, told, typed, calendar) for row, told in rows]


def frame_of(upload: Upload) -> Frame:
    """What times somebody types on the page stand in."""
    if upload.period_start and upload.period_end:
        return Frame(clock.today(), (upload.period_start, upload.period_end))
    return Frame(clock.today())
