"""Who came to the shifts of a list, as a file: by shift, and by person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from board import clock, dates
from board.accounts.models import Person
from board.attendance.models import Attendance, How, Kind, Review
from board.attendance.queries import stands
from board.attendance.rates import attendance_rate
from board.attendance.roster import Seen
from board.attendance.sheets import MOST, doubts, notes, wall_time
from board.attendance.words import HOW_WORDS, KIND_WORDS
from board.db import session
from board.positions.models import OpportunityList, Position, Shift
from board.positions.words import State as PositionState
from board.sheets.writing import Cell, Column, Page, book
from board.signups.models import Signup, State

_SHIFTS: Final = (
    Column("岗位", 26), Column("日期", 13), Column("时间", 15), Column("要几人", 9), Column("报上", 9), Column("到", 9),
    Column("未到岗", 9), Column("请过假", 9), Column("没记", 9), Column("没报名来的", 12), Column("到岗率（%）", 12),
)  # fmt: skip
_PEOPLE: Final = (
    Column("岗位", 26), Column("日期", 13), Column("时间", 15), Column("姓名", 12), Column("志愿者编号", 13),
    Column("结果", 12), Column("到", 8), Column("走", 8), Column("怎么记的", 12), Column("备注", 24),
)  # fmt: skip
RATE_MEANS: Final = "到岗率 = 到的 ÷（到的 + 未到岗的），只算报上名额的人；请过假的、还没记的不算。"


@dataclass
class _Line:
    """One person on one shift: whether they had a place, and what was seen of them, by kind."""

    person: Person
    has_place: bool
    seen: dict[Kind, Seen] = field(default_factory=dict)

    @property
    def result(self) -> str:
        found = next((kind for kind in (Kind.arrived, Kind.absent, Kind.excused) if kind in self.seen), None)
        if found == Kind.arrived:
            return "到了" if self.has_place else "没报名来的"
        return KIND_WORDS[found] if found else ""


def attendance(opportunity_list: OpportunityList) -> bytes:
    """Two sheets: every shift with its numbers, every person with what was seen of them."""
    shifts = _shifts(opportunity_list)
    lines = _lines(opportunity_list)
    by_shift = [(shift, lines.get(shift.id, [])) for shift in shifts]
    rows = [_person_row(shift, line) for shift, found in by_shift for line in found]
    title = f"{opportunity_list.title}：到岗"
    return book([
        Page("按班次", _SHIFTS, [_shift_row(shift, found) for shift, found in by_shift], title=title, notes=[RATE_MEANS]),
        Page("按人", _PEOPLE, rows[:MOST], title=title, notes=notes(cut=len(rows) > MOST)),
    ])  # fmt: skip


def _shifts(on: OpportunityList) -> Sequence[Shift]:
    held = (
        select(Shift)
        .join(Shift.position)
        .where(Position.list_id == on.id, Position.state == PositionState.published)
        .where(Shift.cancelled_at.is_(None))
        .options(contains_eager(Shift.position))
    )
    return session.scalars(held.order_by(Position.item, Position.id, Shift.starts_at, Shift.id)).all()


def _lines(on: OpportunityList) -> dict[int, list[_Line]]:
    """By shift: those with a place, then those who came without, each by number."""
    lines: dict[tuple[int, int], _Line] = {}
    for shift, person in session.execute(_placed(on)):
        lines[shift, person.id] = _Line(person, has_place=True)
    for row, person in session.execute(_seen(on)):
        line = lines.setdefault((row.shift_id, person.id), _Line(person, has_place=False))
        review = Review(row.review) if row.review and row.settled_at is None else None
        line.seen[Kind(row.kind)] = Seen(row.id, row.at, How(row.how), review)
    by_shift: dict[int, list[_Line]] = {}
    for (shift, _), line in sorted(lines.items(), key=lambda item: _order(item[1])):
        by_shift.setdefault(shift, []).append(line)
    return by_shift


def _placed(on: OpportunityList) -> Select[int, Person]:
    people = select(Signup.shift_id, Person).join(Signup.person).join(Signup.shift).join(Shift.position)
    return people.where(Position.list_id == on.id, Signup.state == State.accepted)


def _seen(on: OpportunityList) -> Select[Attendance, Person]:
    people = select(Attendance, Person).join(Attendance.person).join(Attendance.shift).join(Shift.position)
    return people.where(Position.list_id == on.id, stands())


def _order(line: _Line) -> tuple[bool, str]:
    return not line.has_place, line.person.volunteer_no


def _when(shift: Shift) -> list[Cell]:
    day, hours = dates.local_day(shift.starts_at), dates.time_range(shift.starts_at, shift.ends_at)
    return [shift.position.title, day, hours]


def _shift_row(shift: Shift, lines: Sequence[_Line]) -> list[Cell]:
    placed = [line for line in lines if line.has_place]
    arrived, absent, excused = (_count(placed, kind) for kind in (Kind.arrived, Kind.absent, Kind.excused))
    over = shift.ends_at <= clock.now()
    unknown = len(placed) - arrived - absent - excused if over else None
    walked_in = _count([line for line in lines if not line.has_place], Kind.arrived)
    rate = attendance_rate(arrived, absent) if over else None
    return [*_when(shift), shift.quota, len(placed), arrived, absent, excused, unknown, walked_in, rate]


def _count(lines: Iterable[_Line], kind: Kind) -> int:
    return sum(kind in line.seen for line in lines)


def _person_row(shift: Shift, line: _Line) -> list[Cell]:
    person, came, went = line.person, line.seen.get(Kind.arrived), line.seen.get(Kind.left)
    how = next((HOW_WORDS[seen.how] for kind, seen in line.seen.items() if kind != Kind.left), "")
    return [*_when(shift), person.name or person.volunteer_no, person.volunteer_no, line.result,
            wall_time(came), wall_time(went), how, doubts((came, went))]  # fmt: skip
