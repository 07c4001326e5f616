"""Last month's list as this month's draft: the words, the numbers and the habit, never the people."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from board import clock, dates
from board.accounts.models import Person
from board.areas import workdays
from board.areas.workdays import Calendar
from board.db import begin_writing
from board.errors import RuleBroken
from board.positions import bulk, drafting, reviewing, schedule, services, snapshot
from board.positions.drafting import Draft
from board.positions.models import OpportunityList, Position, Shift
from board.positions.schedule import Span
from board.positions.services import ListText
from board.positions.snapshot import KeptShift
from board.reuse.moving import By, Month, carry, period, retitle

# A copy says what the source said, except when it is served and when sign-up begins.
_WORDS: Final = tuple(name for name in snapshot.FIELDS if name != "opens_at")


class NothingToCopy(RuleBroken):
    sentence = "一个岗位也没有留下。勾上要复制的，再存。"


@dataclass(frozen=True)
class Way:
    """How a list goes on to another month."""

    months: int
    by: By
    skip_holidays: bool = False


@dataclass(frozen=True)
class Copied:
    """One position as it would be: what of it is new, and what is to be known about it."""

    source: Position
    shifts: tuple[KeptShift, ...]
    remarks: tuple[str, ...]
    holidays: tuple[str, ...]

    @property
    def spans(self) -> list[Span]:
        return [shift.when for shift in self.shifts]


def list_text(on: OpportunityList, months: int) -> ListText:
    """What the list would say so many months on."""
    source = Month.of(on.period_start)
    first, last = period(on.period_start, on.period_end, months)
    title = retitle(on.title, source, source.after(months))
    return ListText(
        kind=on.kind, title=title[:80], period_start=first, period_end=last, introduction=on.introduction
    )


def preview(positions: Sequence[Position], way: Way, now: datetime) -> list[Copied]:
    """These positions so many months on. What is past by then, or not there, is left out and said."""
    carried = [(position, _carry(position, way)) for position in positions]
    calendar = workdays.calendar_of(*(k.when.starts_at for _, (kept, _) in carried for k in kept))
    return [_told(position, kept, remarks, way, calendar, now) for position, (kept, remarks) in carried]


_Hours = tuple[time, time, int, int | None]


def _carry(position: Position, way: Way) -> tuple[list[KeptShift], list[str]]:
    kept: dict[Span, KeptShift] = {}
    remarks: list[str] = []
    for hours, shifts in _by_hours(position.shifts).items():
        starts, ends, quota, minimum = hours
        days = [_day(shift) for shift in shifts if shift.cancelled_at is None]
        moved = carry(days, way.months, way.by, also=[_day(shift) for shift in shifts])
        remarks += moved.remarks
        for day in moved.days:
            span = schedule.span(day, starts, ends)
            kept[span] = KeptShift(span, quota, minimum)
    return [kept[span] for span in sorted(kept)], remarks


def _by_hours(shifts: Iterable[Shift]) -> dict[_Hours, list[Shift]]:
    """Shifts of the same hours for the same number of people are one habit."""
    found: dict[_Hours, list[Shift]] = {}
    for shift in shifts:
        starts, ends = clock.local(shift.starts_at), clock.local(shift.ends_at)
        found.setdefault((starts.time(), ends.time(), shift.quota, shift.minimum), []).append(shift)
    return found


def _day(shift: Shift) -> date:
    return clock.local(shift.starts_at).date()


def _told(
    position: Position, kept: list[KeptShift], remarks: list[str], way: Way, calendar: Calendar, now: datetime
) -> Copied:
    ahead = [shift for shift in kept if shift.when.starts_at > now]
    if len(ahead) < len(kept):
        remarks = [*remarks, f"{len(kept) - len(ahead)} 班的日子已经过去了，没有排"]
    off = [shift for shift in ahead if calendar.is_holiday(_on(shift))]
    if off and way.skip_holidays:
        ahead = [shift for shift in ahead if shift not in off]
        remarks = [*remarks, f"{_named(off)} 放假，没有排"]
        off = []
    if not ahead:
        remarks = [*remarks, "这样就没有班次了，存好以后再排"]
    return Copied(position, tuple(ahead), tuple(remarks), _marked(ahead, off, calendar))


def _marked(ahead: list[KeptShift], off: list[KeptShift], calendar: Calendar) -> tuple[str, ...]:
    worked = [s for s in ahead if _on(s).weekday() >= workdays.SATURDAY and calendar.is_workday(_on(s))]
    said = [f"{_named(off)} 放假"] if off else []
    return tuple([*said, f"{_named(worked)} 调休，要上班"] if worked else said)


def _on(shift: KeptShift) -> date:
    return dates.local_day(shift.when.starts_at)


def _named(shifts: Iterable[KeptShift]) -> str:
    return schedule.days_in_words(sorted({_on(shift) for shift in shifts}))


def unknown_years(copied: Iterable[Copied]) -> list[str]:
    """A sentence for each year among these days whose holidays nobody has entered."""
    days = {_on(shift) for one in copied for shift in one.shifts}
    return workdays.calendar_for(days).warnings(sorted(days))


def copy_list(on: OpportunityList, position_ids: Collection[int], way: Way, *, by: Person) -> OpportunityList:
    """The community has a new list, a draft: these positions of the old one, with all their words, so many
    months on. Nobody who came, leads or decided is on it. Can be taken back."""
    if not position_ids:
        raise NothingToCopy
    said = list_text(on, way.months)
    created = services.create_list(on.area, said, by=by)
    sources = [position for position in bulk.positions_of(position_ids) if position.list_id == on.id]
    sources.sort(key=lambda position: (position.item, position.id))
    if not sources:
        raise NothingToCopy
    made = drafting.add_drafts(
        created, [draft_of(copied) for copied in preview(sources, way, clock.now())], by=by
    )
    act = bulk.note(created, "copy", {position.id: None for position in made}, by=by)
    # To the same instant: so undo knows a list that this act made from one it only added to.
    created.created_at = act.at
    return created


def copy_and_submit(
    on: OpportunityList, position_ids: Collection[int], way: Way, *, by: Person
) -> tuple[OpportunityList, int]:
    """The same, and whatever of it is complete waits for a colleague; how many do. All or nothing."""
    created = copy_list(on, position_ids, way, by=by)
    return created, reviewing.hand_in(created, by=by)


def copy_position(position: Position, to: OpportunityList, *, by: Person) -> Position:
    """The list has one more draft that says the same, on its own month's days."""
    position_id = position.id
    begin_writing()
    [source] = bulk.positions_of([position_id])
    months = Month.of(to.period_start) - Month.of(source.opportunity_list.period_start)
    [copied] = preview([source], Way(months, By.weekday) if months else STAYS, clock.now())
    [made] = drafting.add_drafts(to, [draft_of(copied)], by=by)
    bulk.note(to, "copy", {made.id: None}, by=by)
    return made


