"""Shifts of a position: adding them, and mending or dropping them while it is not public."""

from collections.abc import Sequence

from sqlalchemy import select

from board import audit, clock
from board.accounts.models import Person
from board.areas import workdays
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.positions import schedule, services
from board.positions.models import Position, Shift
from board.positions.schedule import Span
from board.positions.words import State


class NoShiftChosen(RuleBroken):
    sentence = "一班也没有留下。勾上要排的，再点“排上”。"


class AlreadyThere(RuleBroken):
    """The same time is already on this position."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{words} 已经排过了。换一个时间，或去掉它。")


class BegunAlready(RuleBroken):
    """A shift cannot be added to the past."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{words} 已经过了报名的时间。请排后面的日子，或先改报名规则。")


class Cancelled(RuleBroken):
    sentence = "这个岗位已经取消，不能再排班次。"


class LessThanNeeded(RuleBroken):
    sentence = "最少几人不能比要几个人多。"

    def __init__(self) -> None:
        super().__init__(field="minimum")


def add_shifts(
    position: Position, spans: Sequence[Span], *, quota: int, minimum: int | None, by: Person
) -> list[Shift]:
    """The position is served at these times too. Times it already has are refused.

    On a published position the new shifts are open at once, and so must still have time to sign up.
    """
    begin_writing()
    services.lock(position)
    _refuse_adding(position, spans, quota, minimum)
    calendar = workdays.calendar_of(*(span.starts_at for span in spans))
    added = [
        schedule.new_shift(position, span, quota=quota, minimum=minimum, calendar=calendar) for span in spans
    ]
    session.add_all(added)
    session.flush()
    if position.state == State.published:
        services.refresh_next_start(position.id, clock.now())
    else:
        services.note_hand(position, by)
        services.no_guess(position, "shifts")
    audit.record("shift.add", position, count=len(added))
    return added


def _refuse_adding(position: Position, spans: Sequence[Span], quota: int, minimum: int | None) -> None:
    if position.state == State.in_review:
        raise services.BeingReviewed
    if position.state == State.cancelled:
        raise Cancelled
    if not spans:
        raise NoShiftChosen
    if minimum is not None and minimum > quota:
        raise LessThanNeeded
    now, taken = clock.now(), _times_of(position)
    for span in spans:
        if span in taken:
            raise AlreadyThere(schedule.span_in_words(span))
        if position.closing_of(span.starts_at) <= now and position.state == State.published:
            raise BegunAlready(schedule.span_in_words(span))
        taken.add(span)


def _times_of(position: Position, *, but: Shift | None = None) -> set[Span]:
    running = select(Shift).where(Shift.position_id == position.id, Shift.cancelled_at.is_(None))
    return {Span(s.starts_at, s.ends_at) for s in session.scalars(running) if s is not but}


def change_shift(shift: Shift, when: Span, *, quota: int, minimum: int | None, by: Person) -> None:
    """A shift of an unpublished position is at another time, or for another number of people."""
    services.lock_draft(shift.position)
    if minimum is not None and minimum > quota:
        raise LessThanNeeded
    if when in _times_of(shift.position, but=shift):
        raise AlreadyThere(schedule.span_in_words(when))
    schedule.move(shift, when.starts_at, when.ends_at, workdays.calendar_of(when.starts_at))
    shift.quota = shift.places = quota
    shift.minimum = minimum
    services.note_hand(shift.position, by)
    services.no_guess(shift.position, "shifts")
    audit.record("shift.change", shift)


def remove_shift(shift: Shift, *, by: Person) -> None:
    """A shift of an unpublished position is gone. Once published, it is cancelled instead (signups)."""
    position = shift.position
    services.lock_draft(position)
    services.note_hand(position, by)
    services.no_guess(position, "shifts")
    audit.record("shift.remove", shift, position=position.id)
    session.delete(shift)
