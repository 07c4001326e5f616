"""What a certificate would say of somebody in one community, and what it leaves out and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from board import dates
from board.accounts.models import Person
from board.areas.models import Area
from board.records import ledger
from board.records.ledger import Line, Total
from board.records.models import RecordStep, ServiceRecord, State


class Why(StrEnum):
    """Why a record of the period is not on the certificate."""

    unconfirmed = "unconfirmed"
    in_notice = "in_notice"
    held = "held"
    voided = "voided"
    takes_part = "takes_part"


WHY_WORDS: Final = {
    Why.unconfirmed: "还没有第二个人确认",
    Why.in_notice: "确认了，公示还没有满",
    Why.held: "有人提了异议，还没有答复",
    Why.voided: "作废了",
    Why.takes_part: "只记参加，不算时长",
}
_BY_STATE: Final = {
    State.doubtful: Why.unconfirmed,
    State.proposed: Why.unconfirmed,
    State.held: Why.held,
    State.voided: Why.voided,
}


@dataclass(frozen=True)
class Period:
    """From one day to another, both meant; None leaves it open."""

    since: date | None = None
    until: date | None = None

    def has(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Group:
    """The services at one position."""

    title: str
    first: date
    last: date
    times: int
    minutes: int


@dataclass(frozen=True)
class Contents:
    """What stands on it, and what does not."""

    area: Area
    period: Period
    lines: Sequence[Line]
    left_out: Counter[Why]

    @property
    def days(self) -> tuple[date, date]:
        """The period it names: the chosen one, else from the first service to the last."""
        served = [dates.local_day(line.starts_at) for line in self.lines]
        return self.period.since or min(served), self.period.until or max(served)

    @property
    def total(self) -> Total:
        """By the one query over the ledger."""
        return ledger.total(RecordStep.record_id.in_([line.record.id for line in self.lines]))

    @property
    def groups(self) -> list[Group]:
        """By position, the one that came first first."""
        by_position: dict[int, list[Line]] = {}
        for line in sorted(self.lines, key=lambda line: (line.starts_at, line.record.id)):
            by_position.setdefault(line.record.position_id, []).append(line)
        return [_group(lines) for lines in by_position.values()]


def _group(lines: list[Line]) -> Group:
    return Group(
        title=lines[0].record.position.title,
        first=dates.local_day(lines[0].starts_at),
        last=dates.local_day(lines[-1].starts_at),
        times=len(lines),
        minutes=sum(line.counted_minutes for line in lines),
    )


def of(person: Person, area: Area, period: Period, now: datetime) -> Contents:
    """Everything this person served in this community within the period, sorted into what counts and what does not."""
    found = [
        line
        for line in ledger.lines(
            ServiceRecord.person_id.in_(ledger.selves(person)), ServiceRecord.area_id == area.id
        )
        if period.has(dates.local_day(line.starts_at))
    ]
    why = {line.record.id: why_not(line, now) for line in found}
    return Contents(
        area, period, [line for line in found if why[line.record.id] is None],
        Counter(reason for reason in why.values() if reason is not None),
    )  # fmt: skip


def why_not(line: Line, now: datetime) -> Why | None:
    """What keeps a record off a certificate; None if nothing does."""
    if line.state in _BY_STATE:
        return _BY_STATE[line.state]
    if not line.record.counts:
        return Why.takes_part
    return None if line.is_noticed_at(now) else Why.in_notice
