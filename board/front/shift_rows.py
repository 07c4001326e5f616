"""The shifts of a position as rows to choose from, and why one cannot be chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from board import dates
from board.accounts.models import Person
from board.errors import RuleBroken
from board.front.tickets import own_state
from board.positions.models import Position, Shift
from board.positions.words import PHASE_WORDS, Phase, State
from board.signups import queries as signups
from board.signups import rules
from board.signups.models import Signup


@dataclass(slots=True, kw_only=True)
class ShiftRow:
    """What the shift list's macro reads."""

    value: int
    starts: datetime
    ends: datetime
    left: int
    quota: int
    waiting: int
    outcome: str
    choosable: bool = True
    chosen: bool = False
    state: str = "open"
    word: str = ""
    reason: str = ""
    way_on: tuple[str, str] | None = None

    def refuse(self, state: str, word: str, reason: str = "", way_on: tuple[str, str] | None = None) -> None:
        self.choosable, self.chosen = False, False
        self.state, self.word, self.reason, self.way_on = state, word, reason, way_on


def rows(position: Position, shifts: Sequence[Shift], person: Person | None, now: datetime) -> list[ShiftRow]:
    """One row each. What keeps everybody away is said to everybody, the rest to whom it concerns."""
    full = [shift.id for shift in shifts if not shift.left]
    lines = signups.waiting_counts(full) if full else {}
    made = [_row(position, shift, lines.get(shift.id, 0)) for shift in shifts]
    for shift, row in zip(shifts, made, strict=True):
        _close(row, shift, now)
    if person is not None:
        _mark(made, shifts, person, now)
    return made


def choose(made: Sequence[ShiftRow], wanted: set[int]) -> None:
    """Those that were chosen before; a single shift chooses itself."""
    for row in made:
        row.chosen = row.choosable and (row.value in wanted or len(made) == 1)


def _row(position: Position, shift: Shift, waiting: int) -> ShiftRow:
    outcome = "decide" if position.needs_staff else "place" if shift.left else "line"
    return ShiftRow(
        value=shift.id,
        starts=shift.starts_at,
        ends=shift.ends_at,
        left=shift.left,
        quota=shift.quota,
        waiting=waiting,
        outcome=outcome,
    )


def _close(row: ShiftRow, shift: Shift, now: datetime) -> None:
    phase = shift.phase_at(now) if shift.position.state == State.published else Phase.cancelled
    if phase in {Phase.open, Phase.full}:
        return
    reason = ""
    if phase == Phase.opening_soon and shift.position.opens_at:
        reason = f"{dates.moment(shift.position.opens_at)} 开始报名，到时再来。"
    elif phase == Phase.cancelled:
        reason = shift.cancel_reason
    elif phase == Phase.closed:
        reason = f"{dates.moment(shift.closes_at)} 截止的。"
    row.refuse(phase, PHASE_WORDS[phase], reason)


def _mark(made: Sequence[ShiftRow], shifts: Sequence[Shift], person: Person, now: datetime) -> None:
    own = signups.live_of(person, [shift.id for shift in shifts])
    in_line = signups.places_in_line(own.values())
    clashes = signups.clashes(person, shifts)
    for shift, row in zip(shifts, made, strict=True):
        if signup := own.get(shift.id):
            _mark_mine(row, signup, in_line.get(signup.id, 0))
        elif row.choosable and (refusal := rules.why_not(person, shift, now, clashes.get(shift.id))):
            _refuse(row, refusal)


def _mark_mine(row: ShiftRow, signup: Signup, in_line: int) -> None:
    row.refuse(*own_state(signup, in_line), way_on=(f"/me/signups#signup-{signup.id}", "看我的报名"))


def _refuse(row: ShiftRow, refusal: RuleBroken) -> None:
    row.refuse("not_for_me", "不能选", str(refusal), refusal.way_on)


def in_words(made: Iterable[ShiftRow]) -> tuple[str, str]:
    """已选 2 个班次, and what becomes of them; without a choice, what to do."""
    outcomes = [row.outcome for row in made if row.chosen]
    if not outcomes:
        return "还没选班次", "先选一个班次"
    named = (("place", "个直接报上"), ("line", "个候补"), ("decide", "个等社区确认"))
    parts = [f"{outcomes.count(outcome)} {words}" for outcome, words in named if outcome in outcomes]
    return f"已选 {len(outcomes)} 个班次", "，".join(parts)
