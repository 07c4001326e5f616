"""What became of each notice, for the desks of the areas it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, cast

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from board.accounts import scope
from board.accounts.models import Account, Person, Role
from board.db import session
from board.notices.models import Call, Delivery, Notice, Withheld
from board.outbox.models import Channel, Fate, Message
from board.web.paging import Page, cut

READERS: Final = (Role.editor, Role.reviewer, Role.manager)
PAGE_SIZE: Final = 30
ABOUT_SHIFTS: Final = "shifts"
# A notice without an area is no desk's; the scope compares, and NULL is in no area.
_AREA: Final = cast("InstrumentedAttribute[int]", Notice.area_id)


@dataclass(kw_only=True)
class Told:
    """One notice, and what became of it on every channel."""

    notice: Notice
    has_account: bool
    call: Call | None = None
    by: dict[Channel, Delivery] = field(default_factory=dict)

    def can_be_sent_again_at(self, now: datetime) -> bool:
        """Somebody's server did not take it, and it is not too late for it yet."""
        messages = [delivery.message for delivery in self.by.values()]
        return any(
            m is not None and m.fate == Fate.dead and (m.useless_at is None or m.useless_at > now)
            for m in messages
        )


def told(person: Person, *, undelivered: bool, shift_id: int | None, before: int | None) -> Page[Told]:
    """Notices of this person's areas, newest first; `before` is the id after which the page begins."""
    mine = scope.in_scope(select(Notice), _AREA, person, *READERS)
    if shift_id is not None:
        mine = mine.where(Notice.about_kind == ABOUT_SHIFTS, Notice.about_id == shift_id)
    if undelivered:
        mine = mine.where(_undelivered())
    if before is not None:
        mine = mine.where(Notice.id < before)
    newest = mine.options(joinedload(Notice.person)).order_by(Notice.id.desc()).limit(PAGE_SIZE + 1)
    rows = _with_fates(session.scalars(newest).all())
    return cut(rows, PAGE_SIZE, str(rows[PAGE_SIZE - 1].notice.id) if len(rows) > PAGE_SIZE else None)


def _undelivered() -> ColumnElement[bool]:
    """Withheld though it was wished for, taken by nobody, or still to be told by phone."""
    dead = (
        select(Delivery.id).outerjoin(Delivery.message).where(Delivery.notice_id == Notice.id)
        .where(or_(Message.fate == Fate.dead, Delivery.withheld.in_((Withheld.budget, Withheld.no_gateway))))
    )  # fmt: skip
    to_phone = exists().where(Call.notice_id == Notice.id, Call.done_at.is_(None))
    return or_(dead.exists(), to_phone)


def _with_fates(notices: Sequence[Notice]) -> list[Told]:
    """One question for the accounts, one for the deliveries, one for the calls, however many rows."""
    ids = [notice.id for notice in notices]
    people = {notice.person_id for notice in notices}
    with_account = set(session.scalars(select(Account.person_id).where(Account.person_id.in_(people))))
    found = {n.id: Told(notice=n, has_account=n.person_id in with_account) for n in notices}
    sent = select(Delivery).where(Delivery.notice_id.in_(ids)).options(joinedload(Delivery.message))
    for delivery in session.scalars(sent):
        found[delivery.notice_id].by[Channel(delivery.channel)] = delivery
    for call in session.scalars(select(Call).where(Call.notice_id.in_(ids))):
        found[call.notice_id].call = call
    return list(found.values())


def fetch_notice(person: Person, notice_id: int) -> Notice:
    """The notice, if it belongs to an area of this person's (404 or 403 otherwise)."""
    return scope.fetch(select(Notice).where(Notice.id == notice_id), _AREA, person, *READERS)


def fetch_call(person: Person, call_id: int) -> Call:
    """As `fetch_notice`."""
    return scope.fetch(select(Call).where(Call.id == call_id), Call.area_id, person, *READERS)


def calls(person: Person, after: int | None) -> Page[Call]:
    """Whom to phone, whoever has waited longest first; `after` is the id after which the page begins."""
    waiting = _open_calls(person).options(joinedload(Call.notice).joinedload(Notice.person))
    if after is not None:
        waiting = waiting.where(Call.id > after)
    rows = session.scalars(waiting.order_by(Call.id).limit(PAGE_SIZE + 1)).all()
    return cut(rows, PAGE_SIZE, str(rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else None)


def people_to_phone(person: Person) -> int:
    """How many people wait for a call from a desk of this person's."""
    waiting = _open_calls(person).join(Call.notice).with_only_columns(func.count(Notice.person_id.distinct()))
    return session.scalar(waiting) or 0


def _open_calls(person: Person) -> Select[Call]:
    return scope.in_scope(select(Call), Call.area_id, person, *READERS).where(Call.done_at.is_(None))
