"""What the board keeps of objections, for whoever made them and whoever's hours they are about."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from board import dates
from board.accounts.export import moment
from board.accounts.models import Person
from board.db import session
from board.objections import queries
from board.objections.models import Kind, Objection, ObjectionStep, Outcome, State
from board.objections.words import KIND_WORDS, OUTCOME_WORDS, STATE_WORDS
from board.positions.models import Shift
from board.records import ledger


def objections(person: Person) -> list[dict[str, object]]:
    """What this person said, and what was said of their hours; never who said it, nor of whom."""
    theirs = or_(Objection.made_by == person.id, Objection.person_id.in_(ledger.selves(person)))
    wanted = select(Objection).where(theirs).options(joinedload(Objection.shift).joinedload(Shift.position))
    found = session.scalars(wanted.order_by(Objection.id)).all()
    steps = queries.steps_of(found)
    return [_row(one, steps[one.id], person) for one in found]


def _row(one: Objection, steps: list[ObjectionStep], person: Person) -> dict[str, object]:
    by_me = one.made_by == person.id
    return {
        "什么事": "我对公示提异议" if by_me and one.kind == Kind.notice else KIND_WORDS[Kind(one.kind)],
        "岗位": one.shift.position.title,
        "班次": dates.when(one.shift.starts_at, one.shift.ends_at),
        "时间": moment(one.opened_at),
        "说的": one.reason,
        "记得几点到": f"{one.came:%H:%M}" if one.came else None,
        "记得几点走": f"{one.went:%H:%M}" if one.went else None,
        "现在": STATE_WORDS[State(one.state)],
        "答复": [_step(step) for step in steps],
    }


def _step(step: ObjectionStep) -> dict[str, object]:
    became = OUTCOME_WORDS[Outcome(step.outcome)] if step.outcome else STATE_WORDS[State(step.state)]
    return {"时间": moment(step.at), "结果": became, "内容": step.words or None}
