"""A community's records in the field set of the national system: one row a record, in a workbook.

Read in batches and written row by row: a file of many rows takes little more memory than one of few.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from board import clock, rounding
from board.accounts import scope
from board.accounts.models import Account, Person
from board.areas.models import Area
from board.db import session
from board.dossiers.dossier import categories, sex
from board.dossiers.models import Entry, Kind, State
from board.dossiers.words import MARK_WORDS
from board.errors import RuleBroken
from board.identity import number
from board.identity import queries as identity
from board.identity import services as numbers
from board.identity.models import Use
from board.positions.models import Position
from board.records import ledger
from board.records.ledger import Line
from board.records.models import ServiceRecord, Source
from board.records.models import State as RecordState
from board.records.words import SOURCE_WORDS
from board.sheets.writing import Cell, Column, Page, book
from board.web.filters import masked_mobile

MOST_ROWS: Final = 5000
BATCH: Final = 500
_COLUMNS: Final = (
    Column("志愿者编号", 13), Column("姓名", 12), Column("性别", 7), Column("出生日期", 13), Column("证件类型", 12),
    Column("证件号码", 22), Column("居住区域", 16), Column("联系方式", 15), Column("活动名称", 26), Column("服务类别", 18),
    Column("服务日期", 13), Column("开始时间", 10), Column("结束时间", 10), Column("服务地点", 24), Column("服务内容", 34),
    Column("服务时间（小时）", 12), Column("服务时间（分钟）", 12), Column("组织单位", 16), Column("负责人", 12),
    Column("怎么记的", 14), Column("岗位编号", 13),
)  # fmt: skip
_ENTRY_COLUMNS: Final = (
    Column("志愿者编号", 13), Column("姓名", 12), Column("类别", 8), Column("日期", 13), Column("名称", 26),
    Column("内容、评价", 34), Column("学习时长（分钟）", 12), Column("组织、授予、评价单位", 24),
)  # fmt: skip
_MASKED: Final = "身份证号、手机号打了星号。录进全国系统要完整的，导出时另选。"
_FULL: Final = "身份证号只有本人同意录进全国系统的才有。用完请删除，不要转发。"


class TooManyRows(RuleBroken):
    """The period holds more records than one file does."""

    def __init__(self, rows: int) -> None:
        super().__init__(f"这段时间有 {rows:,} 条，一个文件最多 {MOST_ROWS:,} 条。请分几段导。", field="last")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which records somebody wants: of this area and below, of service between these days, both included."""

    area: Area
    first: date
    last: date

    @property
    def title(self) -> str:
        return f"{self.area.name}志愿服务记录 {self.first:%Y-%m-%d} 至 {self.last:%Y-%m-%d}"


@dataclass
class Made:
    """A workbook, and whose full numbers stand in it."""

    content: bytes = b""
    rows: int = 0
    shown: set[int] = field(default_factory=set)


def count(asked: Asked) -> int:
    """How many records there are to look at: an upper bound of the rows."""
    return session.scalar(select(func.count()).select_from(ServiceRecord).where(*_served(asked))) or 0


def make(asked: Asked, *, in_full: bool) -> Made:
    """The file. With numbers and mobiles in full only for those who agreed to the national system."""
    rows = count(asked)
    if rows > MOST_ROWS:
        raise TooManyRows(rows)
    made = Made()
    notes = [
        _FULL if in_full else _MASKED,
        f"导出于 {clock.local(clock.now()):%Y-%m-%d %H:%M}，只有确认过的记录。",
    ]
    pages = [
        Page("服务记录", _COLUMNS, _rows(asked, made, in_full=in_full), title=asked.title, notes=notes),
        Page("培训、表彰、评价", _ENTRY_COLUMNS, _entries(asked), title=asked.title),
    ]
    made.content = book(pages)
    return made


