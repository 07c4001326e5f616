"""Acts on many positions of a list at once, kept for ten minutes so that they can be taken back."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from board import audit, clock
from board.accounts.models import Person
from board.dates import clock_time
from board.db import session
from board.positions import services, snapshot
from board.positions.history import BulkAct
from board.positions.models import OpportunityList, Position
from board.positions.words import State

UNDOABLE_FOR: Final = timedelta(minutes=10)
Kind = Literal["import", "copy", "change", "submit", "publish"]


def note(
    on: OpportunityList, kind: Kind, before: Mapping[int, Mapping[str, Any] | None], *, by: Person
) -> BulkAct:
    """The act can be taken back. `before`: position id -> `snapshot.fields_of` it as it was, None: it was
    not there. Inside the act's own transaction, when everything is written: what each position says now
    is remembered too, so that one changed by somebody since is left alone."""
    session.flush()
    after = {position.id: seal(position) for position in positions_of(before)}
    kept = {str(number): {"was": was, "seal": after.get(number)} for number, was in before.items()}
    act = BulkAct(list_id=on.id, kind=kind, by=by.id, at=clock.now(), count=len(before), before=kept)
    session.add(act)
    session.flush()
    audit.record(f"bulk.{kind}", on, act=act.id, count=act.count)
    return act


def positions_of(ids: Iterable[int]) -> list[Position]:
    """Those of these positions that are there, with their shifts, read anew, in order of id."""
    return list(session.scalars(_fresh(ids)))


def lock_positions(ids: Iterable[int]) -> list[Position]:
    """The same, and ours until the commit: in a write transaction, after the shifts if those are held."""
    return list(session.scalars(_fresh(ids).with_for_update(key_share=True, of=Position)))


def _fresh(ids: Iterable[int]) -> Select[Position]:
    wanted = select(Position).where(Position.id.in_(list(ids))).order_by(Position.id)
    return wanted.options(selectinload(Position.shifts)).execution_options(populate_existing=True)


def seal(position: Position) -> str:
    """Names what a position says and where it stands: anything that changes gives it another name."""
    # A submission taken back leaves a draft like any other: an earlier act on it can be taken back too.
    state = State.draft if position.state in services.OPEN_TO_WRITING else position.state
    submitted = snapshot.packed(position.submitted_at) if state == State.in_review else None
    whole = [state, position.version, submitted, snapshot.fields_of(position)]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]


def latest_undoable(on: OpportunityList, person: Person, now: datetime) -> BulkAct | None:
    """The last act of this person on the list that can still be taken back."""
    recent = select(BulkAct).where(
        BulkAct.list_id == on.id, BulkAct.by == person.id,
        BulkAct.undone_at.is_(None), BulkAct.at > now - UNDOABLE_FOR,
    )  # fmt: skip
    return session.scalar(recent.order_by(BulkAct.at.desc(), BulkAct.id.desc()).limit(1))


_DONE: Final = {
    "import": "从表格导入了 {} 个岗位", "copy": "复制来 {} 个岗位", "change": "一起改了 {} 个岗位",
    "submit": "提交了 {} 个岗位审核", "publish": "公布了 {} 个岗位",
}  # fmt: skip


def is_worth_undoing(act: BulkAct) -> bool:
    """Something of it still stands where the act left it."""
    there = select(Position.id).where(
        Position.id.in_([int(number) for number in act.before]), Position.state.in_(_STANDS_AT[act.kind])
    )
    return session.scalar(there.limit(1)) is not None


_STANDS_AT: Final = {
    "import": services.OPEN_TO_WRITING, "copy": services.OPEN_TO_WRITING,
    "change": {*services.OPEN_TO_WRITING, State.published}, "submit": {State.in_review}, "publish": {State.published},
}  # fmt: skip


def in_words(act: BulkAct) -> str:
    """提交了 12 个岗位审核，10:25 以前可以撤销"""
    return f"{_DONE[act.kind].format(act.count)}，{clock_time(act.at + UNDOABLE_FOR)} 以前可以撤销"
