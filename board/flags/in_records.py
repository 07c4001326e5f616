"""What looks wrong about hours: as they are written down, and once they are confirmed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import or_, select

from board import clock
from board.accounts.models import Person
from board.db import session
from board.flags.found import Evidence, Found, by_night, written_at_night
from board.flags.models import Kind
from board.flags.thresholds import CONFIRMED_WITHIN, MINUTES_A_DAY, OVERLAP
from board.records import ledger, second
from board.records.ledger import Line
from board.records.models import WRITING, RecordStep, ServiceRecord, Source, State
from board.records.models import Kind as StepKind

_A_DAY: Final = timedelta(days=1)


def look_through_records(records: Sequence[ServiceRecord]) -> list[Found]:
    """Back-fills that were written down at night."""
    return [
        written_at_night(record.entered_by, night, record.area_id, [record.person_id], records=record.id)
        for record in records
        if record.source == Source.backfill
        and record.entered_by is not None
        and (night := by_night(record.entered_at))
    ]


def look_through_steps(steps: Sequence[RecordStep]) -> list[Found]:
    """What looks wrong now that these steps were taken."""
    confirmed = [step for step in steps if step.kind == StepKind.confirmed]
    return [*_at_night(steps), *_quick(confirmed), *_of_days(confirmed)]


def _at_night(steps: Sequence[RecordStep]) -> list[Found]:
    return [
        written_at_night(step.by_id, night, step.area_id, [step.person_id], records=step.record_id)
        for step in steps
        if step.kind in WRITING and step.by_id is not None and (night := by_night(step.at))
    ]


# Confirmed within a minute of being written down


def _quick(confirmed: Sequence[RecordStep]) -> list[Found]:
    written = _written_before(confirmed)
    return [
        _hurried(step, hand)
        for step in confirmed
        if step.record_id in written
        for hand, at in [written[step.record_id]]
        if step.at - at < CONFIRMED_WITHIN
    ]


def _written_before(confirmed: Sequence[RecordStep]) -> dict[int, tuple[int, datetime]]:
    """By record: who last wrote what was confirmed, and when; what only the system wrote is not in it."""
    until = {step.record_id: step.step for step in confirmed}
    written: dict[int, tuple[int, datetime]] = {}
    entered = select(ServiceRecord.id, ServiceRecord.entered_by, ServiceRecord.entered_at).where(
        ServiceRecord.id.in_(until), ServiceRecord.source == Source.backfill
    )
    steps = select(RecordStep).where(RecordStep.record_id.in_(until), RecordStep.kind.in_(WRITING))
    for record, hand, at in session.execute(entered) if until else ():
        written[record] = (hand or 0, at)  # the schema keeps no back-fill without somebody
    for step in session.scalars(steps.order_by(RecordStep.step)) if until else ():
        if step.by_id is not None and step.step < until[step.record_id]:
            written[step.record_id] = (step.by_id, step.at)
    return written


def _hurried(step: RecordStep, hand: int) -> Found:
    hands = frozenset({hand} | ({step.by_id} if step.by_id is not None else set()))
    day = clock.local(step.at).date()
    return Found(
        kind=Kind.quick_confirm, key=f"{hand}:{step.by_id}:{day}:{step.area_id}", area_id=step.area_id, hands=hands,
        volunteers=frozenset({step.person_id}),
        evidence={"by": hand, "confirmed_by": step.by_id, "records": [step.record_id]},
    )  # fmt: skip


# A person's day


def _of_days(confirmed: Sequence[RecordStep]) -> list[Found]:
    """Days of these people with too many hours, or with two places at once."""
    if not confirmed:
        return []
    owners = _owners(step.person_id for step in confirmed)
    touched = {(owners[step.person_id], _day(step.starts_at)) for step in confirmed}
    newest = {owners[step.person_id]: step.area_id for step in confirmed}
    days = _days(owners, {day for _, day in touched})
    too_much = [_too_much(owner, day, days[owner, day], newest[owner]) for owner, day in sorted(touched)]
    # What begins today may run into what begins tomorrow.
    later = sorted(touched | {(owner, day + _A_DAY) for owner, day in touched})
    twice = [_twice(owner, day, days, newest[owner]) for owner, day in later]
    return [found for found in (*too_much, *twice) if found is not None]


def _owners(people: Iterable[int]) -> dict[int, int]:
    """By every id under which these people served: whose hours they are now."""
    asked = set(people)
    claims = select(Person.id, Person.claimed_by).where(Person.id.in_(asked))
    owners = {claimed_by or person for person, claimed_by in session.execute(claims)}
    theirs = select(Person.id, Person.claimed_by).where(
        or_(Person.id.in_(owners), Person.claimed_by.in_(owners))
    )
    return {person: claimed_by or person for person, claimed_by in session.execute(theirs)}


_Days = dict[tuple[int, date], list[Line]]


def _days(owners: dict[int, int], days: set[date]) -> _Days:
    """What is confirmed of these people around these days, by person and day."""
    first, last = clock.at(min(days) - 2 * _A_DAY, time(0)), clock.at(max(days) + 3 * _A_DAY, time(0))
    near = ServiceRecord.starts_at.between(first, last)
    found: _Days = defaultdict(list)
    for line in ledger.lines(ServiceRecord.person_id.in_(owners), near):
        if line.state == State.confirmed:
            found[owners[line.record.person_id], _day(line.starts_at)].append(line)
    return found


def _too_much(owner: int, day: date, lines: Sequence[Line], area_id: int) -> Found | None:
    minutes = sum(line.minutes for line in lines)
    if minutes <= MINUTES_A_DAY:
        return None
    told = {"day": f"{day}", "minutes": minutes, "records": _ids(lines)}
    return _of_person(Kind.over_day, owner, day, lines, area_id, told)


def _twice(owner: int, day: date, days: _Days, area_id: int) -> Found | None:
    """What begins on this day while the same person is still somewhere else; one flag, however many there are."""
    ordered = sorted([*days[owner, day - _A_DAY], *days[owner, day]], key=lambda line: line.starts_at)
    lines: list[Line] = []
    longest = None  # of those that began before, whoever stays longest
    for line in ordered:
        if longest and _day(line.starts_at) == day and _overlap(longest, line) > OVERLAP:
            lines += [longest, line]
        longest = line if longest is None or line.ends_at > longest.ends_at else longest
    if not lines:
        return None
    told = {"day": f"{day}", "records": _ids(lines)}
    return _of_person(Kind.two_places, owner, day, lines, area_id, told)


def _overlap(one: Line, other: Line) -> timedelta:
    return min(one.ends_at, other.ends_at) - max(one.starts_at, other.starts_at)


def _ids(lines: Iterable[Line]) -> list[int]:
    return sorted({line.record.id for line in lines})


def _of_person(
    kind: Kind, owner: int, day: date, lines: Sequence[Line], area_id: int, told: Evidence
) -> Found:  # fmt: skip
    return Found(
        kind=kind, key=f"{owner}:{day}", area_id=area_id, evidence=told, hands=hands_in(_ids(lines)),
        volunteers=frozenset({owner} | {line.record.person_id for line in lines}),
    )  # fmt: skip


def hands_in(record_ids: Sequence[int]) -> frozenset[int]:
    """Whoever wrote or confirmed these records, without those who served them."""
    written = second.hands_of(ServiceRecord.id.in_(record_ids))
    confirmed = select(RecordStep.by_id).where(
        RecordStep.record_id.in_(record_ids), RecordStep.kind == StepKind.confirmed
    )
    served = select(ServiceRecord.person_id).where(ServiceRecord.id.in_(record_ids))
    hands = set().union(*written.values()) | {hand for hand in session.scalars(confirmed) if hand is not None}
    return frozenset(hands - set(session.scalars(served)))


def _day(at: datetime) -> date:
    return clock.local(at).date()
