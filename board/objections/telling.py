"""What people are told of objections: whose hours they are, and whoever objected. Nobody is told who did."""

from typing import Final

from board import dates
from board.accounts.models import Person
from board.accounts.tokens import token_for
from board.db import session
from board.notices.services import News, tell, text_stranger
from board.objections.models import Objection, ObjectionStep, Outcome
from board.objections.words import OUTCOME_WORDS, who_answers
from board.positions import in_words

TO_STRANGERS: Final = "objections.told_stranger"  # in the outbox: these messages go with the contact


def receipt(one: Objection) -> str:
    """Where whoever objected reads what became of it, without signing in."""
    return f"/objections/{token_for('objection', one.id)}"


def own_page(one: Objection) -> str:
    """Where its owner sees what was said of these hours."""
    return f"/me/hours/{one.record_id}" if one.record_id else f"/me/shifts/{one.shift_id}/not-right"


def held(one: Objection) -> None:
    """Somebody objected: the hours count no more until it is answered."""
    sentence = (
        f"{_named(one)}的时长在公示里有人提了异议，核对期间先不算。{one.area.name}在 {dates.day(one.due_on)} 前答复，"
        "结果会告诉你。"
    )
    _tell_owner(one, "objections.held", sentence)


def answered(one: Objection, step: ObjectionStep) -> None:
    """The owner learns the answer, and so does whoever objected, if they can be reached."""
    who = who_answers(one.area, above=step.by_street)
    became = OUTCOME_WORDS[Outcome(step.outcome)] if step.outcome else ""
    if one.is_own:
        _tell_owner(
            one, "objections.answered", f"{_named(one)}，你说时长不对，{who}答复：{step.words}（{became}）"
        )
        return
    stands = "照记，算时长" if step.outcome == Outcome.stands else became
    _tell_owner(one, "objections.answered", f"{_named(one)}的异议{who}答复了：{step.words}（{stands}）")
    _tell_objector(one, f"你对{one.person.masked_name}的时长提的异议，{who}答复：{step.words}（{became}）")


def moved(one: Objection) -> None:
    """The community let its time pass: the street has it now."""
    who = who_answers(one.area, above=True)
    until = dates.day(one.due_on)
    if one.is_own:
        _tell_owner(
            one,
            "objections.moved",
            f"{_named(one)}，你说的时长的事社区没有按时答复，转给了{who}，{until} 前答复。",
        )
        return
    _tell_owner(
        one, "objections.moved", f"{_named(one)}的异议社区没有按时答复，转给了{who}，{until} 前答复。"
    )
    if one.made_by is not None:
        _tell_objector(one, f"你提的异议社区没有按时答复，转给了{who}，{until} 前答复。")


def _named(one: Objection) -> str:
    return in_words.named(one.shift.position, one.shift.starts_at, one.shift.ends_at)


def _tell_owner(one: Objection, kind: str, sentence: str) -> None:
    news = News(kind=kind, sentence=sentence, link=own_page(one), area_id=one.area_id, about=one)
    tell(one.person, news)


def _tell_objector(one: Objection, sentence: str) -> None:
    address = receipt(one)
    if one.made_by is not None:
        objector = session.get_one(Person, one.made_by)
        tell(objector, News(kind="objections.answered", sentence=sentence, link=address, about=one))
    elif one.contact_mobile:
        told = News(kind=TO_STRANGERS, sentence=sentence, link=address, short_link=address, about=one)
        text_stranger(one.contact_mobile, told)
