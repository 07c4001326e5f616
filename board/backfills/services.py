"""Hours written down afterwards: a reason, a proof, a declaration; and a second person who has seen them."""

import secrets
from dataclasses import dataclass
from datetime import time
from typing import Final

from board import audit, clock, rounding
from board.accounts import people, scope
from board.accounts.models import Person, Role
from board.attendance import noting
from board.audit import queries as seen
from board.backfills import limits, queries, telling
from board.backfills.models import Proof
from board.backfills.proving import Checked
from board.db import apart, begin_writing, session
from board.errors import NotAllowed, RuleBroken
from board.positions.models import Shift
from board.positions.words import State as PositionState
from board.records import ledger, second, stepping
from board.records import services as records
from board.records import telling as records_telling
from board.records.doubting import add_doubts
from board.records.ledger import Line
from board.records.models import Kind, ServiceRecord, Source, State
from board.records.queries import WITHIN
from board.records.stepping import Stay

OPEN_PROOF: Final = "backfills.open_proof"
# The words that whoever back-fills declares; changed, they get another version.
DECLARATION: Final = (
    "以上属实：这个人那天确实来服务了，时间没有多写，证明是真的。知道要由另一个人核对、会公示、会被抽查。"
)
DECLARATION_VERSION: Final = "2026-1"


class NotYet(RuleBroken):
    sentence = "这一班还没结束，或者取消了，不能补录。"


class NobodyFound(RuleBroken):
    sentence = "没有人用这个编号或手机号。手机号要写 11 位；没登记过的人，先请他到社区登记。"

    def __init__(self) -> None:
        super().__init__(field="typed")


class OwnHours(RuleBroken):
    sentence = "这是你自己的号码。自己的时长不能自己补录，请社区的另一个人来。"

    def __init__(self) -> None:
        super().__init__(field="typed")


class WrittenDownAlready(RuleBroken):
    """The ledger has this person on this shift: it is corrected or reinstated instead."""


class SeenThere(RuleBroken):
    sentence = "签到表上有这个人。在“结这一班”里补时间、改结果，时长会自动记，不用补录。"


class ProofNotSeen(RuleBroken):
    sentence = "请先打开证明看一看，再确认。"


class ProofGone(RuleBroken):
    sentence = "这份证明已经删掉，没法核对，不能确认。请作废这一条，写明原因。"


@dataclass(frozen=True, kw_only=True)
class Backfill:
    """What somebody writes down: who (by exact number or mobile), from when to when, why, and the proof."""

    typed: str
    came: time
    went: time
    reason: str
    proof: Checked


def is_over(shift: Shift) -> bool:
    """Was it served, as far as anybody can tell? Only then can its hours be written down."""
    took_place = shift.cancelled_at is None and shift.position.state == PositionState.published
    return took_place and shift.ends_at <= clock.now()


def enter(shift: Shift, told: Backfill, *, by: Person) -> ServiceRecord:
    """The hours are written down and wait for a second person; whose they are is told.

    Refused for one's own (OwnHours), for whoever is in the ledger or the attendance of this shift already
    (WrittenDownAlready, SeenThere), and beyond a month's limit (limits.TooMuch).
    """
    person_id = _found(told.typed, by)
    begin_writing()
    if not scope.may(by, Role.editor, shift.position.area):
        raise NotAllowed
    if not is_over(shift):
        raise NotYet
    person = session.get_one(Person, person_id)
    if person.id == by.id:
        raise OwnHours
    _refuse_known(shift, person)
    stay = records.stay_on(shift, told.came, told.went)
    record = _record(shift, person, stay, told, by)
    if record.counts:
        limits.refuse_too_much(person, stay)
    add_doubts([record])
    stepping.enter([record])
    _keep(told.proof, record, by)
    telling.entered(record)
    return record


def _found(typed: str, by: Person) -> int:
    with apart():  # a look-up counts whatever comes of it
        person = people.whom_to_help(by, typed)
        number = person.id if person is not None else None
    if number is None:
        raise NobodyFound
    return number


