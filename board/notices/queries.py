"""Reading an inbox."""

from sqlalchemy import func, select

from board.accounts.models import Person
from board.db import session
from board.notices.models import Notice
from board.web.paging import Page, cut

PAGE_SIZE = 20


def unread_count(person: Person) -> int:
    unread = select(func.count()).where(Notice.person_id == person.id, Notice.read_at.is_(None))
    return session.scalar(unread) or 0


def inbox(person: Person, before: int | None) -> Page[Notice]:
    """Newest first; `before` is the id after which the page begins."""
    mine = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id.desc())
    if before is not None:
        mine = mine.where(Notice.id < before)
    rows = session.scalars(mine.limit(PAGE_SIZE + 1)).all()
    return cut(rows, PAGE_SIZE, str(rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else None)
