"""Answering an objection: what becomes of the hours, the words for it, and who may say so."""

from dataclasses import dataclass
from datetime import time
from typing import Final

from board import audit
from board.accounts import scope
from board.accounts.models import Person, Role
from board.db import begin_writing, session
from board.errors import NotAllowed, RuleBroken
from board.objections import answering, queries, services, telling
from board.objections.answering import ANSWERERS
from board.objections.models import Kind, Objection, ObjectionStep, Outcome, State
from board.records import services as records
from board.records import stepping
from board.records.ledger import Line
from board.records.models import NEXT
from board.records.models import Kind as StepKind
from board.records.models import State as RecordState
from board.records.queries import steps_of

# What an answer does to the record, and which role may do that on the record's own page as well.
DOES: Final = {
    Outcome.corrected: (StepKind.corrected, Role.editor),
    Outcome.questioned: (StepKind.questioned, Role.reviewer),
    Outcome.voided: (StepKind.voided, None),
    Outcome.reinstated: (StepKind.reinstated, Role.editor),
}
_CHANGING: Final = (StepKind.corrected, StepKind.questioned, StepKind.voided, StepKind.reinstated)


class AnsweredAlready(RuleBroken):
    sentence = "这一条刚刚有人答复了，或者本人收回了。看看最新的。"


class OwnHand(RuleBroken):
    sentence = "你经手过这一条，或者是你自己的时长，要由没有经手的人答复。社区没有别人，由街道答复。"


class StreetAnswers(RuleBroken):
    sentence = "这一条已经转给上一级，由街道答复。"


class ChangedMeanwhile(RuleBroken):
    sentence = "这一条时长刚才有变动，这样答复不行了。看看最新的再选。"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What somebody at the desk says: what becomes of it, why, and the right times where these change."""

    outcome: Outcome
    words: str
    came: time | None = None
    went: time | None = None


def answer(objection_id: int, given: Answer, *, by: Person) -> Objection:
    """The objection is over; the record counts again, or goes the way the answer says, and all concerned know.

    Nobody answers what they had a hand in (OwnHand); what the street has, the street answers (StreetAnswers).
    """
    begin_writing()
    one = queries.locked(objection_id)
    if not one.is_live:
        raise AnsweredAlready
    refuse_to_answer(one, by)
    line = queries.line_of(one)
    if given.outcome not in possible(one, line, by):
        raise ChangedMeanwhile(field="outcome")
    _settle(one, line, given, by)
    upheld = State.stands if given.outcome == Outcome.stands else State.upheld
    step = ObjectionStep(
        state=upheld, outcome=given.outcome, words=given.words, by_id=by.id,
        by_street=one.state == State.with_street or not answering.answers_for_community(by, one.area),
    )  # fmt: skip
    services.follow(one, step)
    session.flush()
    audit.record(
        "objections.answer", one, outcome=str(given.outcome), record=line.record.id if line else None
    )
    telling.answered(one, step)
    return one


def refuse_to_answer(one: Objection, by: Person) -> None:
    """The roles and the hands count as they are at the moment of answering."""
    if not scope.roles_in(by, one.area) & set(ANSWERERS):
        raise NotAllowed
    if one.state == State.with_street and not answering.answers_from_above(by, one.area):
        raise StreetAnswers
    if by.id in answering.hands_in([one])[one.id]:
        raise OwnHand


def why_not(one: Objection, by: Person) -> RuleBroken | None:
    """Why this person does not answer it, for its page; None: they may."""
    try:
        refuse_to_answer(one, by)
    except RuleBroken as refusal:
        return refusal
    return None


def possible(one: Objection, line: Line | None, by: Person) -> list[Outcome]:
    """What this person may answer, as the record stands."""
    if line is None:
        return [Outcome.stands, Outcome.changed]
    roles = scope.roles_in(by, one.area)
    found = [Outcome.stands]
    for outcome, (kind, role) in DOES.items():
        if kind in NEXT[line.state] and (role is None or role in roles):
            found.append(outcome)
    if Outcome.corrected in found and Outcome.questioned in found:
        found.remove(Outcome.questioned)  # whoever may put it right sends it to nobody
    return [*found, Outcome.changed] if has_changed(one, line) else found


def has_changed(one: Objection, line: Line) -> bool:
    """Was the record put right, or written down, since somebody said that it is not right?"""
    since = [step for step in steps_of(line.record) if step.at >= one.opened_at and step.kind in _CHANGING]
    return bool(since) or (one.record_id is None and line.record.entered_at >= one.opened_at)


def _settle(one: Objection, line: Line | None, given: Answer, by: Person) -> None:
    """What the answer does to the record; one that changes nothing lets what was held count again."""
    if line is None:
        return
    if given.outcome in DOES:
        kind = DOES[given.outcome][0]
        stepping.take(line, kind, by=by, reason=given.words, stay=_stay(line, given))
    elif one.kind == Kind.notice and line.state == RecordState.held:
        stepping.take(line, StepKind.released, by=by, reason=given.words)


def _stay(line: Line, given: Answer) -> stepping.Stay | None:
    if given.outcome != Outcome.corrected or given.came is None or given.went is None:
        return None
    return records.stay_between(line, given.came, given.went)
