"""Records in words, for pages."""

from collections.abc import Iterable
from typing import Any

from board import dates, rounding
from board.accounts.models import Person
from board.records import doubting, ledger
from board.records.ledger import Line
from board.records.models import Kind, RecordStep, ServiceRecord, Source, State
from board.records.words import KIND_WORDS, SOURCE_WORDS, STAFF, STATE_TONES, STATE_WORDS, SYSTEM

Shown = dict[str, Any]


def state(line: Line) -> Shown:
    return {"state": STATE_TONES[line.state], "state_word": STATE_WORDS[line.state]}


def times(line: Line) -> str:
    """09:02–11:05"""
    return dates.time_range(line.starts_at, line.ends_at)


def worth(line: Line) -> str:
    """2 小时（2 小时 3 分）, or that it only counts as taking part."""
    return rounding.words(line.minutes, line.record.rule) if line.record.counts else "只记参加，不算时长"


def source(line: Line) -> str:
    return SOURCE_WORDS[Source(line.record.source)]


def marks(line: Line) -> str:
    """What stands wherever a record is shown: 补录."""
    return "补录" if line.is_back_filled else ""


def why(line: Line) -> str:
    """Why it stands where it stands, in a sentence; nothing where the state says it all."""
    if line.last is not None and line.state in (State.voided, State.held, State.doubtful):
        return line.last.reason
    if line.state == State.doubtful:
        return doubting.reasons(line.record.doubts)
    return ""


def history(line: Line, steps: list[RecordStep], names: dict[int, str]) -> list[Shown]:
    """What happened to it, the first thing first; `names` by the id of those who may be named."""
    record = line.record
    entered = {
        "at": record.entered_at,
        "what": f"记下 {rounding.exact(record.minutes)}（{source(line)}）",
        "who": _who(record.entered_by, names),
        "reason": record.reason or doubting.reasons(record.doubts),
    }
    return [entered, *[_step(step, names) for step in steps]]


def _who(person_id: int | None, names: dict[int, str]) -> str:
    return SYSTEM if person_id is None else names.get(person_id, STAFF)


def _step(step: RecordStep, names: dict[int, str]) -> Shown:
    what = KIND_WORDS[Kind(step.kind)]
    if step.kind == Kind.corrected:
        what = f"{what}：{dates.time_range(step.starts_at, step.ends_at)}，{rounding.exact(step.minutes)}"
    return {
        "at": step.at,
        "what": what,
        "who": _who(step.by_id, names),
        "reason": step.reason,
    }


def hours_on(person: Person, shift_ids: Iterable[int]) -> dict[int, str]:
    """By shift, this person's hours and where they stand, for the page of their sign-ups."""
    wanted = list(shift_ids)
    if not wanted:
        return {}
    mine = ServiceRecord.person_id.in_(ledger.selves(person)), ServiceRecord.shift_id.in_(wanted)
    return {line.record.shift_id: _with_state(line) for line in ledger.lines(*mine)}


def _with_state(line: Line) -> str:
    return "，".join(word for word in (worth(line), marks(line), STATE_WORDS[line.state]) if word)


def hours_of(person: Person) -> str:
    """我的时长：12.5 小时（12 小时 20 分）; the bare link while there is nothing yet."""
    total = ledger.of_person(person)
    return f"我的时长：{total.words}" if total.times else "我的时长"
