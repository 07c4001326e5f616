"""Acts of the demo, each in a transaction of its own and written down as its person's."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import select

from board import audit
from board.accounts import privacy
from board.accounts.models import Person
from board.areas import queries as areas
from board.db import session
from board.demo.people import Cast
from board.errors import RuleBroken
from board.positions import reviewing, services, shifting
from board.positions.models import OpportunityList, Position, Shift
from board.positions.schedule import Span
from board.positions.services import ListText
from board.signups import services as signups


def acting(person: Person) -> AbstractContextManager[None]:
    """What is done inside is written down in the audit log as this person's."""
    return audit.following(audit.Trail(actor_id=person.id))


def make_list(place: str, said: ListText, editor: Person) -> OpportunityList:
    area = next(area for area in areas.in_use() if area.name == place)
    with acting(editor):
        made = services.create_list(area, said, by=editor)
        session.commit()
    return made


def make_position(
    made: OpportunityList, values: Mapping[str, Any], spans: Sequence[Span], editor: Person
) -> None:
    with acting(editor):
        position = services.create_position(made, values, by=editor)
        session.commit()
        if spans:
            shifting.add_shifts(
                position, spans, quota=position.quota or 1, minimum=position.minimum, by=editor
            )
            session.commit()


def publish(made: OpportunityList, editor: Person, reviewer: Person) -> None:
    """The complete ones are reviewed and public; the others stay drafts."""
    with acting(editor):
        reviewing.submit_list(made, by=editor)
        session.commit()
    saw = {
        position.id: reviewing.seen(position) for position in made.positions if position.state == "in_review"
    }
    with acting(reviewer):
        reviewing.approve_list(made, saw, by=reviewer)
        session.commit()


def fill(position: Position, count: int, cast: Cast) -> None:
    """Neighbours sign up for the first shift; more than there are places wait in line."""
    if not count or not position.shifts:
        return
    offset = position.id * 5
    for number in range(count):
        sign_up(cast.neighbours[(offset + number) % len(cast.neighbours)], position.shifts[0])


def sign_up(person: Person, shift: Shift) -> None:
    try:
        with acting(person):
            signups.sign_up(person, [shift.id], consent_version=privacy.VERSION)
            session.commit()
    except RuleBroken:
        session.rollback()  # busy at that time, or the wrong audience: somebody else's day


def titled(title: str) -> Position | None:
    return session.scalar(select(Position).where(Position.title == title, Position.state == "published"))
