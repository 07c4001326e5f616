"""What the board keeps about a person's sign-ups and messages, for that person."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from board import dates
from board.accounts.export import moment
from board.accounts.models import Person
from board.db import session
from board.positions.models import Shift
from board.signups.models import CalendarFeed, Signup


def signups(person: Person) -> list[dict[str, object]]:
    mine = select(Signup).where(Signup.person_id == person.id).order_by(Signup.id)
    with_positions = mine.options(joinedload(Signup.shift).joinedload(Shift.position))
    return [_signup(row) for row in session.scalars(with_positions)]


def _signup(row: Signup) -> dict[str, object]:
    return {
        "岗位": row.shift.position.title,
        "编号": row.shift.position.number,
        "班次": dates.when(row.shift.starts_at, row.shift.ends_at),
        "状态": str(row.state),
        "原因": row.reason,
        "报名时间": moment(row.created_at),
        "最近变动": moment(row.changed_at),
        "同意的版本": row.consent_version,
    }


def calendar_feeds(person: Person) -> list[dict[str, object]]:
    """When the person's shifts could be read under an address; the address itself is on its own page."""
    mine = select(CalendarFeed).where(CalendarFeed.person_id == person.id).order_by(CalendarFeed.id)
    return [
        {"开通": moment(feed.created_at), "停用": moment(feed.revoked_at)} for feed in session.scalars(mine)
    ]
