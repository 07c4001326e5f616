"""What somebody makes of a flag, and of a record that was drawn by lot."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from board import audit, clock
from board.accounts import scope
from board.accounts.models import Person, Role
from board.db import begin_writing, session
from board.errors import NotAllowed, RuleBroken
from board.flags import queries
from board.flags.models import Recheck, RecheckState, RecordFlag, State
from board.records import stepping, telling
from board.records.ledger import Line
from board.records.models import Kind as StepKind
from board.records.models import State as RecordState


class Involved(RuleBroken):
    sentence = "这里面有你经手的，要由别人来看。社区没有别人，由街道来看。"


class LookedAt(RuleBroken):
    sentence = "别人刚刚看过这一条了。"


class NotAsItWas(RuleBroken):
    sentence = "这条时长刚才有变动，选的这一项现在做不了。看看最新的再决定。"


def close(flag_id: int, outcome: State, *, note: str, by: Person) -> None:
    """Somebody without a hand in it has looked: it is explained, or something was done. Twice is once."""
    begin_writing()
    flag = session.scalars(select(RecordFlag).where(RecordFlag.id == flag_id).with_for_update()).one()
    if not scope.roles_in(by, flag.area) & set(queries.CHECKERS):
        raise NotAllowed
    if queries.is_involved(flag, by):
        raise Involved
    if flag.looked_by == by.id and flag.state == outcome:
        return
    if flag.state != State.found:
        raise LookedAt
    flag.move_to(outcome)
    flag.looked_at, flag.looked_by, flag.note = clock.now(), by.id, note
    audit.record("flags.close", flag, outcome=str(outcome))


class Verdict(StrEnum):
    """What a re-check came to, and what becomes of the record."""

    right = "right"
    questioned = "questioned"
    voided = "voided"
    gone = "gone"


@dataclass(frozen=True)
class Looked:
    """A re-check as somebody fills it in."""

    verdict: Verdict
    note: str


def look(recheck_id: int, looked: Looked, *, by: Person) -> None:
    """The record that was drawn is right, goes back to its editor, or is void; whoever served is told as always."""
    begin_writing()
    found = session.scalars(select(Recheck).where(Recheck.id == recheck_id).with_for_update()).one()
    if not scope.may(by, Role.reviewer, found.area):
        raise NotAllowed
    if by.id in queries.involved_in([found.record_id])[found.record_id]:
        raise Involved
    if found.state != RecheckState.waiting:
        if found.looked_by == by.id:
            return
        raise LookedAt
    line = queries.line_of(found)
    if looked.verdict not in verdicts_on(line):
        raise NotAsItWas
    _act(line, looked, by)
    found.move_to(_STATES[looked.verdict])
    found.looked_at, found.looked_by, found.note = clock.now(), by.id, looked.note
    audit.record("flags.recheck", found, verdict=str(looked.verdict), record=found.record_id)


def verdicts_on(line: Line) -> tuple[Verdict, ...]:
    """What may be said of a record as it stands: of one that counts no more, only that."""
    counts = line.state in (RecordState.confirmed, RecordState.held)
    return (Verdict.right, Verdict.questioned, Verdict.voided) if counts else (Verdict.gone,)


_STATES = {
    Verdict.right: RecheckState.right,
    Verdict.questioned: RecheckState.wrong,
    Verdict.voided: RecheckState.wrong,
    Verdict.gone: RecheckState.gone,
}


def _act(line: Line, looked: Looked, by: Person) -> None:
    if looked.verdict == Verdict.questioned:
        stepping.take(line, StepKind.questioned, by=by, reason=looked.note)
    if looked.verdict == Verdict.voided:
        stepping.take(line, StepKind.voided, by=by, reason=looked.note)
        telling.voided(line, looked.note)