STAYS: Final = Way(0, By.date)


def draft_of(copied: Copied) -> Draft:
    """What the copy will say: the source's words, the new days, and when sign-up begins then."""
    source = copied.source
    values: dict[str, Any] = {name: getattr(source, name) for name in _WORDS}
    values["opens_at"] = _opening(source, copied.shifts, clock.now())
    return Draft(values=values, shifts=copied.shifts, guessed=source.guessed or ())


def _opening(source: Position, shifts: Sequence[KeptShift], now: datetime) -> datetime | None:
    """As long before the first shift as it was; at once, when that is over or there was none."""
    if source.opens_at is None or not source.shifts or not shifts:
        return None
    ahead: timedelta = min(shift.starts_at for shift in source.shifts) - source.opens_at
    opens_at = min(shift.when.starts_at for shift in shifts) - ahead
    return opens_at if ahead > timedelta(0) and opens_at > now else None


def one_by_one(shifts: Iterable[KeptShift], days: int) -> list[KeptShift]:
    """The same shifts so many days later, at the same time of the day."""
    moved = []
    for shift in shifts:
        starts, ends = clock.local(shift.when.starts_at), clock.local(shift.when.ends_at)
        on = Span(*(clock.at(t.date() + timedelta(days=days), t.time()) for t in (starts, ends)))
        moved.append(replace(shift, when=on))
    return moved
