"""Telling a person: into the inbox always, by the channels they wish when it cannot wait."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update

from board import audit, clock
from board.accounts.models import Person
from board.db import Row, begin_writing, session
from board.notices import reaching
from board.notices.budgets import Budgets
from board.notices.limits import current
from board.notices.models import Call, Delivery, Notice
from board.notices.reaching import Carried, Reach
from board.outbox import services as outbox
from board.outbox.models import Channel, Fate, Message

CHANGES_ARE_URGENT: Final = timedelta(hours=48)


@dataclass(frozen=True, kw_only=True)
class News:
    """What somebody is told: one sentence with what to do, and where it leads.

    `short_link` is a path that works without signing in, for SMS and mail. `area_id` is whose desk
    sees what became of it, and phones when nothing reaches the person.
    """

    kind: str
    sentence: str
    link: str
    area_id: int | None = None
    about: Row | None = None
    short_link: str = ""
    useless_at: datetime | None = None
    needed_by: datetime | None = None  # what it tells of starts then: quiet hours may not outlast it


def tell(person: Person, news: News) -> Notice:
    """The sentence is in the person's inbox, and in their mail if they gave an address.

    Runs inside the transaction of what it tells of.
    """
    return tell_each([(person.id, news)])[0]


def tell_urgently(person: Person, news: News) -> Notice:
    """As `tell`, and as a text message unless the person wants none; the desk phones whom nothing reaches."""
    return tell_each_urgently([(person.id, news)])[0]


def tell_of_change(person: Person, news: News) -> Notice:
    """As `tell_urgently` when what changes begins within 48 hours, or when the person has no inbox; else `tell`."""
    return tell_each_of_change([(person.id, news)])[0]


def tell_each(told: Sequence[tuple[int, News]]) -> list[Notice]:
    """As `tell` for many, each their own: pairs of a person's id and the news. In few questions."""
    return _tell(told, lambda reach, news: None)


def tell_each_urgently(told: Sequence[tuple[int, News]]) -> list[Notice]:
    """As `tell_urgently` for many."""
    return _tell(told, lambda reach, news: reach.wish.sms)


def tell_each_of_change(told: Sequence[tuple[int, News]]) -> list[Notice]:
    """As `tell_of_change` for many."""
    return _tell(told, _wants_of_change)


def _wants_of_change(reach: Reach, news: News) -> bool | None:
    soon = news.needed_by is not None and news.needed_by <= clock.now() + CHANGES_ARE_URGENT
    return reach.wish.sms if soon or not reach.has_inbox else None


def remind_each(told: Sequence[tuple[int, News]], which: str) -> list[Notice]:
    """As `tell_each`, and as a text message for those who want that reminder ("day_before" | "two_hours")."""
    return _tell(told, lambda reach, news: reach.wish.wants_reminder(which), may_call=False)


def tell_everybody(person_ids: Collection[int], news: News, *, by_sms: Collection[int] = ()) -> None:
    """The same news as `tell` for each of these people, and as `tell_urgently` for those in `by_sms`."""
    urgent = set(by_sms)
    tell_each([(number, news) for number in person_ids if number not in urgent])
    tell_each_urgently([(number, news) for number in person_ids if number in urgent])


def text_stranger(mobile: str, news: News) -> None:
    """One text message to a number that need not belong to anybody the board knows: no inbox, no mail."""
    budgets = Budgets({Channel.sms: {mobile}})
    if Channel.sms in current().channels and budgets.allow(Channel.sms, mobile, news.kind):
        reaching.queue_sms(mobile, _carried(news))


# Whether somebody wants this as a text message; None when none was ever meant: that is no delivery,
# not one withheld.
Wants = Callable[[Reach, News], bool | None]


def _tell(told: Sequence[tuple[int, News]], wants_sms: Wants, *, may_call: bool = True) -> list[Notice]:
    reaches = reaching.reaches_of({number for number, _ in told})
    budgets = reaching.budgets_of(reaches.values())
    notices = [_note(number, news) for number, news in told]
    for notice, (number, news) in zip(notices, told, strict=True):
        reach, carried = reaches[number], _carried(news)
        wished = wants_sms(reach, news)
        ways = [reaching.by_mail(notice, carried, reach, budgets)]
        if wished is None:
            continue
        ways.append(reaching.by_sms(notice, carried, reach, budgets, wished=wished))
        if may_call and not reach.has_inbox and not any(way.message for way in ways):
            _ask_to_phone(notice)
    return notices


def _ask_to_phone(notice: Notice) -> None:
    if notice.area_id is not None:
        session.add(Call(notice=notice, area_id=notice.area_id, created_at=clock.now()))


def _note(person_id: int, news: News) -> Notice:
    notice = Notice(
        person_id=person_id, kind=news.kind, sentence=news.sentence[:300], link=news.link,
        created_at=clock.now(), area_id=news.area_id,
        about_kind=news.about.__tablename__ if news.about else None,
        about_id=news.about.id if news.about else None,
    )  # fmt: skip
    session.add(notice)
    return notice


def _carried(news: News) -> Carried:
    return Carried(
        kind=news.kind, sentence=news.sentence, link=news.link, short_link=news.short_link,
        useless_at=news.useless_at, needed_by=news.needed_by,
    )  # fmt: skip


def mark_all_read(person: Person) -> None:
    """Nothing in this person's inbox counts as new any more."""
    begin_writing()
    unread = update(Notice).where(Notice.person_id == person.id, Notice.read_at.is_(None))
    session.execute(unread.values(read_at=clock.now()))
    audit.record("notices.mark_all_read", person)


def send_again(notice: Notice) -> None:
    """What nobody took of this notice is sent once more, with all its tries; twice asked is once sent."""
    begin_writing()
    dead = select(Message).join(Delivery, Delivery.message_id == Message.id).where(
        Delivery.notice_id == notice.id, Message.fate == Fate.dead
    )  # fmt: skip
    now = clock.now()
    for message in session.scalars(dead.with_for_update()):
        if message.useless_at is None or message.useless_at > now:
            outbox.send_again(message)
            audit.record("notices.send_again", notice, message=message.id, channel=str(message.channel))


def has_been_told(call: Call, by: Person) -> None:
    """Somebody at the desk told them by phone or in person. Again: the same, and the first one stands."""
    begin_writing()
    call = session.scalars(select(Call).where(Call.id == call.id).with_for_update()).one()
    if call.done_at is None:
        call.done_at, call.done_by = clock.now(), by.id
        audit.record("notices.has_been_told", call, notice=call.notice_id)
