"""New words for a published position: proposed by one person, approved by another, public only then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from board import audit, clock
from board.accounts.models import Person
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.notices import services as notices
from board.positions import completeness, deciders, queries, schedule, search, services, snapshot
from board.positions.history import ProposedChange
from board.positions.models import Position, Shift
from board.positions.words import State

# What only a second person changes. Time, place, quota and contact are direct acts (signups).
FIELDS: Final = (
    "title", "content", "categories", "targets", "audience", "min_age", "conditions", "remarks",
    "risk_note", "hazard", "safety_note", "insurance", "guarantees", "guarantee_note",
    "closes_rule", "closes_hours", "closes_time", "withdraw_rule", "withdraw_hours", "withdraw_time",
    "counts_hours", "not_counted_for", "approval",
)  # fmt: skip


class NotPublic(RuleBroken):
    sentence = "这个岗位没有在公布，不用提修改。"


class OneAtATime(RuleBroken):
    sentence = "已经有一个修改在等审核。先等它有结果，或撤回它再改。"


class NothingNew(RuleBroken):
    sentence = "和现在公布的一样，没有要改的。"


class Decided(RuleBroken):
    sentence = "这个修改刚才已经处理过了。"


class OwnProposal(RuleBroken):
    sentence = "这个修改是你提的，要请另一位审核员来审。"


class StillIncomplete(RuleBroken):
    """The proposed words would leave the position without something it must say."""

    def __init__(self, need: completeness.Need) -> None:
        super().__init__(need.sentence, field=need.field)


@dataclass(frozen=True)
class Difference:
    """One field, before and after."""

    field: str
    old: Any
    new: Any


def propose(position: Position, values: Mapping[str, Any], *, by: Person) -> ProposedChange:
    """The new words wait for a second person; what is public stays as it is meanwhile."""
    begin_writing()
    services.lock(position)
    if position.state != State.published:
        raise NotPublic
    if queries.waiting_change(position) is not None:
        raise OneAtATime
    new = {
        name: values[name] for name in FIELDS if name in values and values[name] != getattr(position, name)
    }
    if not new:
        raise NothingNew
    _refuse_incomplete(position, new)
    change = ProposedChange(
        position_id=position.id, values={name: snapshot.packed(value) for name, value in new.items()},
        proposed_by=by.id, proposed_at=clock.now(), decision="waiting",
    )  # fmt: skip
    session.add(change)
    session.flush()
    audit.record("position.propose", position, change=change.id, fields=" ".join(new))
    return change


def _refuse_incomplete(position: Position, new: Mapping[str, Any]) -> None:
    with session.no_autoflush:
        imagined = Position(**{name: getattr(position, name) for name in _CHECKED} | dict(new))
        for need in completeness.missing(imagined, clock.now()):
            if need.field in FIELDS:
                raise StillIncomplete(need)


_CHECKED: Final = (*FIELDS, "address", "contact_name", "contact_phone", "quota")


def differences(change: ProposedChange) -> Sequence[Difference]:
    """What would change, in the order of the form."""
    position = change.position
    return [
        Difference(name, getattr(position, name), snapshot.unpacked(name, change.values[name]))
        for name in FIELDS
        if name in change.values
    ]


def approve(change: ProposedChange, *, by: Person) -> None:
    """The new words are public. Shifts follow the new rules, and the position is a version on."""
    position_id = change.position_id
    begin_writing()
    # Shifts before the position, as everybody does who holds both (signups).
    in_order = select(Shift).where(Shift.position_id == position_id).order_by(Shift.id)
    shifts = session.scalars(in_order.with_for_update(key_share=True)).all()
    _lock_waiting(change)
    _refuse_deciding(change, by)
    for name, value in change.values.items():
        setattr(change.position, name, snapshot.unpacked(name, value))
    if change.position.opportunity_list.is_task_list or change.position.not_counted_for:
        change.position.counts_hours = False
    for shift in shifts:
        schedule.apply_rules(shift)
    change.position.version += 1
    services.refresh_next_start(position_id, clock.now())
    search.reindex(change.position)
    _decide(change, "approved", by)
    _tell_proposer(change, "position.change_approved", "的修改审核通过，已经公布。")


def send_back(change: ProposedChange, *, reason: str, by: Person) -> None:
    """The public words stay; whoever proposed reads why."""
    begin_writing()
    _lock_waiting(change)
    _refuse_deciding(change, by)
    _decide(change, "returned", by, reason)
    _tell_proposer(change, "position.change_returned", f"的修改退回来了：{reason}")


def take_back(change: ProposedChange, *, by: Person) -> None:
    """The proposal is dropped; the public words stay."""
    begin_writing()
    _lock_waiting(change)
    _decide(change, "taken_back", by)


def _lock_waiting(change: ProposedChange) -> None:
    services.lock(change.position)
    session.refresh(change)
    if change.decision != "waiting":
        raise Decided
    if change.position.state != State.published:
        raise NotPublic


def _refuse_deciding(change: ProposedChange, by: Person) -> None:
    if change.proposed_by == by.id:
        raise OwnProposal
    deciders.refuse_all_but_deciders(by, change.position.area)


def _decide(change: ProposedChange, decision: str, by: Person, reason: str = "") -> None:
    change.decision, change.reason = decision, reason
    change.decided_by, change.decided_at = by.id, clock.now()
    audit.record(f"position.change_{decision}", change.position, change=change.id)


def _tell_proposer(change: ProposedChange, kind: str, rest: str) -> None:
    position = change.position
    news = notices.News(
        kind=kind, sentence=f"“{position.title}”{rest}", link=f"/desk/positions/{position.number}"
    )
    notices.tell(session.get_one(Person, change.proposed_by), news)
