"""Reminding those with a place: the day before at 18:00, and two hours ahead; each once.

Nobody is reminded at night: what would come between 21:00 and 8:00 is said the evening before.
"""

from datetime import datetime, timedelta
from datetime import time as wall_time
from typing import Final

from sqlalchemy import Exists, delete, exists, func, select

from board import audit, clock, dates
from board.audit.models import AuditRow
from board.db import session
from board.errors import RuleBroken
from board.notices import quiet
from board.notices.services import News, remind_each
from board.positions import in_words
from board.positions.models import Shift
from board.signups import holding, links
from board.signups.models import Reminder, ReminderKind, Signup, State

EVENING: Final = wall_time(18)
AHEAD: Final = timedelta(hours=2)
# Whoever got the place so shortly before knows of it; and so late before the start it is of no use.
JUST_TOLD: Final = timedelta(hours=2)
LATE: Final = timedelta(hours=1)
BATCH: Final = 200
SAID_SO: Final = "signup.still_coming"


class PlaceGone(RuleBroken):
    sentence = "这个名额已经不是你的了。想来的话，看看还有没有别的班次。"


def day_before(starts_at: datetime) -> datetime:
    """When the first reminder is due: 18:00 of the day before, in Wenjiang."""
    return clock.at(clock.local(starts_at).date() - timedelta(days=1), EVENING)


def two_hours(starts_at: datetime) -> datetime | None:
    """When the second one is due; None when that is at night: the first one has said it then."""
    due = starts_at - AHEAD
    return None if is_night(due) else due


def is_night(instant: datetime) -> bool:
    return quiet.end(instant) != instant


def due_at(kind: ReminderKind, starts_at: datetime) -> datetime | None:
    return day_before(starts_at) if kind == ReminderKind.day_before else two_hours(starts_at)


def send_reminders() -> int:
    """Everybody with a place whose reminder is due has it; how many were sent. A tick's step."""
    now = clock.now()
    if is_night(now):
        return 0
    return sum(_remind_all(shift_id, kind) for kind in ReminderKind for shift_id in _due(kind, now))


def _window(kind: ReminderKind, now: datetime) -> tuple[datetime, datetime]:
    """Shifts that start in this time, its end included, may have a reminder of this kind due."""
    if kind == ReminderKind.two_hours:
        return now + LATE, now + AHEAD
    days = 2 if clock.local(now).time() >= EVENING else 1
    # A first reminder that comes late still comes, but never on top of the second.
    return now + 2 * AHEAD, clock.at(clock.today() + timedelta(days=days), wall_time(0))


def _due(kind: ReminderKind, now: datetime) -> list[int]:
    """Shifts on which somebody is to be reminded now. One range of the index on their starts."""
    after, until = _window(kind, now)
    unreminded = (
        select(Shift.id, Shift.starts_at, func.min(Signup.changed_at))
        .join(Signup, Signup.shift_id == Shift.id)
        .where(Shift.starts_at > after, Shift.starts_at <= until, Shift.cancelled_at.is_(None))
        .where(Signup.state == State.accepted, Signup.place_no.is_not(None), ~_reminded(kind))
        .group_by(Shift.id, Shift.starts_at)
        .order_by(Shift.starts_at, Shift.id)
    )
    found = session.execute(unreminded).all()
    return [number for number, starts_at, first in found if _is_due(kind, starts_at, first, now)]


def _reminded(kind: ReminderKind) -> Exists:
    return exists().where(Reminder.signup_id == Signup.id, Reminder.kind == kind)


def _is_due(kind: ReminderKind, starts_at: datetime, placed_at: datetime, now: datetime) -> bool:
    due = due_at(kind, starts_at)
    return due is not None and placed_at + JUST_TOLD <= due <= now


def _remind_all(shift_id: int, kind: ReminderKind) -> int:
    """A batch a transaction; the shift is held, so that it is not called off or moved meanwhile and
    a second tick finds what the first one sent."""
    sent = 0
    while True:
        batch = _remind_some(holding.hold([shift_id])[shift_id], kind)
        session.commit()
        sent += batch
        if batch < BATCH:
            return sent


def _remind_some(shift: Shift, kind: ReminderKind) -> int:
    now = clock.now()
    after, until = _window(kind, now)
    due = due_at(kind, shift.starts_at)
    if due is None or shift.cancelled_at is not None or not after < shift.starts_at <= until:
        return 0
    waiting = (
        select(Signup)
        .where(Signup.shift_id == shift.id, Signup.state == State.accepted, ~_reminded(kind))
        .where(Signup.changed_at <= due - JUST_TOLD)
        .order_by(Signup.id)
        .limit(BATCH)
    )
    people = session.scalars(waiting).all()
    session.add_all(Reminder(signup_id=signup.id, kind=kind, sent_at=now) for signup in people)
    remind_each([(signup.person_id, _news(signup, kind)) for signup in people], str(kind))
    return len(people)


def _news(signup: Signup, kind: ReminderKind) -> News:
    shift = signup.shift
    return News(
        kind=f"signup.remind_{kind}", sentence=_sentence(shift), link=f"/me/signups#signup-{signup.id}",
        area_id=shift.position.area_id, about=shift, short_link=links.coming(signup.id),
        useless_at=shift.starts_at, needed_by=shift.starts_at,
    )  # fmt: skip


def _sentence(shift: Shift) -> str:
    position = shift.position
    when = f"{dates.near_word(shift.starts_at)} {dates.when(shift.starts_at, shift.ends_at)}".strip()
    place = in_words.place(position.area.name, position.address)
    contact = f"{position.contact_name} {position.contact_phone}"
    return f"{when}“{position.title}”，{place}，联系{contact}。还来吗？不能来点这里"


def forget_those_of(shift: Shift) -> None:
    """The held shift is at another time: reminders that are still to come for it are sent anew."""
    now = clock.now()
    ahead = [kind for kind in ReminderKind if (due_at(kind, shift.starts_at) or now) > now]
    on_it = select(Signup.id).where(Signup.shift_id == shift.id)
    session.execute(
        delete(Reminder).where(Reminder.kind.in_(ahead), Reminder.signup_id.in_(on_it)),
        execution_options={"synchronize_session": False},
    )


def has_said_so(signup: Signup) -> bool:
    """Did they say that they come?"""
    said = select(AuditRow.id).where(
        AuditRow.object_kind == Signup.__tablename__,
        AuditRow.object_id == signup.id,
        AuditRow.action == SAID_SO,
    )
    return session.scalar(said.limit(1)) is not None


def say_still_coming(signup: Signup) -> None:
    """Somebody with a place said that they come: written down once, however often it is sent."""
    holding.hold([signup.shift_id])
    if not signup.holds_place:
        raise PlaceGone
    if not has_said_so(signup):
        audit.record(SAID_SO, signup, shift=signup.shift_id, person=signup.person_id)
