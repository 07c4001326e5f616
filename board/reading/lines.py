"""Which lines under the headings are positions, and which are notes, headings of parts, totals, blank forms."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from board.reading.cells import is_ditto, line_of
from board.reading.grid import Grid, GridRow
from board.reading.vocabulary import Field
from board.sheets.opening import Value

SAYS_WHAT: Final = frozenset({Field.what, Field.content})
CORE: Final = frozenset({
    Field.what, Field.content, Field.quota, Field.place, Field.times, Field.day, Field.hours, Field.starts,
    Field.times_and_place,
})  # fmt: skip
_TOTAL: Final = re.compile(r"^(?:合|总|小|共)\s*计(?:$|人|[\s:：\d（(])")
_NOTE: Final = re.compile(
    r"^[（(【\[※★*#]*\s*(?:(?:填[表报]|补充|报名|其他|特别)?(?:说明|备注|附注|注意事项|注意|注|提示|提醒|须知|要求)\s*\d*\s*[:：、]"
    r"|(?:备注|说明|温馨提示)(?:$|[\s（(\d])|注[:：\d]|[※★])"
)
_SIGNED: Final = re.compile(
    r"^(?:填[报表制]|制表|审[核批定]|报送|单位|盖章|签[字名章]|经办|分管|书记|主任|负责人签|社区意见)[^:：]{0,10}[:：]"
)
_DATED: Final = re.compile(
    r"^(?:日期|时间)[^:：]{0,4}[:：]|^\d{4}\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?$"
)
_SIGNATURE: Final = re.compile(
    r"^\S{2,20}(?:社区|村|委员会|居委会|村委会|党委|党支部|服务中心|办事处)(?:[（(]盖?章[）)])?$"
)
_SECTION: Final = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[、.．部]|[（(][一二三四五六七八九十]+[）)]|[IVX]+[.、])"
)
_BARE: Final = re.compile(r"^\w{1,4}$")  # 备注 in one cell, what it says in the next
_NUMBERED: Final = re.compile(r"^[（(]?\d{1,2}\s*[.、．)）]")
_EXAMPLE: Final = re.compile(r"^[（(]?(?:例|示例|样例|例子|范例|填写示例|举例)[\d:：)）]*$")
_LONGEST_SECTION: Final = 30
_LONGEST_ORDINAL: Final = 4
_WHEN: Final = frozenset({
    Field.times, Field.day, Field.weekday, Field.hours, Field.starts, Field.ends, Field.times_and_place,
})  # fmt: skip
# What a form has in every row before anybody filled it in says nothing yet.
_SAYS_SOMETHING: Final = _WHEN | {Field.what, Field.content, Field.quota, Field.conditions, Field.remarks}


@dataclass(frozen=True)
class Line:
    """One position's row, its cells by column; `section` is the line that heads its part of the table."""

    number: int
    cells: Mapping[int, Value]
    section: str = ""


class Sorter:
    """Tells positions from notes, headings of parts, totals and blank forms."""

    def __init__(
        self, grid: Grid, headings: Mapping[int, str], fields: Mapping[Field, tuple[int, ...]]
    ) -> None:
        self.grid, self.headings, self.fields = grid, headings, fields
        self.lines: list[Line] = []
        self.notes: list[str] = []
        self._section = ""
        self._said_what = {column for field in SAYS_WHAT for column in fields.get(field, ())}
        self._numbers = set(fields.get(Field.number, ()))
        self._core = {column for field in CORE for column in fields.get(field, ())}
        self._when = {column for field in _WHEN for column in fields.get(field, ())}
        self._says_something = {column for field in _SAYS_SOMETHING for column in fields.get(field, ())} | {
            column for column in range(1, grid.width + 1) if column not in headings
        }

    def sort(self, rows: Sequence[GridRow]) -> None:
        last = max((n for n, row in enumerate(rows) if self._is_position(row)), default=-1)
        for number, row in enumerate(rows):
            if self._is_position(row):
                self.lines.append(Line(row.number, self._cells(row), self._section))
            elif not self._is_left_out(row):
                self._keep_words(row, is_followed=number < last)

    def _is_position(self, row: GridRow) -> bool:
        said = set(row.cells) - self._numbers
        if self._is_left_out(row) or self._is_heading_of_part(row):
            return False
        if said & self._said_what and said & self._core - self._said_what:
            named = row.own.get(min(said & self._said_what), "")
            return not (_NOTE.match(named) or _SIGNED.match(named))
        if is_note(row) or _is_signed(row):
            return False
        return self._is_beginning(row, said)

    def _is_beginning(self, row: GridRow, said: set[int]) -> bool:
        """A position of which little is known yet."""
        if said & self._said_what and (len(said) > 1 or self._numbers & set(row.own)):
            return not (stands_alone(row) and self._is_wide(row))
        if len(said) == 1:
            is_named = bool(said & self._said_what) and _is_name(row.texts[0])
            return is_named and not self._numbers and not self._is_wide(row)
        return bool(said & self._core)

    def _is_left_out(self, row: GridRow) -> bool:
        """A total, the headings again, an example, a line that nobody has filled in yet."""
        texts = row.texts
        again = sum(self.headings.get(column) == line_of(text) for column, text in row.own.items())
        return (
            (any(_TOTAL.match(text) for text in texts[:2]) and not set(row.own) & self._when)
            or (again >= 2 and 2 * again > len(texts))
            or any(_EXAMPLE.match(row.own.get(column, "")) for column in self._numbers)
            or (not set(row.cells) - self._numbers and len(texts[0]) <= _LONGEST_ORDINAL)
            or (len(row.own) > 1 and not set(row.cells) & self._says_something)
        )

    def _is_heading_of_part(self, row: GridRow) -> bool:
        text = row.texts[0]
        return stands_alone(row) and len(text) <= _LONGEST_SECTION and bool(_SECTION.match(text))

    def _is_wide(self, row: GridRow) -> bool:
        column = min(row.own)
        return 2 * (self.grid.reaches(row, column) - column + 1) > len(self.headings)

    def _keep_words(self, row: GridRow, *, is_followed: bool) -> None:
        text = row.texts[0]
        is_short = len(row.own) == 1 and len(text) <= _LONGEST_SECTION
        if is_followed and is_short and not _NOTE.match(text):
            self._section = text
        elif not _is_signed(row):
            self.notes.append(("：" if _BARE.match(text) else "  ").join(row.texts))

    def _cells(self, row: GridRow) -> dict[int, Value]:
        above = self.lines[-1].cells if self.lines else {}
        return {
            column: above.get(column, value) if is_ditto(value) else value
            for column, value in sorted(row.cells.items())
        }


def is_note(row: GridRow) -> bool:
    """Does it begin as notes do: 说明:, 备注:, ※?"""
    return bool(_NOTE.match(row.texts[0]))


def stands_alone(row: GridRow) -> bool:
    return len(row.own) == 1


def _is_signed(row: GridRow) -> bool:
    """Who filled the form in, and when."""
    text = row.texts[0]
    return bool(_SIGNED.match(text) or (stands_alone(row) and (_SIGNATURE.match(text) or _DATED.match(text))))


def _is_name(text: str) -> bool:
    return len(text) <= 20 and not _NUMBERED.match(text) and not text.endswith(("。", "；", ".", ";"))
