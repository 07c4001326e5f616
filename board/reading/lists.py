"""A sheet's rows as the board understands them. Reads no database."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from board.phrases.when import Frame
from board.positions.words import ListKind
from board.reading import naming, periods, tables
from board.reading.grid import turned
from board.reading.lines import Line
from board.reading.naming import Named
from board.reading.periods import Period
from board.reading.results import Asked, ReadList, ReadRow
from board.reading.rows import Understanding
from board.reading.tables import Table
from board.reading.times import Said, times_of
from board.sheets.limits import MOST_ROWS, TOO_MANY_ROWS
from board.sheets.opening import CannotRead, Sheet

__all__ = ["Asked", "ReadList", "ReadRow", "read"]

_NO_TABLE: Final = (
    "没找到岗位的表头。表头是一行栏名，至少要有岗位名称，还有时间、地点、人数里的一样；粘贴的话，把表头那一行也一起复制。"
    "也可以下载我们的模板，填好再传。"
)
_NO_ROWS: Final = "找到了表头，可是下面一个岗位也没有。请填好再传。"
_SHOWS_HOW: Final = re.compile(
    r"填[表报写]?说明|填写|示例|样例|样表|范例|范本|举例|模板说明|使用说明|字典|选项"
)
_ALIKE: Final = "和{sheet}第 {row} 行的名称、时间、地点都一样，是不是重复了？要留着就改个名称。"


@dataclass(frozen=True)
class _Part:
    """One table with its name, the frame its times are read in, and the month they are guessed to be in."""

    table: Table
    named: Named
    frame: Frame


def read(
    sheets: Sequence[Sheet], *, file_name: str, today: date, after_row: Callable[[int], None] | None = None
) -> ReadList:
    """Everything the file says. `after_row` is told how many rows are done. CannotRead if it has no table."""
    parts = [_part(table, file_name, today) for table in _tables(sheets)]
    _refuse_none_or_too_many(parts)
    rows: list[ReadRow] = []
    for row in _rows(parts):
        rows.append(row)
        if after_row is not None:
            after_row(len(rows))
    tables_read, named = [part.table for part in parts], [part.named for part in parts]
    return ReadList(
        title=naming.title_of(named, tables_read, file_name),
        period=_whole_period(named),
        kind=next((each.kind for each in named if each.kind == ListKind.task), ListKind.opportunity),
        introduction=naming.introduction_of(named, tables_read),
        rows=_doubles_asked(rows),
    )


def _refuse_none_or_too_many(parts: Sequence[_Part]) -> None:
    count = sum(len(part.table.lines) for part in parts)
    if not count:
        raise CannotRead(_NO_ROWS if parts else _NO_TABLE)
    if count > MOST_ROWS:
        raise CannotRead(TOO_MANY_ROWS)


def _tables(sheets: Sequence[Sheet]) -> list[Table]:
    """The tables of all sheets but those that only show how to fill in the others."""
    upright = [table for sheet in sheets for table in tables.tables_of(sheet)]
    real = [table for table in upright if not _SHOWS_HOW.search(table.sheet)]
    if real or upright:
        return real or upright
    sideways = (table for sheet in sheets if sheet.rows for table in tables.tables_of(turned(sheet)))
    return [replace(table, on_its_side=True) for table in sideways]


def _part(table: Table, file_name: str, today: date) -> _Part:
    named = naming.name_of(table, file_name, today)
    return _Part(table, named, Frame(today, named.days.period, named.days.year))


def _rows(parts: Sequence[_Part]) -> Iterator[ReadRow]:
    for part in parts:
        said = [times_of(part.table, line, part.frame) for line in part.table.lines]
        if part.frame.period is None:
            said = _with_guessed_month(part, said)
        for line, times in zip(part.table.lines, said, strict=True):
            yield Understanding(part.table, line, times, part.named.kind).row()


def _with_guessed_month(part: _Part, said: list[Said]) -> list[Said]:
    """No month is named: 每周六 is of the month that the dated rows are in, or the one after the form's date."""
    month, why = _likely_month(part.named, said)
    if month is None:
        return said
    frame = replace(part.frame, period=month)
    return [
        _again(part.table, line, each, frame, why) for line, each in zip(part.table.lines, said, strict=True)
    ]


def _again(table: Table, line: Line, said: Said, frame: Frame, why: str) -> Said:
    """What could not be read without a month is tried with it, and called a guess."""
    if not said.times.problem or not said.phrase:
        return said
    once_more = times_of(table, line, frame)
    if once_more.times.problem:
        return said
    return replace(once_more, times=replace(once_more.times, guessed=why))


def _likely_month(named: Named, said: Sequence[Said]) -> tuple[Period | None, str]:
    rows = [
        {(starts.year, starts.month) for starts, _ in each.times.spans} for each in said if each.times.spans
    ]
    counts = Counter(month for months in rows for month in months)
    (month, count), *_ = counts.most_common(1) or [((0, 0), 0)]
    if count and 2 * count > len(rows):
        return periods.month_of(*month), f"表里没写是几月的，别的行多在 {month[1]}月，按 {month[1]}月读的。"
    if named.filled_on is not None:
        following = periods.month_after(named.filled_on)
        day = f"{named.filled_on.month}月{named.filled_on.day}日"
        return following, f"表里没写是几月的，{day}填的表，按下个月（{following[0].month}月）读的。"
    return None, ""


def _whole_period(named: Sequence[Named]) -> Period | None:
    known = [each.days.period for each in named if each.days.period is not None]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else None


def _doubles_asked(rows: Sequence[ReadRow]) -> list[ReadRow]:
    """Of two rows that say the same title, times and place, the second is asked about."""
    first: dict[object, ReadRow] = {}
    kept = []
    for row in rows:
        same = first.setdefault((row.title, row.shifts, row.place), row)
        kept.append(
            row if same is row or row.title is None or row.shifts is None else _asked_twice(row, same)
        )
    return kept


def _asked_twice(row: ReadRow, same: ReadRow) -> ReadRow:
    where = f"“{same.sheet}”" if same.sheet != row.sheet else ""
    asked = Asked("title", "", row.title or "", _ALIKE.format(sheet=where, row=same.row))
    return replace(row, title=None, asked=(*row.asked, asked))
