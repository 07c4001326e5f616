"""Objecting, and what whoever said something of their own hours may do next."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Final

from board import audit, clock
from board.accounts.models import Person
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.objections import due, limits, notice, queries, telling
from board.objections.models import Kind, Objection, ObjectionStep, State
from board.records import stepping
from board.records.models import Kind as StepKind
from board.records.models import State as RecordState

AGAIN_WITHIN: Final = timedelta(days=15)  # of the community's answer: to ask the street
# What the ledger keeps of an objection. Its words may name people, and what is in the ledger stays.
HELD: Final = "公示期有人提异议"


class HeldAlready(RuleBroken):
    sentence = "有人已经对这一条提了异议，正在核对，先不算。不用再提。"


class SaidAlready(RuleBroken):
    sentence = "你已经说过这一次，还没答复。要改说法，先收回再说。"


class NothingToTakeBack(RuleBroken):
    sentence = "已经答复了，不用收回。"


class NotNowByStreet(RuleBroken):
    sentence = "现在不能请街道再看：要等社区答复以后的 15 天里，而且只能一次。"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How somebody signed out can be answered, if they want to be."""

    name: str = ""
    mobile: str = ""
    may_be_phoned: bool = False


@dataclass(frozen=True, kw_only=True)
class Objector:
    """Whoever objects: an account, or somebody at an address."""

    person: Person | None = None
    address: str | None = None
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is not right with one's own hours, and the times one remembers."""

    reason: str
    came: time | None = None
    went: time | None = None


def object_to(record_id: int, reason: str, by: Objector) -> Objection:
    """The record is held: it counts nowhere until somebody answers. Its owner knows, and not from whom.

    NotFound for what is not in its public notice; refused when it is held already (HeldAlready) or when
    too many objections come from here (limits).
    """
    person_id, key = by.person.id if by.person else None, limits.key_of(by.address)
    begin_writing()
    line = notice.fetch(record_id, clock.now())
    if line.state == RecordState.held:
        raise HeldAlready
    limits.refuse_more(line.record, person_id, key)
    stepping.take(line, StepKind.held, by=None, reason=HELD)
    one = Objection(
        kind=Kind.notice, record_id=record_id, reason=reason, made_by=person_id,
        **(_of_stranger(by.contact, key) if person_id is None else {}),
        person_id=line.record.person_id, shift_id=line.record.shift_id, area_id=line.record.area_id,
    )  # fmt: skip
    _open(one)
    telling.held(one)
    return one


def _of_stranger(contact: Contact, key: str) -> dict[str, object]:
    return {
        "contact_name": contact.name,
        "contact_mobile": contact.mobile,
        "may_be_phoned": contact.may_be_phoned and bool(contact.mobile),
        "network": key,
    }


def say_not_right(by: Person, shift_id: int, said: Said) -> Objection:
    """Somebody says of their own hours on a shift that they are not right, or that there are none. Nothing
    is held; the community answers, and the street if the person does not agree. An appeal when they are voided.
    """
    begin_writing()
    served = queries.fetch_served(by, shift_id, clock.now())
    line = served.line
    person_id = line.record.person_id if line else by.id
    if queries.running_own(by, [shift_id]):
        raise SaidAlready
    limits.refuse_again(shift_id, person_id, served.shift.position)
    is_appeal = line is not None and line.state == RecordState.voided
    one = Objection(
        kind=Kind.appeal if is_appeal else Kind.own, record_id=line.record.id if line else None,
        reason=said.reason, came=said.came, went=said.went, made_by=by.id, person_id=person_id, shift_id=shift_id,
        area_id=line.record.area_id if line else served.shift.position.area_id,
    )  # fmt: skip
    _open(one)
    return one


def _open(one: Objection) -> None:
    one.state, one.opened_at, one.due_on = State.open, clock.now(), due.answer_by(clock.today())
    session.add(one)
    session.flush()
    audit.record("objections.open", one, kind=str(one.kind), record=one.record_id, shift=one.shift_id)


def take_back(objection_id: int, by: Person) -> None:
    """What somebody said of their own hours is not asked any more. Again: the same."""
    begin_writing()
    one = _mine(objection_id, by)
    if one.state == State.withdrawn:
        return
    if not one.is_live:
        raise NothingToTakeBack
    follow(one, ObjectionStep(state=State.withdrawn, by_id=by.id))
    audit.record("objections.take_back", one)


def ask_street(objection_id: int, words: str, by: Person) -> Objection:
    """The volunteer does not agree with the community: the street answers, once and for good."""
    begin_writing()
    one = _mine(objection_id, by)
    if not may_ask_street(one, queries.steps_of([one])[one.id]):
        raise NotNowByStreet
    follow(one, ObjectionStep(state=State.with_street, by_id=by.id, words=words))
    one.due_on = due.answer_by(clock.today())
    audit.record("objections.ask_street", one)
    return one


def may_ask_street(one: Objection, steps: list[ObjectionStep]) -> bool:
    """Answered by the community, lately, and never at the street."""
    if one.state != State.stands or not one.is_own or one.answered_at is None or one.area.parent is None:
        return False
    was_there = any(step.state == State.with_street or step.by_street for step in steps)
    return not was_there and clock.now() < one.answered_at + AGAIN_WITHIN


def _mine(objection_id: int, by: Person) -> Objection:
    queries.fetch_mine(by, objection_id)
    return queries.locked(objection_id)


def move_to_street(one: Objection) -> None:
    """The community let its time pass. Inside a write transaction."""
    follow(one, ObjectionStep(state=State.with_street))
    one.due_on = due.answer_by(clock.today())
    audit.record("objections.move_to_street", one)
    telling.moved(one)


def follow(one: Objection, step: ObjectionStep) -> None:
    """The objection stands where this step leads, and remembers it. Inside a write transaction."""
    one.move_to(State(step.state))
    step.objection, step.at = one, clock.now()
    one.answered_at = None if one.is_live else step.at
    session.add(step)
