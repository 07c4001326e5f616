"""The number of somebody who objected and agreed to be asked: shown for that, written down, a few a day."""

from dataclasses import dataclass
from typing import Final

from board import audit
from board.accounts.models import Person
from board.audit import queries as seen
from board.db import begin_writing
from board.errors import NotFound, RuleBroken
from board.objections import answers, queries
from board.objections.models import Objection

A_DAY: Final = 30
_REVEAL: Final = "objections.reveal_contact"


class TooManyToday(RuleBroken):
    sentence = f"今天已经看了 {A_DAY} 个人的手机号，明天再看，或者请同事来打。"


@dataclass(frozen=True)
class Contact:
    """How whoever objected wants to be called, and where."""

    name: str
    mobile: str


def fetch(by: Person, objection_id: int) -> Objection:
    """One that waits for an answer and whose objector may be phoned; NotFound for every other."""
    one = queries.fetch(by, objection_id)
    if not (one.is_live and one.may_be_phoned and one.contact_mobile):
        raise NotFound
    return one


def reveal(objection_id: int, by: Person) -> Contact:
    """In full, to somebody who may answer; the objection is the reason. Again on a day is not one more."""
    begin_writing()
    one = fetch(by, objection_id)
    answers.refuse_to_answer(one, by)
    if seen.others_today(by.id, _REVEAL, one.id) >= A_DAY:
        raise TooManyToday
    audit.record(_REVEAL, one)
    return Contact(one.contact_name, one.contact_mobile)
