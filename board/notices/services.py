"""Telling a person: into the inbox always, by SMS when it cannot wait."""

from sqlalchemy import update

from board import audit, clock
from board.accounts.models import Person
from board.accounts.queries import mobile_of
from board.db import begin_writing, session
from board.notices.models import Notice
from board.outbox import services as outbox


def tell(person: Person, kind: str, sentence: str, link: str) -> None:
    """The sentence is in the person's inbox. Runs inside the transaction of what it tells of."""
    session.add(
        Notice(person_id=person.id, kind=kind, sentence=sentence[:300], link=link, created_at=clock.now())
    )


def tell_urgently(person: Person, kind: str, sentence: str, link: str) -> None:
    """In the inbox, and as a text message if a mobile is known."""
    tell(person, kind, sentence, link)
    mobile = mobile_of(person)
    if mobile:
        outbox.queue_sms(mobile, f"【温江公益岗位】{sentence}", purpose=kind)


def mark_all_read(person: Person) -> None:
    """Nothing in this person's inbox counts as new any more."""
    begin_writing()
    unread = update(Notice).where(Notice.person_id == person.id, Notice.read_at.is_(None))
    session.execute(unread.values(read_at=clock.now()))
    audit.record("notices.mark_all_read", person)
