"""The number of somebody the desk is asked to phone: shown for that, written down, a few a day."""

from typing import Final

from board import audit
from board.accounts.models import Person
from board.accounts.queries import mobile_of
from board.audit import queries as seen
from board.db import begin_writing
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
    if seen.others_today(by.id, _REVEAL, person.id) >= A_DAY:
        raise TooManyToday
    audit.record(_REVEAL, person, call=call.id)
    return mobile_of(person)
