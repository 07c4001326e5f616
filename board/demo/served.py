"""What was served in 清泉社区 these last weeks: one shift whose hours are confirmed and long noticed, one that is
in its public notice, and one that waits for its second person, with a stay somebody has to look at."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, Final

from board import clock
from board.accounts.models import Person
from board.attendance import by_code, minute_code
from board.attendance import services as attendance
from board.attendance.by_code import Sent
from board.attendance.models import Kind
from board.db import session
from board.demo import acts, people
from board.demo.going_on import STANDING, WINDOW
from board.demo.people import Cast
from board.positions import schedule
from board.positions.models import Shift
from board.positions.services import ListText
from board.positions.words import Category, ListKind
from board.records import ledger, proposing, services
from board.records.models import ServiceRecord

LONG_AGO: Final = 14  # days: confirmed the day after, and noticed since
IN_NOTICE: Final = 6
LATELY: Final = 3
_PUBLISHED: Final = timedelta(days=16)

_READING: Final[dict[str, Any]] = {
    "title": "社区图书角整理员", "content": "归还的书上架，破损的书修补，帮小朋友找书。",
    "categories": (Category.culture,), "address": "清泉社区图书角", "quota": 8, "minimum": 2,
}  # fmt: skip


def make(cast: Cast) -> None:
    """Three mornings, by the clock of those days."""
    now = clock.now()
    with clock.standing_at(lambda: now - _PUBLISHED):
        long_ago, in_notice, lately = _published(cast, clock.local(now).date())
        for shift, count in ((long_ago, 5), (in_notice, 3), (lately, 4)):
            for person in (cast[1], *cast.neighbours[:count]):
                acts.sign_up(person, shift)
    for shift, count in ((long_ago, 5), (in_notice, 3)):
        _serve(shift, (cast[1], *cast.neighbours[:count]), cast)
        _at(shift.ends_at + timedelta(hours=2), proposing.propose)
        _at(shift.ends_at + timedelta(days=1), partial(_confirm, shift, cast[4]))
    _serve(lately, (cast[1], *cast.neighbours[:4]), cast, around=timedelta(minutes=25))
    _at(lately.ends_at + timedelta(hours=2), proposing.propose)


def _published(cast: Cast, today: date) -> tuple[Shift, Shift, Shift]:
    first = today - _PUBLISHED
    said = ListText(
        kind=ListKind.opportunity, title=f"{first.month}月下旬岗位", period_start=first, period_end=today,
        introduction="",
    )  # fmt: skip
    made = acts.make_list(people.QINGQUAN, said, cast[3])
    days = [today - timedelta(days=back) for back in (LONG_AGO, IN_NOTICE, LATELY)]
    spans = [schedule.span(day, time(9), time(11)) for day in days]
    acts.make_position(made, STANDING | _READING, spans, cast[3])
    acts.publish(made, cast[3], cast[4])
    one, two, three = made.positions[0].shifts
    return one, two, three


def _serve(shift: Shift, served: Iterable[Person], cast: Cast, *, around: timedelta = timedelta(0)) -> None:
    """Most by their own phone; the last one is tapped by the editor, so much before and after."""
    *by_phone, tapped = served
    for number, person in enumerate(by_phone):
        _by_code(shift, person, Kind.arrived, shift.starts_at - timedelta(minutes=6 - number))
        _by_code(shift, person, Kind.left, shift.ends_at + timedelta(minutes=number))
    with acts.acting(cast[3]):
        _at(shift.starts_at - around, lambda: attendance.arrive(shift, tapped.id, by=cast[3], window=WINDOW))
        _at(shift.ends_at + around, lambda: attendance.leave(shift, tapped.id, by=cast[3], window=WINDOW))


def _by_code(shift: Shift, person: Person, kind: Kind, at: datetime) -> None:
    with acts.acting(person), clock.standing_at(lambda: at):
        digits = minute_code.digits(shift.id, at)
        by_code.check(person, shift.id, Sent(kind, digits, f"demo-{person.id}"), WINDOW)
        session.commit()


def _at(instant: datetime, do: Callable[[], object]) -> None:
    with clock.standing_at(lambda: instant):
        do()
        session.commit()


def _confirm(shift: Shift, reviewer: Person) -> None:
    with acts.acting(reviewer):
        seen = services.seen_of(ledger.lines(ServiceRecord.shift_id == shift.id))
        services.confirm_shift(shift, seen=seen, by=reviewer)