def _served(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    inside = select(Area.id).where(scope.within([asked.area]))
    first, after = (clock.at(day, time()) for day in (asked.first, asked.last + timedelta(days=1)))
    starts = ServiceRecord.starts_at
    return ServiceRecord.area_id.in_(inside), starts >= first, starts < after


def _rows(asked: Asked, made: Made, *, in_full: bool) -> Iterator[list[Cell]]:
    for batch in _batches(asked):
        confirmed = [(line, owner) for line, owner in batch if line.state == RecordState.confirmed]
        known = _Known.of([owner for _, owner in confirmed], in_full=in_full)
        for line, owner in confirmed:
            made.rows += 1
            if in_full and owner.id in known.numbers:
                made.shown.add(owner.id)
            yield [*known.person(owner), *_service(line)]


def _batches(asked: Asked) -> Iterator[list[tuple[Line, Person]]]:
    """Records with whoever they belong to now, by id, some hundred at a time; the session forgets what nobody holds."""
    after = 0
    while lines := _batch(asked, after):
        after = lines[-1].record.id
        owners = _owners({line.record.person_id for line in lines})
        yield [(line, owners[line.record.person_id]) for line in lines]


def _batch(asked: Asked, after: int) -> list[Line]:
    query = (
        ledger.standing()
        .join(ServiceRecord.position)
        .join(Position.area)
        .options(contains_eager(ServiceRecord.position).contains_eager(Position.area))
        .where(*_served(asked), ServiceRecord.id > after)
        .order_by(ServiceRecord.id)
        .limit(BATCH)
    )
    return ledger.read(query)


def _owners(ids: Collection[int]) -> dict[int, Person]:
    """By the id in the record: that person, or whoever has claimed what was recorded of them."""
    recorded = _people(ids)
    claimed = {person.id: person.claimed_by for person in recorded.values() if person.claimed_by}
    claimers = _people(set(claimed.values())) if claimed else {}
    return recorded | {record: claimers[claimer] for record, claimer in claimed.items()}


def _people(ids: Collection[int]) -> dict[int, Person]:
    found = select(Person).where(Person.id.in_(ids)).options(joinedload(Person.area))
    return {person.id: person for person in session.scalars(found)}


@dataclass(frozen=True)
class _Known:
    """What the batch's people told, read in three questions."""

    numbers: dict[int, str]
    masked: dict[int, str]
    mobiles: dict[int, str | None]
    in_full: bool

    @classmethod
    def of(cls, people: Sequence[Person], *, in_full: bool) -> "_Known":
        ids = {person.id for person in people}
        full = numbers.numbers_of(ids, Use.national) if in_full else {}
        masked = identity.masked_of(ids, Use.national) if not in_full else {}
        return cls(full, masked, _mobiles(people), in_full)

    def person(self, person: Person) -> list[Cell]:
        found = self.numbers.get(person.id)
        born: Cell = number.born_on(found) if found else _month(person)
        mobile = self.mobiles.get(person.id)
        number_shown = found or self.masked.get(person.id)
        return [
            person.volunteer_no, person.name or person.volunteer_no, sex(found) if found else "", born,
            "居民身份证" if number_shown else "", number_shown, person.area.name,
            mobile if found else masked_mobile(mobile),
        ]  # fmt: skip


def _month(person: Person) -> str:
    return f"{person.birth_month:%Y-%m}" if person.birth_month else ""


def _mobiles(people: Iterable[Person]) -> dict[int, str | None]:
    given = {person.id: person.contact_mobile for person in people}
    accounts = select(Account.person_id, Account.mobile).where(Account.person_id.in_(given))
    return given | {person_id: mobile for person_id, mobile in session.execute(accounts) if mobile}


def _service(line: Line) -> list[Cell]:
    record, position = line.record, line.record.position
    starts, ends = clock.local(line.starts_at), clock.local(line.ends_at)
    counted = line.counted_minutes
    return [
        position.title, categories(position.categories),
        starts.date(), starts.time().replace(second=0, microsecond=0), ends.time().replace(second=0, microsecond=0),
        position.address, position.content, float(rounding.rounded(counted, record.rule)), counted,
        position.area.name, position.contact_name,
        SOURCE_WORDS[Source(record.source)] + ("" if record.counts else "，只记参加"), position.number,
    ]  # fmt: skip


def _entries(asked: Asked) -> Iterator[list[Cell]]:
    inside = select(Area.id).where(scope.within([asked.area]))
    found = select(Entry).join(Entry.person).join(Entry.area).where(
        Entry.area_id.in_(inside), Entry.day >= asked.first, Entry.day <= asked.last,
        Entry.state == State.standing,
    )  # fmt: skip
    shown = found.options(contains_eager(Entry.person), contains_eager(Entry.area))
    for entry in session.scalars(shown.order_by(Entry.day, Entry.id).limit(MOST_ROWS)):
        yield _entry(entry)


def _entry(entry: Entry) -> list[Cell]:
    person, is_evaluation = entry.person, entry.kind == Kind.evaluation
    mark = MARK_WORDS[entry.mark] if entry.mark else ""
    return [
        person.volunteer_no, person.name or person.volunteer_no,
        {Kind.training: "培训", Kind.commendation: "表彰", Kind.evaluation: "评价"}[Kind(entry.kind)],
        entry.day, entry.name, "，".join(filter(None, (mark, entry.content))), entry.minutes,
        entry.area.name if is_evaluation else entry.organiser,
    ]  # fmt: skip
