"""Which records the editor has to look at before anybody may confirm them (domain §7)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, Protocol

from board import clock
from board.records import ledger
from board.records.models import Doubt, ServiceRecord, State

LONGER_THAN_PLANNED: Final = timedelta(minutes=30)
DAILY_MINUTES: Final = 8 * 60


class Span(Protocol):
    """A record not yet written, or one that stands."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def minutes(self) -> int: ...


def add_doubts(records: Sequence[ServiceRecord]) -> None:
    """Each of these, which are not in the ledger yet, knows why somebody has to look at it."""
    others = _of_the_same_people(records)
    for number, record in enumerate(records):
        siblings = [other for other in records[:number] if other.person_id == record.person_id]
        record.doubts = _doubts_of(record, [*others[record.person_id], *siblings])


def _doubts_of(record: ServiceRecord, others: Sequence[Span]) -> tuple[Doubt, ...]:
    planned = timedelta(minutes=record.shift.minutes)
    same_day = [other.minutes for other in others if _day(other) == _day(record)]
    checks = (
        (record.ends_at - record.starts_at > planned + LONGER_THAN_PLANNED, Doubt.long),
        (record.minutes + sum(same_day) > DAILY_MINUTES, Doubt.over_day),
        (any(_overlap(record, other) for other in others), Doubt.overlap),
        (record.person_id in record.hands, Doubt.own),
    )
    return tuple(doubt for holds, doubt in checks if holds)


def _overlap(one: Span, other: Span) -> bool:
    """Half-open: leaving one place at the minute one comes to the other is no overlap."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _day(span: Span) -> date:
    return clock.local(span.starts_at).date()


def _of_the_same_people(records: Sequence[ServiceRecord]) -> dict[int, list[Span]]:
    """What stands of these people around these days, voided ones left out."""
    found: dict[int, list[Span]] = defaultdict(list)
    if not records:
        return found
    starts = [clock.at(_day(record), time(0)) for record in records]
    near = ServiceRecord.starts_at.between(min(starts) - timedelta(days=1), max(starts) + timedelta(days=1))
    people = {record.person_id for record in records}
    for line in ledger.lines(ServiceRecord.person_id.in_(people), near):
        if line.state != State.voided:
            found[line.record.person_id].append(line)
    return found


def reasons(doubts: Iterable[Doubt]) -> str:
    """In words, for the editor."""
    return "；".join(DOUBT_WORDS[Doubt(doubt)] for doubt in doubts)


DOUBT_WORDS: Final = {
    Doubt.long: "比原定的时间长了半小时以上",
    Doubt.over_day: "这一天加起来超过 8 小时",
    Doubt.overlap: "和别处的服务时间重叠",
    Doubt.own: "负责人给自己点的名",
}
