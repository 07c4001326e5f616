"""Telling a person: into the inbox always, by SMS when it cannot wait."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from board import audit, clock
from board.accounts.models import Person
from board.accounts.queries import account_of, mobile_of
from board.db import Row, begin_writing, session
from board.notices.models import Call, Notice, RemindBySms, Wish
from board.outbox import services as outbox


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
    """The sentence is in the person's inbox. Runs inside the transaction of what it tells of."""
    notice = Notice(
        person_id=person.id, kind=news.kind, sentence=news.sentence[:300], link=news.link,
        created_at=clock.now(), area_id=news.area_id,
        about_kind=news.about.__tablename__ if news.about else None,
        about_id=news.about.id if news.about else None,
    )  # fmt: skip
    session.add(notice)
    return notice


def tell_urgently(person: Person, news: News) -> Notice:
    """In the inbox, and as a text message if a mobile is known; the desk phones whom nothing reaches."""
    notice = tell(person, news)
    mobile = mobile_of(person)
    if mobile:
        outbox.queue_sms(mobile, f"【温江公益岗位】{news.sentence}", purpose=news.kind)
    elif account_of(person) is None and news.area_id is not None:
        session.flush()
        session.add(Call(notice_id=notice.id, area_id=news.area_id, created_at=clock.now()))
    return notice


def remind(person: Person, news: News, which: str) -> Notice:
    """In the inbox, and as a text message if this person wants that reminder ("day_before" | "two_hours")."""
    notice = tell(person, news)
    mobile = mobile_of(person)
    if mobile and wishes_of(person).wants_reminder(which):
        outbox.queue_sms(mobile, f"【温江公益岗位】{news.sentence}", purpose=news.kind)
    return notice


def text_stranger(mobile: str, news: News) -> None:
    """One text message to a number that need not belong to anybody the board knows: no inbox, no mail."""
    outbox.queue_sms(mobile, f"【温江公益岗位】{news.sentence}", purpose=news.kind)


def wishes_of(person: Person) -> Wish:
    """How this person wants to be told; what holds for everybody while they have not said."""
    said = session.scalar(select(Wish).where(Wish.person_id == person.id))
    return said or Wish(person_id=person.id, sms=True, remind_by_sms=RemindBySms.day_before)


def mark_all_read(person: Person) -> None:
    """Nothing in this person's inbox counts as new any more."""
    begin_writing()
    unread = update(Notice).where(Notice.person_id == person.id, Notice.read_at.is_(None))
    session.execute(unread.values(read_at=clock.now()))
    audit.record("notices.mark_all_read", person)
