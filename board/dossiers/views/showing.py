"""Entries of a record in words, for pages."""

from typing import Any

from board import dates, rounding
from board.dossiers.models import Entry, Kind, State
from board.dossiers.words import MARK_WORDS, STATE_TONES, STATE_WORDS
from board.records.ledger import Line
from board.records.models import Source
from board.records.words import STATE_TONES as RECORD_TONES
from board.records.words import STATE_WORDS as RECORD_WORDS

Shown = dict[str, Any]


def service(line: Line) -> Shown:
    record = line.record
    worth = rounding.words(line.minutes, record.rule) if record.counts else "只记参加，不算时长"
    return {
        "id": record.id,
        "starts": line.starts_at,
        "title": record.position.title,
        "mark": "补录" if record.source == Source.backfill else "",
        "line": f"{record.position.area.name}，{worth}",
        "state": RECORD_TONES[line.state],
        "state_word": RECORD_WORDS[line.state],
    }


def own(entry: Entry) -> Shown:
    """An entry as its owner sees it."""
    return _entry(entry) | {"can_reply": entry.can_be_replied_to, "gone": entry.state == State.withdrawn}


def at_the_desk(entry: Entry, *, can_write: bool, can_decide: bool) -> Shown:
    """An entry as staff see it, and what they may do to it."""
    open_ = entry.state in (State.waiting, State.standing)
    return _entry(entry) | {
        "withdraws": can_write and open_,
        "decides": can_decide and entry.state == State.waiting,
        "proof": entry.proof,
    }


def _entry(entry: Entry) -> Shown:
    return {
        "id": entry.id,
        "day": entry.day,
        "title": MARK_WORDS[entry.mark] if entry.mark else entry.name,
        "line": _line(entry),
        "reply": entry.reply,
        "reason": entry.reason,
        "state": STATE_TONES[State(entry.state)],
        "state_word": STATE_WORDS[State(entry.state)],
        "written": dates.day(entry.written_at),
    }


def _line(entry: Entry) -> str:
    if entry.kind == Kind.training:
        return f"{entry.organiser}，{rounding.exact(entry.minutes or 0)}。{entry.content}"
    if entry.kind == Kind.commendation:
        return f"{entry.organiser} 授予"
    return f"{entry.area.name}：{entry.content}"
