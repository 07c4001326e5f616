"""What an editor changes on a published shift: quota, time, place, contact, and calling it off.

Everyone concerned is told; what was there before is kept in `earlier_values`.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import contains_eager, joinedload

from board import audit, clock, dates
from board.accounts.models import Person
from board.areas import workdays
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.positions import schedule, search
from board.positions import services as positions
from board.positions.history import EarlierValue
from board.positions.models import Position, Shift
from board.positions.words import State as PositionState
from board.signups import holding, pacing, queries, reminding, telling
from board.signups.models import LIVE, Signup, State

AT_ONCE: Final = 200  # more people than this are called off by the tick, in batches of this size
LONGEST: Final = timedelta(hours=24)


class ShiftOver(RuleBroken):
    sentence = "这一班已经开始或取消了，不能再改。"


class NoRoomInTime(RuleBroken):
    sentence = "结束要晚于开始，一班最长 24 小时。请改一下时间。"

    def __init__(self) -> None:
        super().__init__(field="ends")


class InThePast(RuleBroken):
    sentence = "新的开始时间已经过去了。请写一个还没到的时间。"

    def __init__(self) -> None:
        super().__init__(field="day")


class Unchanged(RuleBroken):
    sentence = "和原来的一样，没有要改的。"


def change_quota(shift: Shift, quota: int, *, by: Person) -> None:
    """The shift advertises this many places. Raising fills them from the line; lowering throws nobody out."""
    shift_id = shift.id
    held = holding.hold([shift_id])[shift_id]
    if not held.is_ahead_at(clock.now()):
        raise ShiftOver
    put_quotas([(held, quota)], by=by)


def put_quotas(wanted: Iterable[tuple[Shift, int]], *, by: Person) -> None:
    """The same for shifts to come that are held already, each its own number."""
    wanted = list(wanted)
    fitting = [holding.heads([held], freed=quota - held.quota) for held, quota in wanted]
    locked = holding.lock_people(set().union(*map(holding.everybody, fitting)))
    places = [_places(held, quota) for held, quota in wanted]
    for (held, quota), highest in zip(wanted, places, strict=True):
        _keep(held.position_id, "quota", str(held.quota), "", by, held.id)
        held.quota, held.places = quota, highest
        audit.record("shift.change_quota", held, quota=quota)
    session.flush()
    for held, _ in wanted:
        holding.settle(held, locked=locked)


def _places(held: Shift, quota: int) -> int:
    """The highest number that may be held then: lowering takes nobody's place away."""
    return max(held.places, quota) if quota > held.quota else max(quota, holding.highest_number(held))


def change_time(shift: Shift, starts_at: datetime, ends_at: datetime, *, reason: str, by: Person) -> None:
    """The shift is at another time. Places are kept; who now has two at once is marked and told."""
    if not timedelta(0) < ends_at - starts_at <= LONGEST:
        raise NoRoomInTime
    if starts_at <= clock.now():
        raise InThePast
    shift_id = shift.id
    held = holding.hold([shift_id])[shift_id]
    if not held.is_ahead_at(clock.now()):
        raise ShiftOver
    if (held.starts_at, held.ends_at) == (starts_at, ends_at):
        raise Unchanged
    was, first = dates.when(held.starts_at, held.ends_at), min(held.starts_at, starts_at)
    _keep(held.position_id, "time", was, reason, by, shift_id)
    schedule.move(held, starts_at, ends_at, workdays.calendar_of(starts_at))
    reminding.forget_those_of(held)
    session.flush()
    locked = holding.lock_people(set(_people_on(held)) | holding.everybody(holding.heads([held])))
    _tell_moved(held, was, reason, first)
    audit.record("shift.change_time", held)
    positions.refresh_next_start(held.position_id, clock.now())
    holding.settle(held, locked=locked)


def _tell_moved(shift: Shift, was: str, reason: str, first: datetime) -> None:
    people = queries.on_shift(shift)
    clashes = queries.places_beside(shift)
    for signup in people:
        signup.clash_noted = signup.person_id in clashes
        _shorten_offer(signup)
    telling.moved(people, was, reason, clashes=clashes, first=first)


def _shorten_offer(signup: Signup) -> None:
    """No offer lasts into the last hour before the new start."""
    if signup.offered_until is not None:
        signup.offered_until = min(signup.offered_until, signup.shift.starts_at - pacing.LAST)


