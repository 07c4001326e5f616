"""Positions where staff decide: yes with every rule checked again, no with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from board import audit, clock
from board.db import session
from board.errors import RuleBroken
from board.positions.models import Shift
from board.signups import holding, queries, rules, services, telling
from board.signups.holding import Room
from board.signups.models import Signup, State


class NobodyChosen(RuleBroken):
    sentence = "还没有选人。先勾选，再点通过或不通过。"


@dataclass(frozen=True)
class Decided:
    """What became of those who were approved."""

    accepted: list[Signup]
    waiting: list[Signup]  # approved, and every place is taken
    refused: list[tuple[Signup, RuleBroken]]  # a rule stands against it now: still undecided


def approve(signups: Sequence[Signup]) -> Decided:
    """These people are approved in the order in which they asked: each has a place, or stands in line.

    Whoever a rule stands against now stays undecided; whoever was decided already is left alone.
    """
    if not signups:
        raise NobodyChosen
    shift_ids, people = {s.shift_id for s in signups}, {s.person_id for s in signups}
    held = holding.hold(shift_ids)
    rooms = services.rooms_on(held, people)
    decided = Decided([], [], [])
    for signup in sorted(signups, key=lambda s: (s.shift_id, s.turn)):
        if signup.state == State.pending:
            _approve(signup, held[signup.shift_id], rooms, decided)
    telling.approved(decided.accepted)
    telling.approved_waiting(decided.waiting)
    return decided


def _approve(signup: Signup, shift: Shift, rooms: dict[int, Room], decided: Decided) -> None:
    now = clock.now()
    mine = queries.around(signup.person, [shift])
    refusal = rules.why_not_now(signup.person, shift, now, rules.clash_among(mine, shift))
    if refusal is not None:
        decided.refused.append((signup, refusal))
        return
    if rooms[shift.id].for_newcomers > 0:
        number, rooms[shift.id] = holding.next_number(shift, rooms[shift.id])
        signup.take_place(number, now)
        decided.accepted.append(signup)
    else:
        signup.move_to(State.waiting, now)
        decided.waiting.append(signup)
    session.flush()
    audit.record("signup.approve", signup, shift=shift.id, person=signup.person_id, state=str(signup.state))


def reject(signups: Iterable[Signup], *, reason: str) -> list[Signup]:
    """These people are told that it is a no, and why; whoever was decided already is left alone."""
    chosen = list(signups)
    if not chosen:
        raise NobodyChosen
    held_ids, people = {s.shift_id for s in chosen}, {s.person_id for s in chosen}
    holding.hold(held_ids)
    holding.lock_people(people)
    rejected = [signup for signup in chosen if signup.state == State.pending]
    for signup in rejected:
        signup.move_to(State.rejected, clock.now(), reason=reason)
        audit.record("signup.reject", signup, shift=signup.shift_id, person=signup.person_id)
    telling.not_approved(rejected, reason)
    return rejected
