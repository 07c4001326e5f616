"""How much may be back-filled for one person in a month.

Two months count: the one in which they served, and the one in which it is written down. Otherwise three
years could be written down in an afternoon, a month's worth for each of thirty-six.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select

from board import clock, rounding
from board.accounts.models import Person
from board.db import session
from board.errors import RuleBroken
from board.records import ledger
from board.records.ledger import Line
from board.records.models import ServiceRecord, Source, State
from board.records.stepping import Stay

_most_minutes: int = 600


class TooMuch(RuleBroken):
    """The month's limit would be passed."""


def use(minutes: int) -> None:
    """The limit of this installation (settings); told once, at the start."""
    global _most_minutes
    _most_minutes = minutes


def most() -> str:
    """10 小时."""
    return rounding.exact(_most_minutes)


def refuse_too_much(person: Person, stay: Stay, *, but: int | None = None) -> None:
    """TooMuch if this stay besides what is back-filled already (without record `but`) passes a month's limit.

    Runs inside the write transaction that adds it: whoever else back-fills for this person waits until we commit.
    """
    one_at_a_time(person)
    served, entered = _month(stay.starts_at), _month(clock.now())
    lines = [line for line in _back_filled(person, served, entered) if line.record.id != but]
    in_served = _minutes(line for line in lines if _month(line.starts_at) == served)
    in_entered = _minutes(line for line in lines if _month(line.record.entered_at) == entered)
    for there, words in ((in_served, f"{served.month} 月的服务"), (in_entered, "这个月里")):
        if there + stay.minutes > _most_minutes:
            raise TooMuch(_sentence(words, there, stay.minutes), field="went")


def one_at_a_time(person: Person) -> None:
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))


def _sentence(words: str, there: int, more: int) -> str:
    already = f"已经给这个人补录 {rounding.exact(there)}，" if there else ""
    return (
        f"{words}{already}再加 {rounding.exact(more)} 就超过每人每月 {most()} 的上限。"
        "写少了的时间可以改；确实服务了这么久，请下个月再补，并提醒他以后扫码签到。"
    )


def in_month_of(person: Person, moment: datetime) -> str:
    """How much of this person's service in that month is back-filled, in words."""
    month = _month(moment)
    lines = _back_filled(person, month, month)
    return rounding.exact(_minutes(line for line in lines if _month(line.starts_at) == month))


def _back_filled(person: Person, *months: date) -> list[Line]:
    """What was back-filled for this person around these months and is not void."""
    around = [
        column.between(*_span(month)) for month in set(months) for column in (ServiceRecord.starts_at, ServiceRecord.entered_at)
    ]  # fmt: skip
    lines = ledger.lines(
        ServiceRecord.person_id.in_(ledger.selves(person)),
        ServiceRecord.source == Source.backfill, ServiceRecord.counts.is_(True), or_(*around),
    )  # fmt: skip
    return [line for line in lines if line.state != State.voided]


def _minutes(lines: Iterable[Line]) -> int:
    return sum(line.minutes for line in lines)


def _month(moment: datetime) -> date:
    return clock.local(moment).date().replace(day=1)


def _span(month: date) -> tuple[datetime, datetime]:
    """The month with a day on either side: a correction may move a stay that far."""
    after = (month + timedelta(days=32)).replace(day=1)
    return clock.at(month - timedelta(days=1), time(0)), clock.at(after + timedelta(days=1), time(0))