def change_place(position: Position, address: str, *, reason: str, by: Person) -> None:
    """The position is served somewhere else from now on; everybody still to come is told."""
    begin_writing()
    if position.address == address:
        raise Unchanged(field="address")
    was, position.address = position.address, address
    _keep(position.id, "address", was, reason, by)
    search.reindex(position)
    telling.place_changed(_still_to_come(position), position, was, reason)
    audit.record("position.change_place", position)


def change_contact(position: Position, name: str, phone: str, *, phone_public: bool, by: Person) -> None:
    """Somebody else answers questions from now on; everybody still to come is told."""
    begin_writing()
    put_contact(position, name, phone, phone_public=phone_public, by=by)


def put_contact(position: Position, name: str, phone: str, *, phone_public: bool, by: Person) -> None:
    """The same inside a write transaction that holds the position already."""
    was = f"{position.contact_name} {position.contact_phone}"
    position.contact_name, position.contact_phone, position.phone_public = name, phone, phone_public
    if was != f"{name} {phone}":
        _keep(position.id, "contact", was, "", by)
        telling.contact_changed(_still_to_come(position), position)
    audit.record("position.change_contact", position)


def cancel_shift(shift: Shift, *, reason: str) -> None:
    """The shift does not take place; whoever had a place or waited is told."""
    shift_id = shift.id
    held = holding.hold([shift_id])[shift_id]
    if held.cancelled_at is not None:
        return
    if not held.is_ahead_at(clock.now()):
        raise ShiftOver
    _cancel([held], reason)
    positions.refresh_next_start(held.position_id, clock.now())


def cancel_position(position: Position, *, reason: str) -> None:
    """The position and all its shifts to come are cancelled; everybody on them is told."""
    number = position.id
    held = holding.hold(list(session.scalars(select(Shift.id).where(*_ahead(number)))))
    if position.state == PositionState.cancelled:
        return
    position.move_to(PositionState.cancelled, reason=reason)
    audit.record("position.cancel", position)
    session.flush()  # locks the position: a shift added meanwhile is seen below, a later one is refused
    _cancel(held.values(), reason)
    added_meanwhile = update(Shift).where(*_ahead(number))
    values = {"cancelled_at": clock.now(), "cancel_reason": reason}
    session.execute(added_meanwhile.values(**values), execution_options={"synchronize_session": False})
    positions.refresh_next_start(number, clock.now())


def _ahead(position_id: int) -> tuple[ColumnElement[bool], ...]:
    """Its shifts that are still to come."""
    return (
        Shift.position_id == position_id,
        Shift.starts_at > clock.now(),
        Shift.cancelled_at.is_(None),
    )


def _cancel(shifts: Iterable[Shift], reason: str) -> None:
    """Shifts are held. From here on they clash with nothing; few people are called off at once."""
    now = clock.now()
    cancelled = list(shifts)
    for shift in cancelled:
        shift.cancelled_at, shift.cancel_reason = now, reason
        audit.record("shift.cancel", shift)
    session.flush()
    concerned = [person for shift in cancelled for person in _people_on(shift)]
    if len(concerned) > AT_ONCE:
        return
    locked = holding.lock_people(concerned)
    for shift in cancelled:
        call_off(shift, locked)


def call_off(shift: Shift, locked: set[int]) -> None:
    """End the sign-ups of these people on a cancelled, held shift, and tell them why."""
    people = queries.on_shift(shift, among=locked)
    for signup in people:
        signup.move_to(State.called_off, clock.now(), reason=shift.cancel_reason)
        audit.record("signup.call_off", signup, shift=shift.id, person=signup.person_id)
    telling.called_off(people, shift.cancel_reason)
    holding.settle(shift, locked=set())


def _people_on(shift: Shift) -> list[int]:
    return list(
        session.scalars(select(Signup.person_id).where(Signup.shift_id == shift.id, Signup.state.in_(LIVE)))
    )


def _still_to_come(position: Position) -> list[Signup]:
    concerned = select(Signup).join(Signup.shift).where(
        Shift.position_id == position.id, Shift.starts_at > clock.now(), Signup.state.in_(LIVE)
    )  # fmt: skip
    in_full = concerned.options(contains_eager(Signup.shift), joinedload(Signup.person))
    return list(session.scalars(in_full.order_by(Signup.id)))


def _keep(
    position_id: int, field: str, value: str, reason: str, by: Person, shift_id: int | None = None
) -> None:
    session.add(
        EarlierValue(position_id=position_id, shift_id=shift_id, field=field, value=value, reason=reason,
                     changed_by=by.id, changed_at=clock.now())
    )  # fmt: skip
