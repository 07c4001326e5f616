"""The roster of a shift as a file. No phone is in it in full."""

from collections.abc import Iterable
from datetime import time
from typing import Final

from board import clock, dates
from board.attendance.keeping import Keeper
from board.attendance.roster import Entry, Roster, Section, Seen
from board.attendance.words import KIND_WORDS, REVIEW_WORDS
from board.sheets.writing import Cell, Column, Page, book
from board.web.filters import masked_mobile

MOST: Final = 5000
_COLUMNS: Final = (
    Column("序", 6), Column("姓名", 12), Column("志愿者编号", 13), Column("电话", 15), Column("状态", 12),
    Column("到", 8), Column("走", 8), Column("备注", 24), Column("签名", 16),
)  # fmt: skip
_SECTIONS: Final = {
    Section.coming: "还没到",
    Section.here: "已到",
    Section.gone: "已走",
    Section.missing: "没来",
    Section.line: "候补",
}


def roster(keeper: Keeper) -> bytes:
    """Everybody on the shift. Names in full for staff, who have them on paper too; for leaders masked."""
    shift = keeper.shift
    found = Roster(shift).everybody(most=MOST + 1)
    rows = [_row(number, entry, keeper) for number, entry in enumerate(found[:MOST], 1)]
    title = f"{shift.position.title}，{dates.when(shift.starts_at, shift.ends_at)}"
    return book([Page("名册", _COLUMNS, rows, title=title, notes=notes(cut=len(found) > MOST))])


def notes(*, cut: bool) -> list[str]:
    """What stands below everybody's names: how much was left out, when it was taken, what it is for."""
    said = f"导出于 {clock.local(clock.now()):%Y-%m-%d %H:%M}。只用于安排和核对这些班次，用完请删除。"
    return [f"人太多，只写了前 {MOST} 行。", said] if cut else [said]


def wall_time(seen: Seen | None) -> time | None:
    return clock.local(seen.at).time().replace(second=0, microsecond=0) if seen else None


def doubts(seen: Iterable[Seen | None]) -> str:
    """早了、没报名，待复核; nothing when nobody has to look again."""
    words = [REVIEW_WORDS[row.review] for row in seen if row and row.review]
    return "、".join(dict.fromkeys(words)) + "，待复核" if words else ""


def _row(number: int, entry: Entry, keeper: Keeper) -> list[Cell]:
    person = entry.person
    return [
        number,
        (person.name or person.volunteer_no) if keeper.is_staff else person.masked_name,
        person.volunteer_no,
        _phone(entry, keeper),
        KIND_WORDS[entry.missed] if entry.missed else _SECTIONS[entry.section],
        wall_time(entry.came),
        wall_time(entry.went),
        doubts((entry.came, entry.went)),
        None,
    ]


def _phone(entry: Entry, keeper: Keeper) -> str:
    """As the page shows it: in full only for a reason, one at a time (revealing)."""
    return masked_mobile(entry.mobile) if entry.mobile and keeper.may_phone_at(clock.now()) else ""
