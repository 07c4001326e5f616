"""The one query behind every total, and what a record is worth now.

Every step says what it adds to the totals, so that a total is one sum over steps, whoever asks: a
person, a position, a community, a certificate, an export.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased, contains_eager

from board import rounding
from board.accounts import scope
from board.accounts.models import Person
from board.areas.models import Area
from board.db import session
from board.records.models import Kind, RecordStep, ServiceRecord, Source, State

_notice: timedelta = timedelta(days=7)


def use_notice_of(days: int) -> None:
    """How long hours are shown publicly before a certificate may name them; told once, at the start."""
    global _notice
    _notice = timedelta(days=days)


def notice_days() -> int:
    return _notice.days


@dataclass(frozen=True, slots=True)
class Total:
    """Minutes that count, and how often somebody served; whoever only took part adds times alone."""

    minutes: int = 0
    times: int = 0

    @property
    def words(self) -> str:
        """12.5 小时（12 小时 20 分）."""
        return rounding.words(self.minutes)


_SUMS: Final = (
    func.coalesce(func.sum(RecordStep.added_minutes), 0),
    func.coalesce(func.sum(RecordStep.added_times), 0),
)


def total(*where: ColumnElement[bool]) -> Total:
    """The sum over the steps that fulfil this; join nothing: names of other tables go through `in_`."""
    minutes, times = session.execute(select(*_SUMS).where(*where)).one()
    return Total(int(minutes), int(times))


def totals_by(column: Any, *where: ColumnElement[bool]) -> dict[Any, Total]:  # any column of the steps
    """The same sum for each value of a column of the steps."""
    found = session.execute(select(column, *_SUMS).where(*where).group_by(column))
    return {value: Total(int(minutes), int(times)) for value, minutes, times in found}


def of_person(person: Person) -> Total:
    """Everything this person served, with what was recorded before they had an account."""
    return total(RecordStep.person_id.in_(selves(person)))


def of_area(area: Area) -> Total:
    """What was recorded in this area and below it."""
    return total(in_area(area))


def in_area(area: Area) -> ColumnElement[bool]:
    """Steps of records of this area and what lies below it."""
    return RecordStep.area_id.in_(select(Area.id).where(scope.within([area])))


def of_records(*where: ColumnElement[bool]) -> Total:
    """The sum over the records that fulfil this: a shift's, a position's, a period's."""
    return total(RecordStep.record_id.in_(select(ServiceRecord.id).where(*where)))


def by_position(*where: ColumnElement[bool]) -> dict[int, Total]:
    """The sum over the records that fulfil this, for each of their positions."""
    found = (
        select(ServiceRecord.position_id, *_SUMS)
        .join(RecordStep, RecordStep.record_id == ServiceRecord.id)
        .where(*where)
        .group_by(ServiceRecord.position_id)
    )
    return {position: Total(int(minutes), int(times)) for position, minutes, times in session.execute(found)}


def selves(person: Person) -> Select[int]:
    """The ids under which this person served: their own, and those of records they have claimed; for `in_`."""
    return select(Person.id).where((Person.id == person.id) | (Person.claimed_by == person.id))


@dataclass(frozen=True)
class Line:
    """A record as it stands: what was first written down, and its last step."""

    record: ServiceRecord
    last: RecordStep | None
    confirmed_at: datetime | None  # the last time somebody confirmed it, whatever came after

    @property
    def state(self) -> State:
        return self.record.state_after(self.last)

    @property
    def is_back_filled(self) -> bool:
        return self.record.source == Source.backfill

    @property
    def minutes(self) -> int:
        return (self.last or self.record).minutes

    @property
    def starts_at(self) -> datetime:
        return (self.last or self.record).starts_at

    @property
    def ends_at(self) -> datetime:
        return (self.last or self.record).ends_at

    @property
    def step(self) -> int:
        """The number of its last step; 0 before the first."""
        return self.last.step if self.last else 0

    @property
    def counted_minutes(self) -> int:
        """What it adds to totals as it stands."""
        return self.minutes if self.state == State.confirmed and self.record.counts else 0

    @property
    def noticed_until(self) -> datetime | None:
        """When its public notice ends; None while nobody has confirmed it."""
        if self.state not in (State.confirmed, State.held) or self.confirmed_at is None:
            return None
        return self.confirmed_at + _notice

    def is_noticed_at(self, now: datetime) -> bool:
        """Confirmed, shown publicly for the whole notice, and nobody's objection open: a certificate may name it."""
        until = self.noticed_until
        return self.state == State.confirmed and until is not None and until <= now


_last: Final = aliased(RecordStep, name="last_step")
_newer: Final = aliased(RecordStep, name="newer_step")
_confirmation: Final = aliased(RecordStep, name="confirmation")
_NUMBER: Final = (
    select(func.max(_newer.step)).where(_newer.record_id == ServiceRecord.id).correlate(ServiceRecord)
).scalar_subquery()
_CONFIRMED_AT: Final = (
    select(func.max(_confirmation.at))
    .where(_confirmation.record_id == ServiceRecord.id, _confirmation.kind == Kind.confirmed)
    .correlate(ServiceRecord)
).scalar_subquery()


def standing() -> Select[ServiceRecord, RecordStep, datetime]:
    """Records with their last step and the instant they were last confirmed; add conditions and an order."""
    is_last = and_(_last.record_id == ServiceRecord.id, _last.step == _NUMBER)
    return select(ServiceRecord, _last, _CONFIRMED_AT).outerjoin(_last, is_last)


def read(query: Select[ServiceRecord, RecordStep, datetime]) -> list[Line]:
    """The lines of a query made by `standing`."""
    return [Line(record, last, at) for record, last, at in session.execute(query)]


def lines(*where: ColumnElement[bool], with_people: bool = False) -> list[Line]:
    """Records that fulfil this as they stand now, by id; with the people on them when pages name them."""
    query = standing().where(*where).order_by(ServiceRecord.id)
    if with_people:
        query = query.join(ServiceRecord.person).options(contains_eager(ServiceRecord.person))
    return read(query)


def line_of(record_id: int) -> Line | None:
    found = lines(ServiceRecord.id == record_id)
    return found[0] if found else None


def last_kind_in(kinds: Iterable[Kind]) -> ColumnElement[bool]:
    """For queries made by `standing`: the record's last step is one of these."""
    return _last.kind.in_(list(kinds))
