"""What a flag rests on, in words and as rows with the way to each; rows of other areas are counted only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from board import dates, rounding
from board.accounts import scope
from board.accounts.models import Person
from board.areas.models import Area
from board.attendance.models import Attendance, How
from board.attendance.words import HOW_WORDS
from board.db import session
from board.flags.models import Kind, RecordFlag
from board.positions.models import Position, Shift
from board.records import ledger
from board.records.ledger import Line
from board.records.models import ServiceRecord
from board.records.queries import READERS
from board.records.views import showing

SHOWN: Final = 30
Shown = dict[str, Any]


@dataclass(frozen=True)
class Names:
    """Colleagues by id, as they sign everywhere at the desk."""

    by_id: dict[int, str]

    @classmethod
    def of(cls, flags: Iterable[RecordFlag]) -> "Names":
        ids = {flag.evidence.get(name) for flag in flags for name in ("by", "confirmed_by")}
        ids |= {flag.looked_by for flag in flags}
        people = select(Person.id, Person.name, Person.volunteer_no).where(Person.id.in_(ids - {None}))
        return cls({number: name or volunteer_no for number, name, volunteer_no in session.execute(people)})

    def __getitem__(self, number: int | None) -> str:
        return self.by_id.get(number or 0, "系统")


def sentence(flag: RecordFlag, names: Names) -> str:
    """What was found, with its numbers."""
    return _SENTENCES[Kind(flag.kind)](flag.evidence, names)


def _tapped(told: Shown, names: Names) -> str:
    at = dates.moment(datetime.fromisoformat(told["at"]))
    return f"{names[told['by']]}在 {at} 起的一分钟里点了 {len(told['attendance'])} 个人到。"


def _shared(told: Shown, _: Names) -> str:
    return f"同一部手机在一个班次给 {len(told['attendance'])} 个人扫码签了到。"


def _long_day(told: Shown, _: Names) -> str:
    hours = rounding.exact(told["minutes"])
    return f"一个人在 {dates.day(date.fromisoformat(told['day']))} 记了 {hours}，{len(told['records'])} 条。"


def _twice(told: Shown, _: Names) -> str:
    day = dates.day(date.fromisoformat(told["day"]))
    return f"一个人 {day} 的 {len(told['records'])} 条时长，时间重叠超过 10 分钟。"


def _late(told: Shown, names: Names) -> str:
    count = len(told.get("records", ())) + len(told.get("attendance", ()))
    return f"{names[told['by']]}在 {dates.day(date.fromisoformat(told['night']))} 夜里记了 {count} 条。"


def _leap(told: Shown, _: Names) -> str:
    now, before = _percent(told["back_filled"], told["of"]), _percent(told["before"], told["before_of"])
    month = dates.long_month(date.fromisoformat(told["month"]))
    return f"{month} {told['of']} 条时长里有 {told['back_filled']} 条补录（{now}），前三个月是 {before}。"


def _percent(some: int, total: int) -> str:
    return f"{round(100 * some / total)} %" if total else "0 %"


def _hurried(told: Shown, names: Names) -> str:
    count = len(told["records"])
    return f"{names[told['by']]}记的 {count} 条，{names[told['confirmed_by']]}在一分钟内就确认了。"


_SENTENCES: Final = {
    Kind.same_minute: _tapped,
    Kind.one_device: _shared,
    Kind.over_day: _long_day,
    Kind.two_places: _twice,
    Kind.at_night: _late,
    Kind.backfill_share: _leap,
    Kind.quick_confirm: _hurried,
}


@dataclass(frozen=True)
class Rows:
    """The first rows of evidence that the person may see, and how many more there are."""

    rows: list[Shown]
    more: int


def rows(flag: RecordFlag, person: Person) -> Rows:
    covered = select(Area.id).where(scope.within(scope.areas_of(person, *READERS)))
    records, seen = flag.evidence.get("records", []), flag.evidence.get("attendance", [])
    mine = ServiceRecord.id.in_(records[:SHOWN]), ServiceRecord.area_id.in_(covered)
    found = [_record(line) for line in ledger.lines(*mine, with_people=True)] if records else []
    found += [_seen(row) for row in _attendance(seen[: SHOWN - len(found)], covered)] if seen else []
    return Rows(found, len(records) + len(seen) - len(found))


def _record(line: Line) -> Shown:
    person, position = line.record.person, line.record.shift.position
    return {
        "name": person.name or person.volunteer_no,
        "what": f"{position.title}，{dates.when(line.starts_at, line.ends_at)}，{showing.worth(line)}",
        "address": f"/desk/records/{line.record.id}",
        "mark": showing.marks(line),
    } | showing.state(line)


def _attendance(ids: Sequence[int], covered: Any) -> Sequence[Attendance]:  # a subquery of area ids
    wanted = (
        select(Attendance)
        .join(Attendance.person)
        .join(Attendance.shift)
        .join(Shift.position)
        .where(Attendance.id.in_(ids), Position.area_id.in_(covered))
        .options(
            contains_eager(Attendance.person), contains_eager(Attendance.shift).contains_eager(Shift.position)
        )
        .order_by(Attendance.noted_at, Attendance.id)
    )
    return session.scalars(wanted).all()


def _seen(row: Attendance) -> Shown:
    how = f"{HOW_WORDS[How(row.how)]}，{dates.moment(row.noted_at)} 记的"
    return {
        "name": row.person.name or row.person.volunteer_no,
        "what": f"{row.shift.position.title}，{dates.clock_time(row.at)} 到，{how}",
        "address": f"/desk/shifts/{row.shift_id}/hours",
        "mark": "",
    }
