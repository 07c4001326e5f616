"""The number of somebody the desk is asked to phone: shown for that, written down, a few a day."""

from datetime import time
from typing import Final

from sqlalchemy import distinct, func, select

from board import audit, clock
from board.accounts.models import Person
from board.accounts.queries import mobile_of
from board.audit.models import AuditRow
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.notices.models import Call

A_DAY: Final = 30
_REVEAL: Final = "notices.reveal_phone"


class TooManyToday(RuleBroken):
    sentence = f"今天已经看了 {A_DAY} 个人的手机号，明天再看，或者请同事来打。"


def reveal(call: Call, by: Person) -> str | None:
    """The number in full; the call is the reason. The same person again on a day is not one more."""
    begin_writing()
    person = call.notice.person
    if _others_today(by, person) >= A_DAY:
        raise TooManyToday
    audit.record(_REVEAL, person, call=call.id)
    return mobile_of(person)


def _others_today(by: Person, person: Person) -> int:
    seen = select(func.count(distinct(AuditRow.object_id))).where(
        AuditRow.actor_id == by.id, AuditRow.action == _REVEAL, AuditRow.outcome == "done",
        AuditRow.at >= clock.at(clock.today(), time.min), AuditRow.object_id != person.id,
    )  # fmt: skip
    return session.scalar(seen) or 0
