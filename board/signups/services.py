"""Signing up and giving up, told one act at a time (the table of acts is in docs/states.md)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from board import audit, clock
from board.accounts import added
from board.accounts import services as accounts
from board.accounts.models import Account, Person
from board.db import session
from board.errors import RuleBroken
from board.identity import services as identity
from board.notices import wishing
from board.positions.models import Shift
from board.signups import holding, queries, rules, standing_in, telling
from board.signups.holding import Room
from board.signups.models import LIVE, MadeAs, Signup, State


class NothingChosen(RuleBroken):
    sentence = "还没有选班次。先选一个班次，再报名。"


class AlreadyOver(RuleBroken):
    sentence = "这个报名已经结束了，不用再撤。"


class ReasonNeeded(RuleBroken):
    sentence = "已经过了自己取消的时间。写一句为什么去不了，名额会给候补的人。"

    def __init__(self) -> None:
        super().__init__(field="reason")


class ShiftBegun(RuleBroken):
    sentence = "这一班已经开始了，来不及撤。请直接打岗位上的联系电话。"


@dataclass(frozen=True)
class Outcome:
    """What became of one shift: a sign-up, or the rule that stood against it."""

    shift: Shift
    signup: Signup | None
    refusal: RuleBroken | None


@dataclass(frozen=True, kw_only=True)
class Making:
    """Who makes sign-ups, on whose behalf, and which text was agreed to."""

    made_by: int
    made_as: MadeAs
    consent_version: str


def sign_up(person: Person, shift_ids: Sequence[int], *, consent_version: str) -> list[Outcome]:
    """The person has a place, or stands in line, on every one of these shifts that the rules allow;
    where staff decide, the wish waits for them.

    One outcome a shift, in order of time. Asking again answers as the first time. Raises the first
    rule broken when nothing at all came of it.
    """
    if not shift_ids:
        raise NothingChosen
    person_id = person.id  # read before the hold, so that the rest of the row is read under its lock
    held = holding.hold(shift_ids)
    rooms = rooms_on(held, {person_id})
    making = Making(made_by=person_id, made_as=MadeAs.self, consent_version=consent_version)
    outcomes = put_on(person, held, rooms, making)
    refused = [outcome.refusal for outcome in outcomes if outcome.refusal]
    if len(refused) == len(outcomes):
        raise refused[0]
    return outcomes


def rooms_on(held: dict[int, Shift], people: set[int]) -> dict[int, Room]:
    """The room on each held shift, once its line was served; these people, and those served, are locked."""
    fit = holding.heads(held.values())
    locked = holding.lock_people(people | holding.everybody(fit))
    return {number: _room(shift, fit[number], locked) for number, shift in held.items()}


def _room(shift: Shift, fitting: list[int], locked: set[int]) -> Room:
    return holding.settle(shift, locked=locked) if fitting else holding.room_without_line(shift)


def put_on(person: Person, held: dict[int, Shift], rooms: dict[int, Room], making: Making) -> list[Outcome]:
    """One outcome a held shift, in order of time, for a locked person; `rooms` says what is left then."""
    shifts = sorted(held.values(), key=lambda shift: (shift.starts_at, shift.id))
    mine = queries.around(person, shifts)
    return [_put_on(person, shift, rooms, mine, making) for shift in shifts]


def _put_on(
    person: Person, shift: Shift, rooms: dict[int, Room], mine: list[Signup], making: Making
) -> Outcome:
    there = next((signup for signup in mine if signup.shift_id == shift.id), None)
    if there is not None:
        return Outcome(shift, there, None)
    refusal = rules.why_not(person, shift, clock.now(), rules.clash_among(mine, shift))
    if refusal is not None:
        return Outcome(shift, None, refusal)
    mine.append(_new_signup(person, shift, rooms, making))
    return Outcome(shift, mine[-1], None)


def _new_signup(person: Person, shift: Shift, rooms: dict[int, Room], making: Making) -> Signup:
    now = clock.now()
    signup = Signup(
        shift_id=shift.id, shift=shift, person_id=person.id, area_id=person.area_id, unit_id=person.unit_id,
        turn=shift.turn, state=_first_state(shift, rooms[shift.id]), created_at=now, changed_at=now,
        made_by=making.made_by, made_as=making.made_as, consent_version=making.consent_version,
    )  # fmt: skip
    if signup.state == State.accepted:
        signup.place_no, rooms[shift.id] = holding.next_number(shift, rooms[shift.id])
        signup.places = shift.places
    session.add(signup)
    session.flush()
    audit.record("signup.make", signup, shift=shift.id, person=person.id, state=str(signup.state))
    return signup


def _first_state(shift: Shift, room: Room) -> State:
    if shift.position.needs_staff:
        return State.pending
    return State.accepted if room.for_newcomers > 0 else State.waiting


def withdraw(signup: Signup, *, reason: str) -> None:
    """The place is given up, and goes to the first in line who fits; leaving the line frees none.

    Within ten minutes of signing up, and until the rule's time, no reason is asked for.
    """
    end(signup, lambda: _withdraw(signup, reason))


def _withdraw(signup: Signup, reason: str) -> None:
    now = clock.now()
    if signup.state == State.withdrawn:
        return
    if not signup.is_live:
        raise AlreadyOver
    if now >= signup.shift.starts_at:
        raise ShiftBegun
    if signup.needs_reason_at(now) and not reason:
        raise ReasonNeeded
    is_late = signup.needs_reason_at(now)
    signup.move_to(State.withdrawn, now, reason=reason)
    audit.record("signup.withdraw", signup, shift=signup.shift_id, person=signup.person_id)
    if is_late:
        telling.leaders_of_late_withdrawal(signup)


def remove(signup: Signup, *, reason: str) -> None:
    """Staff take somebody off a shift, or out of its line, with a reason that the person is told."""
    end(signup, lambda: _remove(signup, reason))


def _remove(signup: Signup, reason: str) -> None:
    if not signup.is_live:
        return
    now = clock.now()
    if signup.holds_place:
        # An offer that staff take back ends as if it had been declined: nobody was on the shift yet.
        ended = State.removed if signup.state == State.accepted else State.withdrawn
        signup.move_to(ended, now, reason=reason)
        telling.removed(signup, reason)
    else:
        signup.move_to(State.rejected, now, reason=reason)
        telling.rejected(signup, reason)
    audit.record("signup.remove", signup, shift=signup.shift_id, person=signup.person_id)


def end(signup: Signup, ending: Callable[[], None]) -> None:
    """End a sign-up, then settle its shift and, as a courtesy, those its person waits on."""
    person_id, shift_id = signup.person_id, signup.shift_id
    held = holding.hold([shift_id, *queries.shifts_waited_on(person_id)])
    others = [shift for shift in held.values() if shift.id != shift_id]
    locked = holding.lock_people(
        {person_id}
        | holding.everybody(holding.heads([held[shift_id]], freed=1))
        | holding.everybody(holding.heads(others))
    )
    ending()
    for shift in held.values():
        holding.settle(shift, locked=locked)


def close_account(account: Account) -> None:
    """Every place and wait still ahead is given up, then the person is forgotten but for the number."""
    give_up_everything(account.person)
    wishing.forget(account.person)
    identity.forget(account.person)
    if account.mobile is not None:
        added.forget_mobile(account.mobile)
        standing_in.forget_mobile(account.mobile)
    accounts.close(account)


def give_up_everything(person: Person) -> None:
    """Every place and every wait of this person's that is still ahead is given up."""
    now, person_id = clock.now(), person.id
    ahead = select(Signup.shift_id).join(Signup.shift).where(
        Signup.person_id == person_id, Signup.state.in_(LIVE), Shift.starts_at > now
    )  # fmt: skip
    held = holding.hold(list(session.scalars(ahead)))
    locked = holding.lock_people({person_id} | holding.everybody(holding.heads(held.values(), freed=1)))
    for signup in _live_on(person, held):
        signup.move_to(State.withdrawn, now)
        audit.record("signup.withdraw", signup, shift=signup.shift_id, person=person.id)
    for shift in held.values():
        holding.settle(shift, locked=locked)


def _live_on(person: Person, shift_ids: Iterable[int]) -> list[Signup]:
    mine = select(Signup).where(Signup.person_id == person.id, Signup.state.in_(LIVE))
    return list(session.scalars(mine.where(Signup.shift_id.in_(list(shift_ids)))))
