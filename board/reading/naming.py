"""What a list is called, which kind it is, which days it is for: from titles, sheet and file names, and notes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from board.positions.words import ListKind
from board.reading import periods
from board.reading.cells import line_of
from board.reading.periods import Naming
from board.reading.tables import Table

_LONGEST_TITLE: Final = 80
_LONGEST_INTRODUCTION: Final = 500
_NAMES_A_LIST: Final = re.compile(r"清单|岗位|任务|志愿|公益|需求|招募|活动|计划|安排|一览|表")
_NO_NAME: Final = re.compile(
    r"^(?:附件|附表|附|表)\s*[\d一二三四五六七八九十]*\s*[:：.]?$|^(?:单位|怎么填|填写说明|填[报表]|日期|时间|制表|联系|电话|说明|备注|注)[^:：]{0,8}[:：]"
)
_PREFIX: Final = re.compile(r"^[（(【\[]?\s*(?:说明|备注|附注|注)\s*[:：]\s*")
_DAYS: Final = re.compile(r"^清单日子\s*[:：]")  # our own export says so
_BARE: Final = frozenset({"", "说明", "备注", "注"})
_PLAIN_SHEET: Final = re.compile(r"^(?:sheet|工作表|表)\s*\d*$", re.IGNORECASE)
_SUFFIX: Final = re.compile(r"\.(?:xlsx|xlsm|xls|csv|txt)$", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """One table's name, the lines around it that say something, and what they say of its days."""

    title: str
    others: tuple[str, ...]
    kind: ListKind
    days: Naming
    filled_on: date | None


def name_of(table: Table, file_name: str, today: date) -> Named:
    """What stands above the table names it; else the sheet's name, if somebody gave it one."""
    above = [line for text in table.above if (line := line_of(text))]
    title = _title_among(above)
    file = plain_name(file_name)
    others = [text for text in above if text != title]
    said = [note for note in table.notes if _DAYS.match(note)]
    places = [*said, title, *others, table.sheet, periods.without_days(file)]
    is_task = any("任务清单" in text for text in (*above, table.sheet, file))
    return Named(
        title=title,
        others=tuple(filter(_says_something, others)),
        kind=ListKind.task if is_task else ListKind.opportunity,
        days=periods.named_in(filter(None, places), today),
        filled_on=periods.filled_on([*above, *table.notes]),
    )


def _says_something(text: str) -> bool:
    """Is it more than who filled the form in, and when?"""
    return not _NO_NAME.match(text) and not periods.is_filled_in(text)


def title_of(named: Sequence[Named], tables: Sequence[Table], file_name: str) -> str:
    """The list's title: the first table's, else the file's name, else the sheet's."""
    sheets = (table.sheet for table in tables if not _PLAIN_SHEET.match(table.sheet))
    found = (
        next((each.title for each in named if each.title), "") or plain_name(file_name) or next(sheets, "")
    )
    return found[:_LONGEST_TITLE]


def introduction_of(named: Sequence[Named], tables: Sequence[Table]) -> str:
    """What stands above and below the tables, each line once, without 说明:."""
    lines = [line for each in named for line in each.others]
    lines += [_PREFIX.sub("", note) for table in tables for note in table.notes if not _DAYS.match(note)]
    text = "\n".join(dict.fromkeys(line for line in lines if line not in _BARE))
    return text if len(text) <= _LONGEST_INTRODUCTION else f"{text[: _LONGEST_INTRODUCTION - 1]}…"


def plain_name(file_name: str) -> str:
    """The file's name as a title: without folders, the ending, and `(1)` of a second download."""
    name = _SUFFIX.sub("", re.split(r"[/\\]", file_name)[-1])
    return line_of(re.sub(r"\s*[（(]\d+[)）]$|[-_ ]*副本$", "", name))


def _title_among(above: Iterable[str]) -> str:
    """The line that names a list; the last of them, for the authority's name stands first."""
    names = [text for text in above if _says_something(text)]
    fitting = [text for text in names if _NAMES_A_LIST.search(text) and not text.endswith(("。", "；"))]
    best = [text for text in fitting if re.search(r"清单|表[）)]?$", text)]
    return next(iter(best or fitting or names), "")
