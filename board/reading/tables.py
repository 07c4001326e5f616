"""The tables of a sheet: where the headings are, which lines are positions, what stands around them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from board.reading import columns
from board.reading.cells import letters, line_of, words_of
from board.reading.grid import Grid, GridRow, grid_of
from board.reading.lines import CORE, SAYS_WHAT, Line, Sorter, is_note, stands_alone
from board.reading.vocabulary import Field
from board.sheets.opening import Sheet

_TITLE: Final = re.compile(r"(?:清单|表|计划|岗位|任务|安排|名单|台账|活动)(?:[（(].*[）)])?$")


@dataclass(frozen=True)
class Table:
    """Headings and the lines under them; what stands `above` and in the `notes`."""

    sheet: str
    headings: Mapping[int, str]
    fields: Mapping[Field, tuple[int, ...]]
    lines: Sequence[Line]
    above: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    on_its_side: bool = False

    def has(self, field: Field) -> bool:
        return field in self.fields

    def name_of(self, line: Line, column: int) -> str:
        """E9: what a spreadsheet calls this cell."""
        row, across = (column, line.number) if self.on_its_side else (line.number, column)
        return f"{letters(across)}{row}"


@dataclass(frozen=True)
class _Head:
    """Where headings stand: the first and the last of their rows among the grid's, and what they say."""

    first: int
    last: int
    headings: Mapping[int, str]


def tables_of(sheet: Sheet) -> list[Table]:
    """Every table of the sheet, from top to bottom; none if it has no row of headings."""
    grid = grid_of(sheet)
    heads = list(_heads(grid))
    if not heads:
        return []
    ends = [head.first for head in heads[1:]] + [len(grid.rows)]
    above = _texts(grid.rows[: heads[0].first])
    tables = []
    for head, end in zip(heads, ends, strict=True):
        rows, following = _parted(grid, head, end, is_last=end == len(grid.rows))
        for headings in _side_by_side(head.headings):
            tables.append(_table(sheet.name, grid, headings, _only(rows, headings, head.headings), above))
        above = following or above
    return tables


def _heads(grid: Grid) -> Iterator[_Head]:
    after = 0
    for number, row in enumerate(grid.rows):
        if number < after or not _is_head(row):
            continue
        below = grid.rows[number + 1] if number + 1 < len(grid.rows) else None
        if below is not None and _is_second_line(grid, row, below):
            yield _Head(number, number + 1, _both_lines(grid, row, below))
            after = number + 2
        else:
            yield _Head(number, number, {column: line_of(text) for column, text in row.own.items()})
            after = number + 1


def _is_head(row: GridRow) -> bool:
    """Do these cells name columns: what, and when, where or how many, most of them known words?"""
    texts = row.texts
    if len(texts) < 2 or not any(columns.names_exactly(text) for text in texts):
        return False
    named = columns.known_in(texts)
    if 2 * len(named) < len(texts):
        if 3 * len(named) < len(texts):
            return False
        named = columns.named_in(texts)
        if 5 * len(named) < 4 * len(texts):
            return False
    core = CORE & set(named)
    return len(core) >= 2 and (bool(core & SAYS_WHAT) or len(core) > 2)


def _is_second_line(grid: Grid, row: GridRow, below: GridRow) -> bool:
    """Does the row below only name parts of headings: 时间 over 日期 and 时段?"""
    if not below.own or not columns.known_in(below.texts):
        return False
    return all(_parts_a_heading(grid, row, column) and len(text) <= 12 for column, text in below.own.items())


def _parts_a_heading(grid: Grid, row: GridRow, column: int) -> bool:
    heading = max((left for left in row.own if left <= column), default=0)
    if heading == column:
        return grid.reaches(row, column) > column or column + 1 not in row.own
    return heading > 0


def _both_lines(grid: Grid, row: GridRow, below: GridRow) -> dict[int, str]:
    said = {column: line_of(text) for column, text in row.own.items()}
    for column, text in below.own.items():
        over = max(left for left in row.own if left <= column)
        if (
            columns.names_exactly(f"{said[over]}{text}")
            or over == column
            or grid.reaches(row, over) >= column
        ):
            said[column] = f"{line_of(row.own[over])}{line_of(text)}"
        else:
            said[column] = line_of(text)
    return said


def _parted(grid: Grid, head: _Head, end: int, *, is_last: bool) -> tuple[Sequence[GridRow], tuple[str, ...]]:
    """The rows under these headings, and the titles that already belong to the next table."""
    rows = grid.rows[head.last + 1 : end]
    if is_last:
        return rows, ()
    start = len(rows)
    while start and stands_alone(rows[start - 1]) and not is_note(rows[start - 1]):
        start -= 1
    titles = [number for number in range(start, len(rows)) if _TITLE.search(rows[number].texts[0])]
    first = titles[0] if titles else len(rows)
    return rows[:first], _texts(rows[first:])


def _side_by_side(headings: Mapping[int, str]) -> list[Mapping[int, str]]:
    """The headings of each table, where the same ones come twice in a row: 岗位 时间 人数 | 岗位 时间 人数."""
    order = sorted(headings)
    words = [columns.plain(headings[column]) for column in order]
    for count in range(3, len(order) // 2 + 1):
        parts = [words[start : start + count] for start in range(0, len(words), count)]
        if all(part == parts[0] for part in parts):
            return [
                {c: headings[c] for c in order[start : start + count]}
                for start in range(0, len(order), count)
            ]
    return [headings]


def _only(
    rows: Sequence[GridRow], headings: Mapping[int, str], all_headings: Mapping[int, str]
) -> list[GridRow]:
    """The rows as far as they belong to these headings; all of a row if there are no others."""
    if len(headings) == len(all_headings):
        return list(rows)
    of_others = set(all_headings) - set(headings)
    kept = (
        GridRow(
            row.number,
            {column: text for column, text in row.own.items() if column not in of_others},
            {column: value for column, value in row.cells.items() if column not in of_others},
        )
        for row in rows
    )
    return [row for row in kept if row.own]


def _table(
    name: str, grid: Grid, headings: Mapping[int, str], rows: Sequence[GridRow], above: tuple[str, ...]
) -> Table:
    fields = _with_nameless_title(columns.assign(headings), headings, rows)
    sorter = Sorter(grid, headings, fields)
    sorter.sort(rows)
    return Table(name, headings, fields, sorter.lines, above, tuple(sorter.notes))


def _with_nameless_title(
    fields: dict[Field, tuple[int, ...]], headings: Mapping[int, str], rows: Sequence[GridRow]
) -> dict[Field, tuple[int, ...]]:
    """Where no heading means the title, the first nameless column with words in it is it."""
    if Field.what in fields:
        return fields
    counts: dict[int, int] = {}
    for row in rows:
        for column, text in row.own.items():
            if column not in headings and not text.replace(".", "").isdigit():
                counts[column] = counts.get(column, 0) + 1
    often = [column for column in sorted(counts) if 2 * counts[column] > len(rows)]
    return fields | {Field.what: (often[0],)} if often else fields


def _texts(rows: Sequence[GridRow]) -> tuple[str, ...]:
    return tuple(text for row in rows for text in row.texts)


def heading_of(table: Table, column: int) -> str:
    """What the column is called; one without a heading by its letter."""
    return table.headings.get(column) or f"（{letters(column)} 列）"


def text_in(line: Line, column: int) -> str:
    return words_of(line.cells.get(column))