def _refuse_known(shift: Shift, person: Person) -> None:
    theirs = ServiceRecord.person_id.in_(ledger.selves(person))
    for line in ledger.lines(ServiceRecord.shift_id == shift.id, theirs):
        raise _already(line)
    if shift.starts_at > clock.now() - WITHIN and noting.standing(shift.id, person.id):
        raise SeenThere(way_on=(f"/desk/shifts/{shift.id}/settle", "去结这一班"))


def _already(line: Line) -> WrittenDownAlready:
    voided = line.state == State.voided
    sentence = (
        "这个人在这一班有一条作废的记录。要算的话恢复它，不用补录。"
        if voided
        else "这个人在这一班已经有记录。时间不对就改那一条，不用补录。"
    )
    way_on = (f"/desk/records/{line.record.id}", "去看那一条")
    return WrittenDownAlready(sentence, field="typed", way_on=way_on)


def _record(shift: Shift, person: Person, stay: Stay, told: Backfill, by: Person) -> ServiceRecord:
    position = shift.position
    return ServiceRecord(
        person_id=person.id, position_id=position.id, shift_id=shift.id, area_id=position.area_id,
        unit_id=person.unit_id, source=Source.backfill, starts_at=stay.starts_at, ends_at=stay.ends_at,
        minutes=stay.minutes, counts=position.counts_hours and not position.opportunity_list.is_task_list,
        rule=rounding.CURRENT, hands=[by.id], entered_by=by.id, entered_at=clock.now(), reason=told.reason,
        evidence={"proof": told.proof.digest, "declared": DECLARATION_VERSION}, shift=shift, person=person,
    )  # fmt: skip


def _keep(proof: Checked, record: ServiceRecord, by: Person) -> None:
    kept = Proof(
        record_id=record.id, token=secrets.token_urlsafe(16), kind=proof.kind, size=len(proof.content),
        digest=proof.digest, content=proof.content, uploaded_by=by.id, at=clock.now(),
    )  # fmt: skip
    session.add(kept)
    session.flush()


def refuse_longer(line: Line, stay: Stay) -> None:
    """A back-filled record that is corrected or brought back keeps to the month's limit too (stepping.checks)."""
    record = line.record
    if record.source != Source.backfill or not record.counts:
        return
    owner = session.get_one(Person, record.person.claimed_by or record.person_id)
    limits.refuse_too_much(owner, stay, but=record.id)


def note_opening(proof: Proof) -> bytes:
    """What is in it, to be shown to whoever asked; written down."""
    begin_writing()
    content = proof.content
    if content is None:
        raise ProofGone
    audit.record(OPEN_PROOF, proof, record=proof.record_id)
    return content


def confirm(record_id: int, *, step: str, by: Person) -> Line:
    """The back-filled hours count from now on. Pressing twice is pressing once.

    Only for whoever has opened the proof (ProofNotSeen) and had no hand in the record (records.OwnHand).
    """
    begin_writing()
    line = _line(record_id, by)
    if line.last is not None and line.last.kind == Kind.confirmed and line.last.by_id == by.id:
        return line
    if line.state != State.proposed or step != str(line.step):
        raise stepping.NotNow
    if by.id in second.hands_of(ServiceRecord.id == record_id)[record_id]:
        raise records.OwnHand
    _refuse_unseen(queries.proof_of(line.record), by)
    stepping.take(line, Kind.confirmed, by=by)
    records_telling.confirmed([line])
    return line


def _line(record_id: int, by: Person) -> Line:
    line = ledger.line_of(record_id)
    if line is None or line.record.source != Source.backfill:
        raise stepping.NotNow
    if not scope.may(by, Role.reviewer, line.record.area):
        raise NotAllowed
    return line


def _refuse_unseen(proof: Proof, by: Person) -> None:
    if not proof.is_there:
        raise ProofGone
    if not seen.has_done(by.id, OPEN_PROOF, proof):
        raise ProofNotSeen
