"""Objections in words, for pages."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from board import dates
from board.accounts.models import Person
from board.objections import services
from board.objections.models import Objection, ObjectionStep, Outcome, State
from board.objections.words import KIND_WORDS, OUTCOME_WORDS, OWN_WORDS, STATE_TONES, STATE_WORDS, who_answers
from board.records.ledger import Line
from board.records.views import showing as records

Shown = dict[str, Any]

GONE: Final = "已注销的志愿者"


def masked(person: Person) -> str:
    """王*; never a volunteer number, whatever was erased since."""
    return person.masked_name if person.name else GONE


def noticed(line: Line) -> Shown:
    """A row of the public notice: what was done, for how long, and until when one may object."""
    shift = line.record.shift
    return {
        "id": line.record.id,
        "name": masked(line.record.person),
        "title": shift.position.title,
        "starts": line.starts_at,
        "times": records.times(line),
        "worth": records.worth(line),
        "mark": records.marks(line),
        "until": line.noticed_until,
        "is_held": line.state == "held",
    }


def said(one: Objection, steps: Sequence[ObjectionStep], names: Mapping[int, str] | None = None) -> Shown:
    """What was said, where it stands, and what was answered; colleagues by name where `names` has them."""
    return {
        "id": one.id,
        "what": KIND_WORDS[one.kind],
        "reason": one.reason,
        "remembers": _remembers(one),
        "at": one.opened_at,
        "state": STATE_TONES[one.state],
        "state_word": state_word(one),
        "due": f"{dates.day(one.due_on)} 前答复" if one.is_live else "",
        "steps": [_step(one, step, names or {}) for step in steps],
    }


def state_word(one: Objection) -> str:
    """等清泉社区答复 and the like; what is over is the same everywhere."""
    if one.is_live:
        return f"等{who_answers(one.area, above=one.state == State.with_street)}答复"
    return STATE_WORDS[one.state]


def own(one: Objection, steps: list[ObjectionStep]) -> Shown:
    """The same for whoever said it of their own hours, with what they may do next."""
    may_ask = services.may_ask_street(one, steps)
    return said(one, steps) | {
        "what": OWN_WORDS[one.kind],
        "street": who_answers(one.area, above=True),
        "take_back": f"/me/objections/{one.id}/take-back" if one.is_own and one.is_live else None,
        "ask_street": f"/me/objections/{one.id}/ask-street" if may_ask else None,
    }


def _remembers(one: Objection) -> str:
    came = f"{one.came:%H:%M} 到" if one.came else ""
    went = f"{one.went:%H:%M} 走" if one.went else ""
    return "，".join(part for part in (came, went) if part)


def _step(one: Objection, step: ObjectionStep, names: Mapping[int, str]) -> Shown:
    return {
        "at": step.at,
        "what": _what(one, step),
        "who": names.get(step.by_id or 0, ""),
        "words": step.words,
        "became": OUTCOME_WORDS[Outcome(step.outcome)] if step.outcome else "",
    }


def _what(one: Objection, step: ObjectionStep) -> str:
    if step.outcome:
        final = "，这是最后的答复" if step.by_street else ""
        return f"{who_answers(one.area, above=step.by_street)}答复{final}"
    street = who_answers(one.area, above=True)
    if step.state == State.withdrawn:
        return "收回了"
    return f"不同意，请{street}再看" if step.by_id else f"社区没有按时答复，转给{street}"
