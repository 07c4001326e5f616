"""Telling a person: into the inbox always, by the channels they wish when it cannot wait."""

from collections.abc import Callable, Collection, Mapping
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
    return _tell({person.id: news}, _no_sms)[0]


def tell_urgently(person: Person, news: News) -> Notice:
    """As `tell`, and as a text message unless the person wants none; the desk phones whom nothing reaches."""
    return _tell({person.id: news}, _urgent)[0]


def tell_of_change(person: Person, news: News) -> Notice:
    """As `tell_urgently` when what changes begins within 48 hours, or when the person has no inbox; else `tell`."""
    soon = news.needed_by is not None and news.needed_by <= clock.now() + CHANGES_ARE_URGENT
    return _tell({person.id: news}, lambda reach: reach.wish.sms if soon or not reach.has_inbox else None)[0]


def remind(person: Person, news: News, which: str) -> Notice:
    """As `tell`, and as a text message if this person wants that reminder ("day_before" | "two_hours")."""
    return remind_everybody({person.id: news}, which)[0]


def remind_everybody(news_of: Mapping[int, News], which: str) -> list[Notice]:
    """As `remind`, each person of their own; in few statements."""
    return _tell(news_of, lambda reach: reach.wish.wants_reminder(which), may_call=False)


def tell_everybody(person_ids: Collection[int], news: News, *, by_sms: Collection[int] = ()) -> None:
    """As `tell` for each of these people, and as `tell_urgently` for those in `by_sms`; in few statements."""
    urgent = set(by_sms)
    _tell({number: news for number in person_ids if number not in urgent}, _no_sms)
    _tell({number: news for number in person_ids if number in urgent}, _urgent)


def text_stranger(mobile: str, news: News) -> None:
    """One text message to a number that need not belong to anybody the board knows: no inbox, no mail."""
    budgets = Budgets({Channel.sms: {mobile}})
    if Channel.sms in current().channels and budgets.allow(Channel.sms, mobile, news.kind):
        reaching.queue_sms(mobile, _carried(news))


def _no_sms(_: Reach) -> bool | None:
    """A text message was never meant: that is no delivery, not one withheld."""
    return None


def _urgent(reach: Reach) -> bool | None:
    return reach.wish.sms


def _tell(
    news_of: Mapping[int, News], wants_sms: Callable[[Reach], bool | None], *, may_call: bool = True
) -> list[Notice]:
    reaches = reaching.reaches_of(news_of.keys())
    budgets = reaching.budgets_of(reaches.values())
    notices = [_note(number, news) for number, news in news_of.items()]
    for notice in notices:
        reach, carried = reaches[notice.person_id], _carried(news_of[notice.person_id])
        wished = wants_sms(reach)
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
