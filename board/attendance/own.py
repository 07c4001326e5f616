"""What a person sees of their own coming and not coming, and what they may say afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from board import clock, dates
from board.accounts.models import Person
from board.attendance import noting
from board.attendance.models import Attendance, How, Kind, Review
from board.attendance.queries import FADES_AFTER, stands, still_counts
from board.attendance.window import REACH, Window, at_or_after
from board.db import begin_writing, session
from board.errors import NotFound, RuleBroken
from board.positions.models import Position, Shift
from board.signups.models import HOLDING, Signup
from board.web.paging import Page, cut

PAGE_SIZE = 20
_FIRST = (Kind.arrived, Kind.absent, Kind.excused)  # one of these stands for a shift


class NotYetLeft(RuleBroken):
    sentence = "这个时间还没到。走的时候再说，或者当场扫码签退。"

    def __init__(self) -> None:
        super().__init__(field="left")


class NotThen(RuleBroken):
    """Nobody can have left before they came, or long after the end."""


@dataclass(frozen=True, kw_only=True)
class Came:
    """One shift of somebody's past: what stands about it."""

    shift: Shift
    first: Attendance
    left: Attendance | None

    @property
    def counts_until(self) -> datetime:
        """A no-show is counted until then."""
        return self.shift.ends_at + FADES_AFTER


def tally(person: Person, now: datetime) -> tuple[int, int]:
    """How often this person came, and how often within the last year they did not."""
    mine = select(func.count()).select_from(Attendance).where(Attendance.person_id == person.id, stands())
    came = mine.where(Attendance.kind == Kind.arrived).scalar_subquery()
    missed = mine.join(Shift, Shift.id == Attendance.shift_id).where(still_counts(now)).scalar_subquery()
    found = session.execute(select(came, missed)).one()
    return found[0], found[1]


def history(person: Person, before: int | None) -> Page[Came]:
    """Newest first; `before` is a row's id."""
    mine = (
        select(Attendance)
        .join(Attendance.shift)
        .join(Shift.position)
        .where(Attendance.person_id == person.id, Attendance.kind.in_(_FIRST), stands())
        .options(contains_eager(Attendance.shift).contains_eager(Shift.position))
        .order_by(Attendance.id.desc())
    )
    if before is not None:
        mine = mine.where(Attendance.id < before)
    rows = session.scalars(mine.limit(PAGE_SIZE + 1)).all()
    left = _left(person, [row.shift_id for row in rows])
    found = [Came(shift=row.shift, first=row, left=left.get(row.shift_id)) for row in rows]
    return cut(found, PAGE_SIZE, str(rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else None)


def _left(person: Person, shift_ids: Iterable[int]) -> dict[int, Attendance]:
    mine = select(Attendance).where(Attendance.person_id == person.id, Attendance.kind == Kind.left, stands())
    return {
        row.shift_id: row for row in session.scalars(mine.where(Attendance.shift_id.in_(list(shift_ids))))
    }


_WORDS = {
    Kind.arrived: ("done", "到了"),
    Kind.absent: ("closed", "未到岗"),
    Kind.excused: ("closed", "请过假"),
}


def words_of(person: Person, shift_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """By shift, the state and the word of whether this person came, as far as that is known."""
    mine = select(Attendance.shift_id, Attendance.kind).where(
        Attendance.person_id == person.id, Attendance.kind.in_(_FIRST), stands()
    )
    found = session.execute(mine.where(Attendance.shift_id.in_(list(shift_ids))))
    return {shift_id: _WORDS[Kind(kind)] for shift_id, kind in found}


def around(person: Person, now: datetime, window: Window) -> list[tuple[Shift, Kind]]:
    """The shifts of mine that this instant can be about, with what I would do next: arrive or leave.

    Those whose window is open; if there is none, those of half a day around.
    """
    placed = select(Signup.shift_id).where(Signup.person_id == person.id, Signup.state.in_(HOLDING))
    came = select(Attendance.shift_id).where(Attendance.person_id == person.id, stands())
    mine = (
        select(Shift)
        .join(Shift.position)
        .where(Shift.id.in_(placed.union(came.where(Attendance.kind == Kind.arrived))))
        .where(Shift.starts_at < now + REACH, Shift.starts_at > now - REACH - timedelta(days=1))
        .where(Shift.ends_at > now - REACH, Shift.cancelled_at.is_(None))
        .options(contains_eager(Shift.position))
        .order_by(Shift.starts_at, Shift.id)
        .limit(20)
    )
    shifts = session.scalars(mine).all()
    there = _kinds(person, [shift.id for shift in shifts])
    todo = [(shift, step) for shift in shifts if (step := next_step(there.get(shift.id, set()))) is not None]
    return [found for found in todo if window.review_at(found[0], now) is None] or todo


def _kinds(person: Person, shift_ids: list[int]) -> dict[int, set[Kind]]:
    rows = select(Attendance.shift_id, Attendance.kind).where(
        Attendance.person_id == person.id, Attendance.shift_id.in_(shift_ids), stands()
    )
    found: dict[int, set[Kind]] = {}
    for shift_id, kind in session.execute(rows):
        found.setdefault(shift_id, set()).add(Kind(kind))
    return found


def next_step(seen: Iterable[Kind]) -> Kind | None:
    """Arrive, then leave, then nothing."""
    there = set(seen)
    if Kind.arrived not in there:
        return None if there else Kind.arrived
    return None if Kind.left in there else Kind.left


def fetch_stay(person: Person, shift_id: int) -> Came:
    """A shift this person came to; NotFound for every other."""
    wanted = select(Shift).join(Shift.position).where(Shift.id == shift_id)
    shift = session.scalar(wanted.options(contains_eager(Shift.position).load_only(Position.title)))
    there = noting.standing(shift_id, person.id)
    if shift is None or Kind.arrived not in there:
        raise NotFound
    return Came(shift=shift, first=there[Kind.arrived], left=there.get(Kind.left))


def say_left(person: Person, stay: Came, wall: time, window: Window) -> None:
    """When the person says they left, to be looked at by staff. Saying it again changes nothing."""
    person_id, shift_id = person.id, stay.shift.id
    begin_writing()
    there = noting.standing(shift_id, person_id)
    if Kind.left in there or Kind.arrived not in there:
        return
    came, latest = there[Kind.arrived].at, window.closes_at(stay.shift)
    at = at_or_after(came, wall)
    if at > latest:
        raise NotThen(
            f"你 {dates.clock_time(came)} 到的，这一班 {dates.clock_time(stay.shift.ends_at)} 结束。"
            f"写 {dates.clock_time(came)} 到 {dates.clock_time(latest)} 之间的时间，走得更晚请跟社区说。",
            field="left",
        )
    if at > clock.now():
        raise NotYetLeft
    noting.note(
        Kind.left, shift_id=shift_id, person_id=person_id, signup_id=there[Kind.arrived].signup_id, how=How.told,
        by=person_id, at=at, review=Review.told_later,
    )  # fmt: skip
